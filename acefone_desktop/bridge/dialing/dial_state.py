"""What the dial screens show, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acefone_desktop.domain.account import CallerId
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.domain.numbers import PhoneNumber
    from acefone_desktop.domain.policy import Verdict


class CallerIdReason(Enum):
    """Why this caller ID is chosen; shown when the program chose it and not the person just now."""

    DEFAULT = "default"
    CHOSEN = "chosen"
    LAST = "last"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The likeliest digits of a text in which no number was found, as they stand there, and what keeps them from it."""

    digits: str
    is_too_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DialState:
    """The number being entered and everything known about it.

    `text` is what the field holds; `number` and `verdict` are None while it holds no number, and `shortfall` then
    tells of digits in it that come near to one. `area` is the town or region of a landline, where it is known.
    `candidates` are the numbers of a text that had several, until one is chosen; `marked` is the one of them that
    stands in the field. `insisted` says that the person asked to call a number that is refused, so that a number still
    being typed is not scolded. `confirming` says that the person was asked whether to call anyway;
    `busy` that a dial has been submitted and not landed.
    """

    text: str = ""
    number: PhoneNumber | None = None
    verdict: Verdict | None = None
    shortfall: Shortfall | None = None
    area: str = ""
    contact: Contact | None = None
    candidates: tuple[PhoneNumber, ...] = ()
    marked: int = 0
    caller_ids: tuple[CallerId, ...] = ()
    caller_id: CallerId | None = None
    caller_id_reason: CallerIdReason = CallerIdReason.DEFAULT
    max_length_s: int | None = None
    custom_identifier: str = ""
    insisted: bool = False
    confirming: bool = False
    busy: bool = False
    error: AcefoneDesktopError | None = None

    @property
    def others(self) -> int:
        """How many further numbers the text had that the field was filled from."""
        return max(0, len(self.candidates) - 1)

    @property
    def can_dial(self) -> bool:
        """Whether asking to dial now leads anywhere: there is a number, it is not refused, nothing is under way."""
        return not self.busy and self.verdict is not None and self.verdict.decision.value != "refuse"

    @property
    def needs_confirmation(self) -> bool:
        """Whether the policy wants a person's yes before this number is dialled."""
        return self.verdict is not None and self.verdict.decision.value == "confirm"

    @property
    def is_complete(self) -> bool:
        """Whether the text is a whole number, so that there is nothing left to suggest."""
        return self.number is not None and self.number.e164 is not None

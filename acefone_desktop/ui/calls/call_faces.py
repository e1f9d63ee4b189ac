"""Who a call is with, as screens show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.bridge.dialing.caller_id_model import shown_number
from acefone_desktop.ui.parts.written_direction import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.account import Agent, CallerId
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.contacts import Contact


def with_extension(text: str, extension: str) -> str:
    """A number's text and the extension behind it, where there is one, as the number field takes it."""
    return f"{text} ext. {extension}" if extension else text


def _nobody() -> None:
    """No account is set up."""


@dataclass(frozen=True, slots=True)
class CallFaces:
    """Finds names for the digits of a call. All functions are asked at each painting, so they must be quick."""

    contact_of: Callable[[str], Contact | None]
    caller_ids: Callable[[], tuple[CallerId, ...]]
    region: Callable[[], str]
    customer_answers_told: Callable[[], bool] = bool
    """See `CallStore.customer_answers_told`."""
    us: Callable[[], Agent | None] = _nobody
    """The agent whose calls these are."""

    def company(self, call: Call) -> str:
        """The contact's company, where it has a name besides."""
        contact = self.contact_of(f"+{call.customer}") if call.customer else None
        return contact.company if contact and contact.name else ""

    def name(self, call: Call) -> str:
        """The contact's name; empty where there is no contact."""
        contact = self.contact_of(f"+{call.customer}") if call.customer else None
        return contact.title if contact else ""

    def number(self, call: Call) -> str:
        """The customer's number as a person reads it, without the extension, which is not dialled."""
        return shown_number(call.customer, self.region())

    def number_with_extension(self, call: Call) -> str:
        """What stands in the number field to call the same person again."""
        return with_extension(self.number(call), call.extension)

    def title(self, call: Call) -> str:
        """Name, else number."""
        return self.name(call) or self.number(call)

    def caller_id(self, call: Call) -> str:
        """Name and number that the customer is shown; empty for the account's default."""
        if not call.caller_id:
            return ""
        from acefone_desktop.bridge.dialing.number_entry import matching  # noqa: PLC0415 (see there)

        known = matching(call.caller_id, self.caller_ids())
        name = known.name if known else ""
        number = shown_number(call.caller_id, self.region())
        return side_by_side(name, number)

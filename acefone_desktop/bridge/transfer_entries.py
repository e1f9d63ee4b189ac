"""Whom a call can be given to, as a search finds them: what was typed, colleagues, departments, contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.domain.call_control import MOST_TARGETS, TargetKind, TransferTarget, extension_in, found
from acefone_desktop.domain.numbers import digits_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.domain.numbers import PhoneNumber
    from acefone_desktop.domain.policy import Verdict

MOST_CONTACTS = 20
_LEAST_DIGITS = 3
"""Fewer are the beginning of something."""


@dataclass(frozen=True, slots=True)
class TransferEntry:
    """One row. `number` and `verdict` are those of a telephone number outside the account, None for colleagues."""

    target: TransferTarget
    company: str = ""
    number: PhoneNumber | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class TransferSearch:
    """Where entries come from; `has_called` as in `DialStore`."""

    search_contacts: Callable[[str, int], tuple[Contact, ...]]
    contact_of: Callable[[str], Contact | None]
    has_called: Callable[[str], bool]

    def entries(
        self, query: str, targets: tuple[TransferTarget, ...], us: Agent | None, region: str
    ) -> tuple[TransferEntry, ...]:
        """The best first; with an empty query everybody in the account."""
        query = query.strip()
        own = us.own_numbers if us else frozenset()
        inside = [TransferEntry(target) for target in found(targets, query)]
        if not query:
            return tuple(inside[:MOST_TARGETS])
        typed = (
            []
            if any(entry.target.intercom == digits_only(query) for entry in inside)
            else self._typed(query, own, region)
        )
        known = {entry.target.intercom for entry in (*typed, *inside)}
        outside = [entry for entry in self._contacts(query, own, region) if entry.target.intercom not in known]
        return tuple([*typed, *inside, *outside][:MOST_TARGETS])

    def _typed(self, query: str, own: frozenset[str], region: str) -> list[TransferEntry]:
        """What was typed, where it is an extension or is meant as a number."""
        from acefone_desktop.bridge.dialing.number_entry import judged  # noqa: PLC0415 (loads the numbering plans)

        if len(digits_only(query)) < _LEAST_DIGITS:
            return []
        if extension := extension_in(query):
            return [TransferEntry(TransferTarget(kind=TargetKind.EXTENSION, intercom=extension))]
        number, verdict = judged(query, region, own, self.has_called)
        if number is None:
            return []
        contact = self.contact_of(number.e164) if number.e164 else None
        target = TransferTarget(
            kind=TargetKind.NUMBER, intercom=number.digits_sent or "", name=contact.title if contact else ""
        )
        return [TransferEntry(target, contact.company if contact else "", number, verdict)]

    def _contacts(self, query: str, own: frozenset[str], region: str) -> Iterator[TransferEntry]:
        from acefone_desktop.bridge.dialing.number_entry import judged  # noqa: PLC0415 (as above)

        for contact in self.search_contacts(query, MOST_CONTACTS):
            for given in contact.numbers:
                number, verdict = judged(given.number, region, own, self.has_called)
                if number is None or not number.digits_sent:
                    continue
                target = TransferTarget(kind=TargetKind.CONTACT, intercom=number.digits_sent, name=contact.title)
                company = contact.company if contact.name else ""
                yield TransferEntry(target, " · ".join(filter(None, (company, given.label))), number, verdict)

"""From what a person types to a `DialRequest`: the same road for window, tray, contacts, history and links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from acefone_desktop.bridge.dialing.dial_state import CallerIdReason, DialState
from acefone_desktop.bridge.store import Store
from acefone_desktop.domain.dial_wishes import LONGEST_CALL_S, LONGEST_CUSTOM_IDENTIFIER, SHORTEST_CALL_S, Origin
from acefone_desktop.domain.errors import NotSetUpError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from acefone_desktop.domain.account import Agent, CallerId
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.domain.dialing import DialOutcome, DialRequest
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.domain.numbers import PhoneNumber
    from acefone_desktop.domain.policy import Verdict


def _everywhere(_: str) -> bool:
    return True


def _nowhere(_: PhoneNumber) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class DialAccount:
    """What dialling needs to know of the account: who calls, from which country, with which numbers."""

    agent: Agent | None = None
    region: str = "GB"
    caller_ids: tuple[CallerId, ...] = ()
    last_caller_id: str = ""


class DialStore(Store[DialState]):
    """The number field's state. `submit` is given each request that policy and person let through, once.

    `contact_of` finds the contact of a number; `remember_caller_id` is told the digits of a choice (empty: default);
    `has_called` says whether a country (ISO 3166 alpha-2) was called before: the first call to one is asked about.
    `area_of` names the town or region of a number; with `look_for_area` it is asked again.
    """

    shown = Signal(bool)  # a link's number came by itself; whether it took the place of another that was seen there

    def __init__(
        self,
        account: DialAccount,
        submit: Callable[[DialRequest], None],
        contact_of: Callable[[str], Contact | None],
        remember_caller_id: Callable[[str], None],
        origin: Origin = Origin.WINDOW,
        has_called: Callable[[str], bool] = _everywhere,
        area_of: Callable[[PhoneNumber], str] = _nowhere,
    ) -> None:
        super().__init__(DialState())
        self._submit, self._contact_of, self._remember = submit, contact_of, remember_caller_id
        self._has_called, self._area_of = has_called, area_of
        self._default_origin = self._origin = origin
        self._account = account
        self._submitted: PhoneNumber | None = None
        self._read_again(account, account)

    @property
    def region(self) -> str:
        """Country assumed for numbers without a country code."""
        return self._account.region

    @property
    def is_kept(self) -> bool:
        """Whether what the field holds must not be exchanged: typed, being chosen, asked about, or being dialled."""
        typed = bool(self.state.text) and self._origin is self._default_origin
        return typed or bool(self.state.candidates) or self.state.confirming or self.state.busy

    @property
    def is_link(self) -> bool:
        """Whether a link's number stands in the field as it came."""
        return self._origin is Origin.LINK and self.state.number is not None

    def contact_of(self, number: PhoneNumber) -> Contact | None:
        """Whose number it is, where that is known."""
        return self._contact_of(number.e164) if number.e164 else None

    def set_account(self, account: DialAccount) -> None:
        """Another agent, region or set of numbers: what is typed is read again.

        A number that came from elsewhere was whole when it came: it stays the same and is written anew. The same
        account again changes nothing, not even a question that is open.
        """
        if account != self._account:
            before, self._account = self._account, account
            self._read_again(before, account)

    def _read_again(self, before: DialAccount, account: DialAccount) -> None:
        number, text = self.state.number, self.state.text
        if number and number.e164 and before.region != account.region and self._origin is not self._default_origin:
            whole = replace(number, display=number.e164)
            text = _entry().as_typed(_entry().entry_of(whole), account.region)
        read = self._with_text(replace(self.state, caller_ids=account.caller_ids), text)
        if before.region == account.region:  # numbers on offer stay on offer while the account is still loading
            read = replace(read, candidates=self.state.candidates, marked=self.state.marked)
        self._publish(read)

    @Slot()
    def look_for_area(self) -> None:
        """The number in the field may have an area now."""
        if self.state.number is not None:
            self._publish(replace(self.state, area=self._area_of(self.state.number)))

    @Slot(str)
    def set_text(self, text: str) -> None:
        """What the person typed; grouped like a number of the region where it is one."""
        self._origin = self._default_origin
        shown = _entry().as_typed(text, self.region) if _has_digit(text) else text
        self._publish(self._with_text(self.state, shown))

    @Slot(str)
    def paste(self, text: str) -> None:
        """A whole text: takes the likeliest number in it, offers the others; keeps the text where there is none."""
        self.fill_in(text, self._default_origin)

    def fill_in(self, text: str, origin: Origin) -> None:
        """Shows a number that came from elsewhere (link, contact, history). Dials nothing.

        Of a text with several numbers the likeliest is shown and all are offered.
        """
        self._origin = origin
        entry, found = _entry().numbers_in(text, self.region)
        filled = self._with_text(self.state, _entry().as_typed(entry, self.region))
        self._publish(replace(filled, candidates=found if len(found) > 1 else ()))

    def mark_candidate(self, place: int) -> None:
        """Shows another of the numbers on offer, so that what can be called is what is marked; all stay on offer."""
        candidates = self.state.candidates
        if 0 <= place < len(candidates):
            text = _entry().as_typed(_entry().entry_of(candidates[place]), self.region)
            self._publish(replace(self._with_text(self.state, text), candidates=candidates, marked=place))

    @Slot()
    def settle_candidates(self) -> None:
        """The number that is shown is the one: the others are no longer on offer."""
        self._publish(replace(self.state, candidates=(), marked=0))

    def show_number(self, number: PhoneNumber, origin: Origin) -> None:
        """Shows a number that is read already, such as a link's. Dials nothing."""
        self._origin = origin
        before = self.state
        self._publish(self._with_text(before, _entry().as_typed(_entry().entry_of(number), self.region)))
        if origin is Origin.LINK and self.state.number != before.number:
            self.shown.emit(bool(before.text))

    @Slot()
    def clear(self) -> None:
        """Empties the field and what belonged to this one call."""
        self._origin = self._default_origin
        self._publish(self._with_text(replace(self.state, max_length_s=None, custom_identifier=""), ""))

    def choose_caller_id(self, caller_id: CallerId | None) -> None:
        """The person's choice (None: the account's default); kept for the next calls."""
        self._account = replace(self._account, last_caller_id=caller_id.number if caller_id else "")
        self._remember(self._account.last_caller_id)
        self._publish(replace(self.state, caller_id=caller_id, caller_id_reason=CallerIdReason.CHOSEN))

    def set_max_length(self, seconds: int) -> None:
        """Cuts the call after so many seconds, kept within the provider's bounds; 0 leaves it to the account."""
        bounded = min(max(seconds, SHORTEST_CALL_S), LONGEST_CALL_S) if seconds > 0 else None
        self._publish(replace(self.state, max_length_s=bounded))

    @Slot(str)
    def set_custom_identifier(self, text: str) -> None:
        """A text that comes back with everything the provider reports about the call."""
        self._publish(replace(self.state, custom_identifier=text.strip()[:LONGEST_CUSTOM_IDENTIFIER]))

    def dial(self, *, confirmed: bool = False) -> None:
        """Submits the call, or asks first where the policy wants that; does nothing for a refused number."""
        state = self.state
        if state.number is None or not state.can_dial:
            self._publish(replace(state, insisted=state.verdict is not None))
        elif self._account.agent is None:
            self._publish(replace(state, error=NotSetUpError()))
        elif state.needs_confirmation and not confirmed:
            self._publish(replace(state, confirming=True))
        else:
            request = self._request(state.number, self._account.agent, confirmed=confirmed)
            self._submitted = state.number
            self._submit(request)  # first: its answer comes over the event loop, and painting takes milliseconds
            self._publish(replace(state, busy=True, confirming=False, error=None))

    @Slot()
    def decline(self) -> None:
        """The person answered no to “call anyway?”."""
        self._publish(replace(self.state, confirming=False))

    def landed(self, outcome: DialOutcome) -> None:
        """The submitted dial has come to something. The number stays only where certainly nothing rings.

        Another number that was entered meanwhile stays in any case.
        """
        from acefone_desktop.domain.dialing import Dialed, PerhapsDialed  # noqa: PLC0415 (loaded already, if one was)

        went_out = isinstance(outcome, Dialed | PerhapsDialed)
        self._publish(replace(self.state, busy=False))
        if went_out and self.state.number == self._submitted:
            self.clear()

    def failed(self, error: AcefoneDesktopError) -> None:
        """The dial never left: says why; the number stays."""
        self._publish(replace(self.state, busy=False, error=error))

    @Slot()
    def dismiss_error(self) -> None:
        """The person has read it."""
        self._publish(replace(self.state, error=None))

    def _with_text(self, state: DialState, text: str) -> DialState:
        agent = self._account.agent
        own_numbers = agent.own_numbers if agent else frozenset()
        number, verdict = self._judged(text, own_numbers) if _has_digit(text) else (None, None)
        contact = self.contact_of(number) if number else None
        lacking = _entry().shortfall(text, self.region) if number is None and _has_digit(text) else None
        read = replace(
            state,
            text=text,
            number=number,
            verdict=verdict,
            shortfall=lacking,
            area=self._area_of(number) if number else "",
            contact=contact,
            candidates=(),
            marked=0,
        )
        return self._with_caller_id(replace(read, insisted=False, confirming=False, error=None))

    def _judged(self, text: str, own_numbers: frozenset[str]) -> tuple[PhoneNumber, Verdict] | tuple[None, None]:
        judged: tuple[PhoneNumber, Verdict] | tuple[None, None]
        judged = _entry().judged(text, self.region, own_numbers, self._has_called)
        return judged

    def _with_caller_id(self, state: DialState) -> DialState:
        """The contact's own caller ID first, then the last choice, then the account's default."""
        kept = state.contact.caller_id if state.contact else ""
        for wanted, reason in ((kept, CallerIdReason.CONTACT), (self._account.last_caller_id, CallerIdReason.LAST)):
            match = _entry().matching(wanted, state.caller_ids) if wanted and state.caller_ids else None
            if match:
                chosen = reason is CallerIdReason.LAST and state.caller_id_reason is CallerIdReason.CHOSEN
                return replace(state, caller_id=match, caller_id_reason=CallerIdReason.CHOSEN if chosen else reason)
        return replace(state, caller_id=None, caller_id_reason=CallerIdReason.DEFAULT)

    def _request(self, number: PhoneNumber, agent: Agent, *, confirmed: bool) -> DialRequest:
        from acefone_desktop.domain.dialing import DialRequest  # noqa: PLC0415 (a window is painted sooner without)

        state = self.state
        return DialRequest(
            digits=number.digits_sent or "",
            agent_id=agent.id,
            display=number.display,
            extension=number.extension or "",
            caller_id=state.caller_id.number if state.caller_id else None,
            max_length_s=state.max_length_s,
            custom_identifier=state.custom_identifier,
            origin=self._origin,
            confirmed=confirmed and state.needs_confirmation,
        )


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _entry() -> ModuleType:
    """The reading of numbers, loaded when the first is there: a window without one is painted sooner."""
    from acefone_desktop.bridge.dialing import number_entry  # noqa: PLC0415

    return number_entry

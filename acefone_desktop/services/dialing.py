"""The one road from a wish to dial to the one POST that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from acefone_desktop.domain.dialing import (
    CallIntent,
    Dialed,
    DialOutcome,
    DialRequest,
    IntentId,
    NotDialed,
    PerhapsDialed,
)
from acefone_desktop.domain.errors import (
    ConfirmationNeededError,
    NumberNotDialableError,
    OutcomeUnknownError,
    ProviderError,
)
from acefone_desktop.domain.numbers import read_number
from acefone_desktop.domain.policy import Decision, judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.policy import KnownCountries
    from acefone_desktop.services.ports import Clock, Journal, Telephony


_NOT_AWAITED = "The app stopped waiting for the answer."


class CallWatch(Protocol):
    """Whoever follows a call from here on."""

    def begin(self, intent: CallIntent) -> None:
        """A dial is on disk and about to be sent."""
        ...

    def dial_outcome(self, outcome: DialOutcome) -> None:
        """What came of sending it."""
        ...


class Dialer:
    """Lets the policy judge, journals the intent, sends it once, and says what came of it."""

    def __init__(
        self,
        telephony: Telephony,
        journal: Journal,
        watch: CallWatch,
        clock: Clock,
        agent: Agent,
        new_id: Callable[[], str],
        countries: KnownCountries,
    ) -> None:
        self._telephony, self._journal, self._watch = telephony, journal, watch
        self._clock, self._agent, self._new_id = clock, agent, new_id
        self._countries = countries

    async def dial(self, request: DialRequest) -> DialOutcome:
        """Places one call with one POST.

        Raises `NumberNotDialableError` and `ConfirmationNeededError` (the policy) and `StorageError` (the intent could
        not be kept): nothing has left then. Every answer of the provider, or its absence, is a returned value.
        """
        self._require_permission(request)
        intent = CallIntent(IntentId(self._new_id()), request, self._clock.now())
        await self._journal.record_intent(intent)  # on disk first: a crash must neither dial twice nor forget
        self._watch.begin(intent)
        try:
            outcome = await self._send(intent)
        except GeneratorExit:  # the loop is gone already: the open intent is found at the next start
            raise
        except BaseException:  # ended while it was being sent, or a bug: it may be ringing
            self._watch.dial_outcome(PerhapsDialed(intent, OutcomeUnknownError(_NOT_AWAITED)))
            raise
        self._watch.dial_outcome(outcome)
        return outcome

    def _require_permission(self, request: DialRequest) -> None:
        """Judges the very digits that would leave, whichever way the request came."""
        number = read_number(f"+{request.digits}", "ZZ")
        if number is None or number.digits_sent != request.digits:
            raise NumberNotDialableError
        known = None if request.confirmed else self._countries.around(number)
        verdict = judge(number, own_numbers=self._agent.own_numbers, known_countries=known)
        if verdict.decision is Decision.REFUSE:
            raise NumberNotDialableError(verdict.reason)
        if verdict.decision is Decision.CONFIRM and not request.confirmed:
            raise ConfirmationNeededError(verdict.reason)

    async def _send(self, intent: CallIntent) -> DialOutcome:
        try:
            reply = await self._telephony.originate(intent)
        except OutcomeUnknownError as error:
            return PerhapsDialed(intent, error)
        except ProviderError as error:
            return NotDialed(intent, error)
        return Dialed(intent, reply)

"""The one road from a wish to dial to the one POST that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.domain.dialing import (
    CallIntent,
    Dialed,
    DialOutcome,
    DialRequest,
    IntentId,
    NotDialed,
    PerhapsDialed,
)
from acefone_desktop.domain.errors import OutcomeUnknownError, ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.services.ports import Clock, Journal, Telephony


class Dialer:
    """Journals an intent, sends it once, and says what came of it."""

    def __init__(self, telephony: Telephony, journal: Journal, clock: Clock, new_id: Callable[[], str]) -> None:
        self._telephony = telephony
        self._journal = journal
        self._clock = clock
        self._new_id = new_id

    async def intend(self, request: DialRequest) -> CallIntent:
        """Puts the dial on disk. Nothing has left yet; raises `StorageError` when it cannot be kept."""
        intent = CallIntent(IntentId(self._new_id()), request, self._clock.now())
        await self._journal.record_intent(intent)
        return intent

    async def send(self, intent: CallIntent) -> DialOutcome:
        """Sends a journalled dial. To be called once per intent: there is no second POST."""
        try:
            reply = await self._telephony.originate(intent)
        except OutcomeUnknownError as error:
            return PerhapsDialed(intent, error)
        except ProviderError as error:
            return NotDialed(intent, error)
        return Dialed(intent, reply)

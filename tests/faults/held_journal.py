"""The journal of a world: while the store's thread writes, the loop's time does not leap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.leaping_loop import leaping_loop

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.dialing import CallIntent, IntentId
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.services.ports import Journal


class HeldJournal:
    """Fills `Journal` with another one. `told` is all evidence that was given to it to keep."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._loop = journal, leaping_loop()
        self.told: set[Evidence] = set()

    async def record_intent(self, intent: CallIntent) -> None:
        with self._loop.held():
            await self._journal.record_intent(intent)

    async def record_evidence(self, evidence: Sequence[Evidence]) -> None:
        self.told.update(evidence)
        with self._loop.held():
            await self._journal.record_evidence(evidence)

    async def record_calls(self, calls: Sequence[Call]) -> None:
        with self._loop.held():
            await self._journal.record_calls(calls)

    async def record_news(
        self, evidence: Sequence[Evidence], calls: Sequence[Call], closed: Sequence[IntentId]
    ) -> None:
        self.told.update(evidence)
        with self._loop.held():
            await self._journal.record_news(evidence, calls, closed)

    async def open_evidence(self, since: datetime) -> tuple[Evidence, ...]:
        with self._loop.held():
            return await self._journal.open_evidence(since)

    async def calls_of(
        self,
        names: Collection[str],
        dials_with: Mapping[str, Collection[str]],
        calls_with: Mapping[str, Collection[str]],
        since: datetime,
    ) -> tuple[Call, ...]:
        with self._loop.held():
            return await self._journal.calls_of(names, dials_with, calls_with, since)

    async def intents_without_reply(self) -> tuple[CallIntent, ...]:
        with self._loop.held():
            return await self._journal.intents_without_reply()

    async def close_intent(self, intent_id: IntentId) -> None:
        with self._loop.held():
            await self._journal.close_intent(intent_id)

"""Ports for the tracker that a test holds in its hand: time stands still until it is moved."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.reports import AgentMention, CallRecord, CallRecordPage, Direction, LiveCall
from tests.support.call_bodies import ASHA, ASHA_NAME, ASHA_PHONE, CALL_ID, CUSTOMER, NOON

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from acefone_desktop.domain.account import CallerId
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.dialing import Accepted, CallIntent, IntentId
    from acefone_desktop.domain.evidence import Evidence

AGENT = Agent(AgentId(ASHA), ASHA_NAME, phone=ASHA_PHONE)
MENTION = AgentMention(name=ASHA_NAME, numbers=(ASHA_PHONE.lstrip("+"),))


async def settle() -> None:
    """Lets everything that can run now run."""
    for _ in range(30):
        await asyncio.sleep(0)


class StillClock:
    """Time that only `advance` moves; sleepers wake in order, each at its own moment."""

    def __init__(self) -> None:
        self._now = NOON
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - NOON).total_seconds()

    @property
    def sleeping(self) -> int:
        """How many wait for time to pass."""
        return sum(not waking.done() for _, _, waking in self._sleepers)

    async def sleep(self, seconds: float) -> None:
        waking = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + timedelta(seconds=seconds), next(self._order), waking))
        await waking

    async def advance(self, seconds: float) -> None:
        until = self._now + timedelta(seconds=seconds)
        await settle()
        while self._sleepers and self._sleepers[0][0] <= until:
            due, _, waking = heapq.heappop(self._sleepers)
            self._now = max(self._now, due)
            if not waking.done():
                waking.set_result(None)
            await settle()
        self._now = until


class HandheldProvider:
    """A provider whose rows and records the test sets. It notes when it was asked, and never takes a dial."""

    def __init__(self, clock: StillClock) -> None:
        self._clock = clock
        self.rows: list[LiveCall] = []
        self.records: list[CallRecord] = []
        self.failure: Exception | None = None
        self.ahead: timedelta | None = None
        """By how much our clock is ahead of its own; None where it does not tell the time."""
        self.asked: list[tuple[str, float]] = []
        self.hung_up: list[str] = []

    def times(self, what: str) -> list[float]:
        """Seconds since noon at which this was asked."""
        return [at for name, at in self.asked if name == what]

    def _note(self, name: str) -> None:
        self.asked.append((name, self._clock.monotonic()))
        if self.failure:
            raise self.failure

    async def originate(self, intent: CallIntent) -> Accepted:
        raise AssertionError(f"the tracker dialled {intent.id}")

    async def server_time(self) -> datetime | None:
        self._note("server_time")
        return None if self.ahead is None else self._clock.now() - self.ahead

    async def live_calls(self) -> tuple[LiveCall, ...]:
        self._note("live_calls")
        return tuple(self.rows)

    async def call_records(self, since: datetime, until: datetime, *, page: int = 1) -> CallRecordPage:
        self._note("call_records")
        assert since <= until
        return CallRecordPage(tuple(self.records) if page == 1 else (), page, len(self.records))

    async def hang_up(self, call_id: str) -> None:
        self._note("hang_up")
        self.hung_up.append(call_id)

    async def agents(self) -> tuple[Agent, ...]:
        return (AGENT,)

    async def caller_ids(self) -> tuple[CallerId, ...]:
        return ()

    async def close(self) -> None:
        return


class MemoryJournal:
    """What would be on disk."""

    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self.calls: dict[CallKey, Call] = {}
        self.open_intents: list[CallIntent] = []
        self.failure: Exception | None = None
        self.writes = self.questions = 0

    async def record_intent(self, intent: CallIntent) -> None:
        self.open_intents.append(intent)

    async def record_evidence(self, evidence: Sequence[Evidence]) -> None:
        self._note()
        self.evidence += evidence

    async def record_calls(self, calls: Sequence[Call]) -> None:
        self._note()
        self.calls |= {call.key: call for call in calls}

    async def record_news(
        self, evidence: Sequence[Evidence], calls: Sequence[Call], closed: Sequence[IntentId]
    ) -> None:
        self._note()
        self.evidence += evidence
        self.calls |= {call.key: call for call in calls}
        self.open_intents = [intent for intent in self.open_intents if intent.id not in closed]

    async def open_evidence(self, since: datetime) -> tuple[Evidence, ...]:
        return tuple(e for e in self.evidence if e.told_at >= since)

    async def calls_of(
        self,
        names: Collection[str],
        dials_with: Mapping[str, Collection[str]],
        calls_with: Mapping[str, Collection[str]],
        since: datetime,
    ) -> tuple[Call, ...]:
        self.questions += 1
        dials, calls = (
            {customer[-10:]: set(told_under) for customer, told_under in wanted.items()}
            for wanted in (dials_with, calls_with)
        )

        def is_wanted(call: Call) -> bool:
            customer = call.customer[-10:]
            told_under = calls.get(customer, dials.get(customer) if call.intent_id else None)
            if told_under is None or (call.started_at or since) < since:
                return False
            told = call.evidence | call.contested
            return not told_under or any(told_under & {e.call_id, e.ref_id, e.custom_identifier} for e in told)

        return tuple(call for call in self.calls.values() if call.key in names or is_wanted(call))

    async def intents_without_reply(self) -> tuple[CallIntent, ...]:
        return tuple(self.open_intents)

    async def close_intent(self, intent_id: IntentId) -> None:
        self._note()
        self.open_intents = [intent for intent in self.open_intents if intent.id != intent_id]

    def _note(self) -> None:
        self.writes += 1
        if self.failure:
            raise self.failure


def row(state: str = "Ringing", *, call_id: str = CALL_ID, customer: str = CUSTOMER) -> LiveCall:
    """A row of our agent's call that began at noon."""
    return LiveCall(
        call_id=call_id,
        direction=Direction.OUTBOUND,
        agent=MENTION,
        customers=(customer,),
        state=state,
        created_at=NOON,
    )


def call_record(*, call_id: str = CALL_ID, talk_s: int = 55, customer: str = CUSTOMER) -> CallRecord:
    """The record of that call, answered."""
    return CallRecord(
        call_id=call_id,
        direction=Direction.OUTBOUND,
        status="answered",
        agent=MENTION,
        customer=customer,
        started_at=NOON,
        ended_at=NOON + timedelta(seconds=71),
        talk_s=talk_s,
        duration_s=71,
        agent_ring_s=4,
    )

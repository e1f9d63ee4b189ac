"""Sleep, clocks that are set, budgets, busy providers: the tracker looks when it should and judges by what it saw."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.dialing import Accepted, CallIntent, Dialed
from acefone_desktop.domain.errors import OfflineError, RateLimitedError
from acefone_desktop.domain.polling_budget import PollingBudget, RequestKind
from acefone_desktop.services.request_ledger import RequestLedger
from acefone_desktop.services.steady_clock import SteadyClock
from acefone_desktop.services.tracking import CallTracker
from tests.support.call_bodies import ANSWERED_BY_AGENT, HUNG_UP, NOON, intent, webhook
from tests.support.laptop_clock import LaptopClock
from tests.support.tracking import AGENT, HandheldProvider, MemoryJournal, call_record, row, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.errors import ProviderError
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.reports import CallRecordPage, LiveCall

HOUR_S = 3600.0


class CountedProvider(HandheldProvider):
    """Counts its requests, as the real client does; `records_cost` pages are asked for each time."""

    def __init__(self, clock: LaptopClock, ledger: RequestLedger) -> None:
        super().__init__(clock)
        self._ledger = ledger
        self.hangs = False

    async def live_calls(self) -> tuple[LiveCall, ...]:
        self._ledger.note(RequestKind.LIVE_CALLS)
        if self.hangs:
            await self._clock.sleep(1e9)
        return await super().live_calls()

    async def call_records(self, *args: object, **more: object) -> CallRecordPage:
        self._ledger.note(RequestKind.CALL_RECORDS)
        return await super().call_records(*args, **more)  # type: ignore[arg-type]


class LaptopScene:
    """A tracker on a laptop."""

    def __init__(self, clock: LaptopClock, budget: PollingBudget | None = None) -> None:
        self.clock, self.journal = clock, MemoryJournal()
        self.steady = SteadyClock(clock, clock.elapsed)
        self.ledger = RequestLedger(self.steady)
        self.provider = CountedProvider(clock, self.ledger)
        self.woken = 0
        self.sight: list[ProviderError | None] = []
        self.tracker = CallTracker(
            self.provider, self.journal, self.steady, AGENT, ledger=self.ledger, budget=budget, on_waking=self._renew
        )
        self.tracker.tell_of_sight(self.sight.append)

    async def _renew(self) -> None:
        self.woken += 1

    @property
    def call(self) -> Call:
        return next(call for call in self.tracker.calls if call.key == "one")

    @property
    def state(self) -> str:
        return self.call.state.value

    async def dial(self, name: str = "one") -> None:
        dialled = CallIntent(intent(name).id, intent(name).request, self.steady.now())
        self.tracker.begin(dialled)
        await settle()
        self.tracker.dial_outcome(Dialed(dialled, Accepted("queued")))
        await settle()

    def asked_since(self, moment_s: float) -> list[float]:
        return [at for at in self.provider.times("live_calls") if at >= moment_s]


def heard(body: dict[str, Any], clock: LaptopClock) -> tuple[Evidence, ...]:
    """A webhook that arrives now, dated by the computer's calendar."""
    return webhook(body | {"custom_identifier": "one"}, (clock.now() - NOON).total_seconds())


@asynccontextmanager
async def laptop(*, counts_sleep: bool = False, budget: PollingBudget | None = None) -> AsyncIterator[LaptopScene]:
    scene = LaptopScene(LaptopClock(counts_sleep=counts_sleep), budget)
    await scene.tracker.start()
    try:
        yield scene
    finally:
        await scene.tracker.stop()


@pytest.mark.parametrize("counts_sleep", [False, True])
async def test_after_sleep_calls_are_looked_at_at_once_and_not_in_a_burst(*, counts_sleep: bool) -> None:
    async with laptop(counts_sleep=counts_sleep) as at:
        await at.dial()
        at.provider.rows = [row("Answered")]
        await at.clock.advance(601)
        assert at.provider.times("live_calls")[-1] - at.provider.times("live_calls")[-2] == 10

        at.clock.suspend(HOUR_S)
        woken_at = at.clock.monotonic()
        await at.clock.advance(2)
        assert len(at.asked_since(woken_at)) == 1
        assert at.woken == 1, "connections are made afresh before that look"
        await at.clock.advance(20)
        assert len(at.asked_since(woken_at)) <= 4
        assert at.call.is_open


async def test_a_call_that_ended_in_sleep_is_told_by_its_record_with_the_first_look() -> None:
    async with laptop() as at:
        await at.dial()
        at.provider.rows = [row("Answered")]
        await at.clock.advance(20)
        at.provider.rows, at.provider.records = [], [call_record()]
        at.clock.suspend(5 * HOUR_S)
        await at.clock.advance(2)
        assert (at.call.outcome, at.call.talk_seconds) == (CallOutcome.ANSWERED, 55)


async def test_sleep_is_no_time_in_which_nobody_found_the_call() -> None:
    async with laptop() as at:
        await at.dial()
        await at.clock.advance(5)
        at.clock.suspend(8 * HOUR_S)
        woken_at = at.clock.monotonic()
        await at.clock.advance(30)
        assert at.state == "accepted", "only 35 seconds of looking"
        assert len(at.asked_since(woken_at)) >= 3
        await at.clock.advance(15)
        assert (at.call.state, at.call.is_settled) == (CallState.UNKNOWN, False)
        await at.clock.advance(100)
        assert not at.call.is_settled
        await at.clock.advance(60)
        assert at.call.is_settled


async def test_an_outage_is_no_time_in_which_nobody_found_the_call_either() -> None:
    async with laptop() as at:
        await at.dial()
        await at.clock.advance(5)
        at.provider.failure = OfflineError()
        await at.clock.advance(900)
        at.provider.failure = None
        await at.clock.advance(35)
        assert at.state == "accepted"
        await at.clock.advance(40)
        assert at.state == "unknown"


async def test_a_look_that_sleep_overtook_is_ended_and_made_again() -> None:
    async with laptop() as at:
        await at.dial()
        await at.clock.advance(10)
        at.provider.hangs = True
        await at.clock.advance(5)
        at.provider.hangs = False
        at.provider.rows = [row("Answered")]
        at.clock.suspend(600)
        await at.clock.advance(2)
        assert at.call.call_id


async def test_trouble_right_after_waking_is_not_told_until_it_lasts() -> None:
    async with laptop() as at:
        await at.dial()
        at.provider.rows = [row("Answered")]
        await at.clock.advance(10)
        at.clock.suspend(600)
        at.provider.failure = OfflineError()
        await at.clock.advance(15)
        assert at.sight == []
        at.provider.failure = None
        await at.clock.advance(30)
        assert at.sight == []
        at.provider.failure = OfflineError()
        await at.clock.advance(60)
        assert isinstance(at.sight[-1], OfflineError)


@pytest.mark.parametrize("jump", [timedelta(hours=3), timedelta(hours=-3), timedelta(days=-400)])
async def test_setting_the_clock_in_a_call_changes_neither_pace_nor_verdict(jump: timedelta) -> None:
    async with laptop() as still, laptop() as set_again:
        for at in (still, set_again):
            await at.dial()
            await at.clock.advance(20)
        set_again.clock.set_by(jump)
        for at in (still, set_again):
            await at.clock.advance(20)
            assert at.state == "accepted"
            await at.tracker.take(heard(ANSWERED_BY_AGENT, at.clock))
            await at.clock.advance(30)
            assert at.state == "agent_answered"
            await at.tracker.take(heard(HUNG_UP, at.clock))
            await at.clock.advance(5)
        assert abs(len(set_again.provider.asked) - len(still.provider.asked)) <= 3
        assert set_again.call.outcome is still.call.outcome is CallOutcome.ANSWERED

        await set_again.clock.advance(40)
        await set_again.dial("two")
        told = [call.requested_at for call in set_again.tracker.calls if call.intent_id == "two"]
        assert told == [set_again.clock.now()], "with no call open the computer's clock counts again"


async def test_a_call_that_webhooks_tell_of_is_asked_about_less_often() -> None:
    async with laptop() as alone, laptop() as told:
        for at in (alone, told):
            await at.dial()
            at.provider.rows = [row("Answered")]
            await at.clock.advance(3)
        await told.tracker.take(heard(ANSWERED_BY_AGENT, told.clock))
        for at in (alone, told):
            await at.clock.advance(600)
        assert len(told.provider.asked) < len(alone.provider.asked) / 2.5
        told.provider.rows, told.provider.records = [], [call_record()]
        await told.clock.advance(35)
        assert told.call.outcome is CallOutcome.ANSWERED, "a webhook that got lost is made up for"


@pytest.mark.parametrize("retry_after", [None, timedelta(seconds=20)])
async def test_a_busy_provider_is_left_alone_and_asked_at_the_usual_pace_again_later(
    retry_after: timedelta | None,
) -> None:
    async with laptop() as at:
        await at.dial()
        at.provider.rows = [row("Ringing")]
        await at.clock.advance(4)
        at.provider.failure = RateLimitedError(retry_after=retry_after)
        await at.clock.advance(61)
        refused = at.asked_since(5)
        assert len(refused) <= 6
        assert max(later - earlier for earlier, later in pairwise(refused)) >= 16

        at.provider.failure = None
        await at.clock.advance(120)
        gaps = [later - earlier for earlier, later in pairwise(at.asked_since(66))]
        assert gaps[0] > 5 >= min(gaps), "gently at first"
        assert gaps[-1] == 5


async def test_a_spent_budget_slows_asking_down_and_never_stops_it(caplog: pytest.LogCaptureFixture) -> None:
    async with laptop(budget=PollingBudget(hourly=60, at_full_pace=40)) as at:
        await at.dial()
        at.provider.rows = [row("Answered")]
        await at.clock.advance(2 * HOUR_S)
        asked = at.provider.times("live_calls")
        for begin in range(0, int(2 * HOUR_S), 300):
            assert sum(begin <= moment < begin + HOUR_S for moment in asked) <= 61
        gaps = [later - earlier for earlier, later in pairwise(asked)]
        assert max(gaps) == 180, "an hour for what is left of it"
        assert at.ledger.use().polling <= 61
        assert "budget of 60 requests is used up: asking more slowly" in caplog.text

        at.provider.rows, at.provider.records = [], [call_record()]
        await at.clock.advance(400)
        assert at.call.outcome is CallOutcome.ANSWERED


async def test_idle_for_a_day_asks_nothing() -> None:
    async with laptop() as at:
        at.clock.suspend(6 * HOUR_S)
        await at.clock.advance(24 * HOUR_S)
        assert at.provider.asked == []
        assert at.ledger.use().total == 0


async def test_once_nothing_is_open_all_requests_are_counted_where_the_doctor_looks() -> None:
    async with laptop() as at:
        await at.dial()
        at.provider.rows = [row("Answered")]
        await at.clock.advance(50)
        at.provider.rows, at.provider.records = [], [call_record()]
        await at.clock.advance(5)
        assert at.call.is_settled
        assert at.ledger.is_kept
        assert at.ledger.use().polling == len(at.provider.asked)

"""Time inside the simulated account."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from acefone_desktop.simulator.clock import Clock, ManualClock, SimulatedClock

START = datetime(2026, 1, 15, 12, 42, 10, tzinfo=UTC)


def test_a_fast_clock_runs_ahead_of_civil_time() -> None:
    clock = SimulatedClock(1_000, START)
    time.sleep(0.02)
    ahead, civil = clock.now() - START, clock.civil() - START
    assert timedelta(seconds=20) <= ahead
    assert timedelta(seconds=0.02) <= civil < ahead / 100


async def test_a_fast_clock_sleeps_short() -> None:
    clock = SimulatedClock(1_000)
    before = clock.now()
    await clock.sleep(20)
    await clock.sleep_until(before)
    assert clock.now() - before >= timedelta(seconds=19.9)


def test_a_clock_starts_now_unless_told() -> None:
    for clock in (SimulatedClock(), ManualClock()):
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("speed", [0, -1, 1e9, float("nan")])
def test_a_speed_must_make_sense(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        SimulatedClock(speed)


@pytest.mark.parametrize("kind", [ManualClock, lambda start: SimulatedClock(1, start)])
def test_a_start_needs_its_zone(kind: type[ManualClock]) -> None:
    with pytest.raises(ValueError, match="time zone"):
        kind(START.replace(tzinfo=None))


async def slept(clock: Clock, seconds: float, order: list[float]) -> None:
    await clock.sleep(seconds)
    order.append(seconds)


async def test_a_manual_clock_wakes_sleepers_when_their_time_has_come() -> None:
    clock, order = ManualClock(START), list[float]()
    tasks = [asyncio.create_task(slept(clock, seconds, order)) for seconds in (3, 1, 2, 0)]
    await asyncio.wait_for(tasks[3], 5)
    assert order == [0]
    clock.advance(2)
    await asyncio.wait_for(asyncio.gather(tasks[1], tasks[2]), 5)
    assert order == [0, 1, 2]
    assert not tasks[0].done()
    clock.advance(1)
    await asyncio.wait_for(tasks[0], 5)
    assert clock.now() == clock.civil() == START + timedelta(seconds=3)


def test_a_manual_clock_outlives_those_who_slept_by_it() -> None:
    clock = ManualClock(START)

    async def leave_a_sleeper() -> None:
        sleeper = asyncio.create_task(clock.sleep(5))
        await asyncio.sleep(0)
        sleeper.cancel()
        await asyncio.gather(sleeper, return_exceptions=True)

    asyncio.run(leave_a_sleeper())
    clock.advance(10)
    assert clock.now() == START + timedelta(seconds=10)


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        ManualClock().advance(-1)

"""The seconds on a card: no clock that is set, no summer time and no sleep makes them jump or stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from acefone_desktop.bridge.call_clock import CallClock
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from tests.qt.scene import NOW, OVER, RUNNING, a_call


class Elapsed:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


def test_time_counts_from_the_request_until_connected_then_from_the_answer(elapsed: Elapsed) -> None:
    clock = CallClock(elapsed)
    ringing, connected = RUNNING["customer-ringing"], RUNNING["connected"]
    clock.see(ringing, NOW)
    elapsed.s += 3
    assert clock.seconds(ringing) == pytest.approx(17)
    elapsed.s += 2
    clock.see(ringing, NOW + timedelta(seconds=5))
    elapsed.s += 1
    clock.see(connected, NOW + timedelta(seconds=6))
    assert clock.seconds(connected) == pytest.approx(1), "provider's clock is ahead of ours"
    elapsed.s += 10
    assert clock.seconds(connected) == pytest.approx(11)


def test_the_providers_stamp_is_trusted_for_a_call_first_seen_connected(elapsed: Elapsed) -> None:
    clock = CallClock(elapsed)
    clock.see(RUNNING["connected"], NOW)
    assert clock.seconds(RUNNING["connected"]) == pytest.approx(83)


def test_a_stamp_in_the_future_counts_from_nothing(elapsed: Elapsed) -> None:
    clock = CallClock(elapsed)
    call = a_call(Fact.CUSTOMER_ANSWERED, happened_at=NOW + timedelta(seconds=50))
    clock.see(call, NOW)
    elapsed.s += 2
    assert clock.seconds(call) == pytest.approx(2)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=40), timedelta(days=-40)])
def test_setting_the_clock_in_the_middle_moves_nothing(elapsed: Elapsed, jump: timedelta) -> None:
    clock = CallClock(elapsed)
    ringing, connected = RUNNING["customer-ringing"], RUNNING["connected"]
    clock.see(ringing, NOW)
    before = clock.seconds(ringing)
    elapsed.s += 5
    clock.see(ringing, NOW + jump)
    assert clock.seconds(ringing) == pytest.approx(before + 5)
    elapsed.s += 2
    clock.see(connected, NOW + jump)
    assert 0 <= clock.seconds(connected) <= 2, "no more than since it was last seen to ring"
    talked = clock.seconds(connected)
    elapsed.s += 60
    clock.see(connected, NOW - jump)
    assert clock.seconds(connected) == pytest.approx(talked + 60)


def test_sleep_is_part_of_a_call_that_goes_on(elapsed: Elapsed) -> None:
    clock = CallClock(elapsed)
    clock.see(RUNNING["connected"], NOW)
    elapsed.s += 1800
    assert clock.seconds(RUNNING["connected"]) == pytest.approx(1883)


def test_an_ended_call_shows_the_providers_figure_or_what_was_measured(elapsed: Elapsed) -> None:
    clock = CallClock(elapsed)
    assert clock.seconds(OVER["answered"]) == 187
    assert clock.seconds(OVER["refused"]) == 0
    going, key = RUNNING["connected"], RUNNING["connected"].key
    clock.see(going, NOW)
    elapsed.s += 30
    ended = going | Call.of([
        Evidence(source=Source.WEBHOOK, told_at=NOW, fact=Fact.ENDED, intent_id=key, ended_at=NOW)
    ])  # fmt: skip
    assert ended.talk_seconds is None
    clock.see(ended, NOW)
    elapsed.s += 500
    assert clock.seconds(ended) == pytest.approx(113)
    clock.forget_others(())
    assert clock.seconds(ended) == 0


@pytest.mark.parametrize("changes_at", [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)])
def test_summer_time_beginning_or_ending_in_a_call_moves_nothing(elapsed: Elapsed, changes_at: datetime) -> None:
    london = ZoneInfo("Europe/London")
    answered_at = changes_at - timedelta(seconds=20)
    call = Call.of([
        Evidence(source=Source.DIAL, told_at=answered_at - timedelta(seconds=9), fact=Fact.REQUESTED, intent_id="dl-1"),
        Evidence(
            source=Source.WEBHOOK,
            told_at=answered_at,
            fact=Fact.CUSTOMER_ANSWERED,
            intent_id="dl-1",
            happened_at=answered_at,
        ),
    ])  # fmt: skip
    clock = CallClock(elapsed)
    clock.see(call, (changes_at - timedelta(seconds=10)).astimezone(london))
    assert clock.seconds(call) == pytest.approx(10)
    elapsed.s += 20
    clock.see(call, (changes_at + timedelta(seconds=10)).astimezone(london))
    assert clock.seconds(call) == pytest.approx(30)

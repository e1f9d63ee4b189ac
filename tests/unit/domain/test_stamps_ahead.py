"""Stamps that lie in the future of the report that tells them are of a wrong zone, or of nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.bridge.call_clock import CallClock
from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.dial_evidence import from_intent
from acefone_desktop.domain.evidence import Fact
from tests.support.call_bodies import CALL_ID, HUNG_UP, NOON, intent, live, record, webhook

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence

IN: dict[str, Any] = {"direction": "inbound", "ref_id": "", "custom_identifier": "", "customer_ring_time": ""}
AHEAD = timedelta(hours=5, minutes=30)
NO_STAMPS = dict.fromkeys(("start_stamp", "answer_stamp", "end_stamp"), "")


def in_zone(ahead: timedelta, body: dict[str, Any]) -> dict[str, Any]:
    """The body with its stamps written so much ahead."""
    stamps = {name: str(datetime.fromisoformat(body[name]) + ahead) for name in NO_STAMPS if body.get(name)}
    return body | stamps


def row_in(told_after_s: float, ahead: timedelta, **changes: object) -> tuple[Evidence, ...]:
    created_at = f"{NOON + ahead:%Y-%m-%d %H:%M:%S}"
    return live(told_after_s, direction=1, type="inbound", created_at=created_at, **changes)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), AHEAD, timedelta(hours=13, minutes=45)])
def test_a_call_that_comes_in_begins_when_it_is_heard_of_whatever_the_zone(ahead: timedelta) -> None:
    rings = Call.of(row_in(3, ahead, state="Ringing"))
    over = rings | Call.of(webhook(in_zone(ahead, HUNG_UP | IN)))
    assert (rings.started_at, rings.state) == (NOON, CallState.AGENT_RINGING)
    assert (over.started_at, over.answered_at) == (NOON, NOON + timedelta(seconds=4))
    assert (over.ended_at, over.talk_seconds) == (NOON + timedelta(seconds=71), 67)


@pytest.mark.parametrize("heard_after_s", [1, 100, 2000, 6 * 3600])
def test_no_call_that_comes_in_lies_in_the_future(heard_after_s: float) -> None:
    call = Call.of(webhook(in_zone(AHEAD, HUNG_UP | IN), heard_after_s))
    assert call.started_at
    assert call.started_at <= NOON + timedelta(seconds=heard_after_s + 150)


def test_a_record_read_hours_later_does_not_move_the_start() -> None:
    started_at = NOON + AHEAD
    stamps = {"date": f"{started_at:%Y-%m-%d}", "time": f"{started_at:%H:%M:%S}", "end_stamp": "2026-01-15 18:13:21"}
    told = record(7 * 3600, direction="inbound", call_hint="inbound", **stamps)
    call = Call.of((*row_in(3, AHEAD), *told))
    assert (call.started_at, call.ended_at) == (NOON, NOON + timedelta(seconds=71))


def test_a_clock_that_differs_by_minutes_is_not_taken_for_a_zone() -> None:
    started_at = NOON + timedelta(minutes=8)
    assert Call.of(row_in(3, timedelta(minutes=8))).started_at == started_at


@pytest.mark.parametrize("ahead", [timedelta(), AHEAD])
def test_after_a_restart_the_timer_of_a_call_that_came_in_goes_on(ahead: timedelta) -> None:
    call = Call.of((*row_in(3, ahead, state="Ringing"), *row_in(8, ahead), *row_in(40, ahead)))
    clock = CallClock(lambda: 1000.0)
    clock.see(call, NOON + timedelta(seconds=40))
    assert (call.state, clock.seconds(call)) == (CallState.CONNECTED, 32)


@pytest.mark.parametrize("stamp", ["9999-12-31 23:59:59", "2099-01-01 00:00:00", "2031-01-15 12:42:10"])
@pytest.mark.parametrize("own", [False, True])
def test_a_start_years_ahead_is_none(stamp: str, *, own: bool) -> None:
    body = HUNG_UP | ({} if own else IN) | {"start_stamp": stamp, "end_stamp": stamp, "answer_stamp": ""}
    dial = (replace(from_intent(intent()), call_id=CALL_ID),) if own else ()
    call = Call.of((*dial, *webhook(body)))
    asked_at = NOON - timedelta(seconds=2) if own else None
    assert (call.started_at, call.answered_at, call.ended_at) == (asked_at, None, NOON + timedelta(seconds=80))
    assert all(event.at is None or event.at <= NOON + timedelta(seconds=80) for event in call.events)


def test_stamps_of_an_own_dial_count_by_the_providers_clock() -> None:
    """This computer's clock is years behind, and the reply said so."""
    years = timedelta(days=2000)
    dial = from_intent(intent())
    taken = replace(dial, fact=Fact.ACCEPTED, told_at=dial.told_at - years, taken_at=dial.told_at)
    ended = tuple(replace(told, told_at=told.told_at - years) for told in webhook(HUNG_UP))
    call = Call.of((replace(dial, told_at=dial.told_at - years), taken, *ended))
    assert (call.started_at, call.ended_at) == (NOON, NOON + timedelta(seconds=71))


@pytest.mark.parametrize("stamp", ["", "15/01/2026 12:42:10", "15-01-2026 12:42:10"])
@pytest.mark.parametrize("more", [{}, IN, {"outbound_sec": ""}])
def test_a_hang_up_without_stamps_that_can_be_read_does_not_say_when_it_was_answered(
    stamp: str, more: dict[str, str]
) -> None:
    call = Call.of((from_intent(intent()), *webhook(HUNG_UP | dict.fromkeys(NO_STAMPS, stamp) | more)))
    assert (call.outcome, call.answered_at) == (CallOutcome.ANSWERED, None)
    assert [event.at for event in call.events if "answered" in event.what] == [None]

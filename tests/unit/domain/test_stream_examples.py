"""What whole streams of reports brought to light, each as small as it gets: see `test_call_streams.py`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_unknown
from acefone_desktop.domain.dialing import Accepted
from acefone_desktop.domain.evidence import Evidence, Fact
from acefone_desktop.domain.matching.correlation import assemble
from acefone_desktop.domain.report_evidence import from_vanished
from acefone_desktop.domain.reports import Direction
from tests.support.call_bodies import (
    ANSWERED_BY_AGENT,
    ANSWERED_BY_CUSTOMER,
    ASHA,
    ASHA_NAME,
    ASHA_PHONE,
    BEN,
    BEN_NAME,
    BEN_PHONE,
    CALL_ID,
    HUNG_UP,
    MISSED_BY_CUSTOMER,
    NOON,
    intent,
    live,
    record,
    webhook,
)

US = Agent(AgentId(ASHA), ASHA_NAME, phone=ASHA_PHONE, extension="0601234560001")
NO_MARKS: dict[str, Any] = {"custom_identifier": "", "ref_id": ""}
BEN_AGENT = {"id": BEN, "name": BEN_NAME, "number": "0601234560002", "agent_number": "0601234560002"}
NO_SPANS = dict.fromkeys(("outbound_sec", "billsec", "duration", "customer_ring_time"), "")
BY_HAND = HUNG_UP | NO_MARKS | {"direction": "outbound", "customer_ring_time": ""}
COMES_IN = HUNG_UP | NO_MARKS | {
    "direction": "inbound", "call_to_number": "442079460123", "caller_id_number": "447700900123",
    "customer_ring_time": "", "outbound_sec": "$outbound_sec",
}  # fmt: skip


def lost(name: str = "one", after_s: float = -2) -> tuple[Evidence, ...]:
    """A dial to which no reply came."""
    dial = intent(name, after_s)
    return from_intent(dial, US), from_unknown(dial, dial.requested_at + timedelta(seconds=20), "no answer")


def accepted(name: str = "one", after_s: float = -2) -> tuple[Evidence, ...]:
    """A dial that was taken, by a clock that is right."""
    dial = intent(name, after_s)
    replied_at = dial.requested_at + timedelta(seconds=1)
    return from_intent(dial, US), from_accepted(dial, replied_at, Accepted(at=replied_at))


def keyed(*told: Evidence) -> dict[str, Call]:
    return {str(call.key): call for call in assemble(told).calls}


@pytest.mark.parametrize("told", [
    webhook(BY_HAND), live(3, type="outbound"), record(call_hint="outbound", ref_id=""),
    webhook(BY_HAND | {"direction": "Dialer (outbound)"}), webhook(BY_HAND | {"call_id": ""}),
])  # fmt: skip
def test_a_call_dialled_by_hand_is_not_that_of_a_dial_whose_reply_was_lost(told: tuple[Evidence, ...]) -> None:
    dial = keyed(*lost(), *told)["one"]
    assert (dial.call_id, dial.outcome) == (None, CallOutcome.UNKNOWN)


def test_an_accepted_dial_takes_no_later_call_by_hand_and_keeps_its_own_beside_one() -> None:
    by_hand = webhook(BY_HAND | {"call_id": "2.2", "start_stamp": "2026-01-15 12:42:25"})
    assert keyed(*accepted(), *by_hand)["one"].call_id is None
    calls = keyed(*accepted(), *by_hand, *live(10))
    assert (calls["one"].call_id, calls["one"].ambiguous) == (CALL_ID, False)


def test_a_call_that_begins_with_an_accepted_dial_is_its_own_whatever_word_is_used_for_its_way() -> None:
    assert keyed(*accepted(), *webhook(BY_HAND))["one"].call_id == CALL_ID


WITHOUT_DIRECTION = {k: v for k, v in (ANSWERED_BY_AGENT | NO_MARKS).items() if k != "direction"}


def test_a_call_of_which_no_direction_is_told_is_not_claimed() -> None:
    told = webhook({k: v for k, v in WITHOUT_DIRECTION.items() if k != "customer_no_with_prefix "})
    assert keyed(*lost(), *told)["one"].call_id is None


@pytest.mark.parametrize(
    ("called", "calling", "direction"),
    [
        ("447700900123", "442079460123", Direction.OUTBOUND), ("442079460123", "07700900123", Direction.INBOUND),
        ("", "", None), ("447700900123", "07700900123", None), ("", "442079460123", None),
    ],
)  # fmt: skip
def test_who_is_called_and_who_calls_tells_the_direction(
    called: str, calling: str, direction: Direction | None
) -> None:
    call = Call.of(webhook(WITHOUT_DIRECTION | {"call_to_number": called, "caller_id_number": calling}))
    assert (call.direction, call.customer) == (direction, "447700900123")


@pytest.mark.parametrize(
    ("source", "direction"),
    [(ASHA_PHONE, Direction.OUTBOUND), ("447700900123", Direction.INBOUND), ("", None)],
)
def test_where_a_row_comes_from_tells_the_direction(source: str, direction: Direction | None) -> None:
    assert Call.of(live(3, direction=None, type="", source=source)).direction is direction


@pytest.mark.parametrize("body", [ANSWERED_BY_CUSTOMER | {"call_id": CALL_ID}, HUNG_UP])
def test_what_only_click_to_calls_have_tells_the_direction(body: dict[str, Any]) -> None:
    told = webhook({k: v for k, v in (body | NO_MARKS).items() if k != "direction"})
    dial = keyed(*accepted(), *told)["one"]
    assert (dial.call_id, dial.direction, dial.outcome is None) == (
        CALL_ID,
        Direction.OUTBOUND,
        "end_stamp" not in body,
    )


def test_a_call_that_came_in_and_is_told_without_its_id_stays_one_call() -> None:
    (call,) = assemble(webhook(COMES_IN | {"call_id": "", "missed_agent": [BEN_AGENT]})).calls
    assert (call.outcome, call.agent) == (CallOutcome.ANSWERED, ASHA_NAME)


def test_two_callers_from_one_number_are_not_mixed() -> None:
    first = webhook(COMES_IN)
    other = webhook(COMES_IN | {"call_id": "", "start_stamp": "2026-01-15 12:42:11", "call_status": "Dialed on Agent",
                                "end_stamp": ""})  # fmt: skip
    assert keyed(*first, *other)[CALL_ID].evidence == frozenset(first)


@pytest.mark.parametrize("names", [{"answered_agent": "", "answered_agent_name": "", "answered_agent_number": ""}])
@pytest.mark.parametrize("direction", ["outbound", ""])
def test_that_nothing_was_connected_does_not_blame_an_agent_who_may_have_dialled(
    names: dict[str, Any], direction: str
) -> None:
    body = MISSED_BY_CUSTOMER | names | {"customer_ring_time": "", "call_connected": "0", "answer_stamp": ""}
    assert Call.of(webhook(body | {"direction": direction})).outcome is CallOutcome.UNKNOWN
    assert Call.of(webhook(body)).outcome is CallOutcome.AGENT_MISSED


def test_a_phone_that_was_dialled_on_is_not_said_to_ring() -> None:
    assert Call.of(live(3, state="Ringing", type="outbound")).state is CallState.ACCEPTED
    assert Call.of(live(3, state="Ringing")).state is CallState.AGENT_RINGING


def test_a_later_dial_without_a_reply_does_not_take_the_call_of_an_earlier_one() -> None:
    first = (*lost("one"), *record(90, ref_id=""))
    assert keyed(*first)["one"].call_id == CALL_ID
    assert keyed(*first, *lost("two", 100))["one"].call_id == CALL_ID
    assert keyed(*first, *lost("two", 1000))["one"].call_id == CALL_ID


def test_a_call_heard_of_before_a_dial_is_not_claimed_for_it() -> None:
    heard = webhook(ANSWERED_BY_AGENT | NO_MARKS | {"start_stamp": ""}, 5)
    calls = keyed(*heard, *lost("later", 8))
    assert calls["later"].call_id is None
    assert keyed(*lost("one"), *heard, *lost("later", 8))["one"].call_id == CALL_ID


def test_a_record_in_a_wrong_zone_does_not_take_the_webhooks_of_a_dial_away() -> None:
    there = {"start_stamp": "2026-01-15 18:12:10", "answer_stamp": "2026-01-15 18:12:14",
             "end_stamp": "2026-01-15 18:13:21", "call_id": ""}  # fmt: skip
    told = (*accepted(), *webhook(HUNG_UP | NO_MARKS | there))
    (before,) = assemble(told).calls
    (after,) = assemble((*told, *record(90, ref_id="", time="18:12:10", end_stamp="2026-01-15 18:13:21"))).calls
    assert (before.outcome, after.outcome, after.call_id) == (CallOutcome.ANSWERED, CallOutcome.ANSWERED, CALL_ID)


def test_a_dial_that_was_handed_on_keeps_its_call_though_reports_name_the_colleague() -> None:
    handed = {"answered_agent": BEN_AGENT, "answered_agent_name": BEN_NAME, "answered_agent_number": BEN_PHONE}
    told = (
        *accepted(),
        *live(10),
        *live(40, source=BEN_PHONE, agent_name=BEN_NAME),
        *webhook(HUNG_UP | NO_MARKS | handed),
    )
    (call,) = assemble(told).calls
    assert (call.intent_id, call.call_id, call.outcome) == ("one", CALL_ID, CallOutcome.ANSWERED)


@pytest.mark.parametrize("answer_stamp", ["2026-01-15 12:42:10", "2026-01-15 12:42:13"])
def test_no_talk_is_counted_from_the_answer_of_a_menu(answer_stamp: str) -> None:
    call = Call.of(webhook(COMES_IN | {"answer_stamp": answer_stamp, "agent_ring_time": "4"}))
    assert (call.outcome, call.talk_seconds, call.answered_at) == (CallOutcome.ANSWERED, None, None)


def test_talk_is_counted_from_the_answer_of_an_agent() -> None:
    call = Call.of(webhook(COMES_IN | {"agent_ring_time": "4"}))
    assert (call.talk_seconds, call.answered_at) == (67, NOON + timedelta(seconds=4))


def test_a_record_of_a_call_that_came_in_dates_the_answer_by_the_talk() -> None:
    call = Call.of(record(direction="inbound", call_hint="inbound"))
    assert call.answered_at == NOON + timedelta(seconds=16)


def test_our_own_time_of_an_answer_is_not_set_beside_stamps_of_a_wrong_zone() -> None:
    answered = webhook(ANSWERED_BY_CUSTOMER | {"call_id": CALL_ID, "start_stamp": ""}, 17)
    ended = webhook(HUNG_UP | {"start_stamp": "", "end_stamp": "2026-01-15 18:13:21"} | NO_SPANS)
    assert Call.of((from_intent(intent()), *answered, *ended)).answered_at is None


def test_no_answer_is_dated_after_the_row_was_gone() -> None:
    gone = from_vanished(live(10)[0], NOON + timedelta(seconds=70))
    again = webhook(ANSWERED_BY_CUSTOMER | {"call_id": CALL_ID, "start_stamp": ""}, 90)
    call = Call.of((*live(10), gone, *again))
    assert (call.outcome, call.answered_at) == (CallOutcome.ANSWERED, None)
    assert Fact.VANISHED in {told.fact for told in call.evidence}


CALEB_AGENT = {"id": "0501234560003", "name": "Caleb Hurst", "number": "0601234560003"}


def test_several_who_missed_a_call_are_not_made_one() -> None:
    missed = record(
        direction="inbound", call_hint="inbound", status="missed", description="", answered_seconds=0,
        missed_agents=[BEN_AGENT, CALEB_AGENT],
    )  # fmt: skip
    people = {told.agent for told in missed}
    assert {(agent.id, agent.name) for agent in people} == {
        ("", ASHA_NAME),
        (BEN, BEN_NAME),
        (CALEB_AGENT["id"], "Caleb Hurst"),
    }
    assert all(len(agent.numbers) == 1 for agent in people)


def test_several_without_ids_who_missed_a_call_are_not_made_one() -> None:
    names = [{"name": BEN_NAME, "number": BEN_PHONE}, {"name": "Caleb Hurst", "number": "0601234560003"}]
    nobody = {"answered_agent": "", "answered_agent_name": "", "answered_agent_number": "", "call_status": "missed"}
    missed = webhook(COMES_IN | nobody | {"missed_agent": names})
    assert {(told.agent.name, told.agent.numbers) for told in missed} == {
        (BEN_NAME, ("447700900002",)), ("Caleb Hurst", ("0601234560003",)),
    }  # fmt: skip


def test_an_agent_who_is_named_twice_is_one() -> None:
    (agent,) = {told.agent for told in webhook(HUNG_UP | NO_MARKS)}
    assert (agent.id, agent.name, set(agent.numbers)) == (ASHA, ASHA_NAME, {"0601234560001", "447700900001"})


def test_a_row_in_a_wrong_zone_does_not_take_the_webhooks_of_a_dial_away() -> None:
    told = (*accepted(), *webhook(HUNG_UP | NO_MARKS | {"call_id": ""}), *live(3, created_at="2026-01-15 11:42:10"))
    (call,) = assemble(told).calls
    assert (call.call_id, call.outcome) == (CALL_ID, CallOutcome.ANSWERED)


def test_calls_in_and_out_of_one_agent_in_one_second_are_both_kept() -> None:
    body = ANSWERED_BY_AGENT | NO_MARKS | {"call_id": ""}
    calls = assemble((*webhook(body, 5), *webhook(body | {"direction": "inbound"}, 6))).calls
    assert {call.direction for call in calls} == {Direction.INBOUND, Direction.OUTBOUND}

"""The course of a call, as live calls and call records show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import CallScript, Outcome, Step
from acefone_desktop.simulator.switches import (
    CallIdForm,
    DestinationForm,
    DirectionForm,
    ListForm,
    StateWord,
    Switches,
    TwinCall,
)
from acefone_desktop.simulator.thread import SimulatorThread
from tests.unit.simulator.caller import CUSTOMER, Caller

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock


def states(caller: Caller) -> list[str]:
    return [row["state"] for row in caller.live()]


def course(caller: Caller, clock: ManualClock, until: float, step: float = 1.0) -> dict[str, float]:
    """When, in seconds after the dial, each thing was first seen."""
    seen: dict[str, float] = {}
    at = 0.0
    while at < until:
        clock.advance(step)
        at += step
        rows, records = caller.live(), caller.records()
        now = [row["state"] for row in rows] or (["gone"] if "Ringing" in seen else [])
        now += [f"record {row['status']}" for row in records] + ["recording" for row in records if row["recording_url"]]
        for word in now:
            seen.setdefault(word, at)
    return seen


def test_the_usual_call_keeps_its_timetable(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    seen = course(caller, manual_clock, 136)
    assert 1.0 <= seen.pop("Ringing") <= 3.0
    assert seen == {"Answered": 4.0, "gone": 71.0, "record answered": 74.0, "recording": 134.0}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("447700900901", {"Answered": 4.0, "gone": 34.0, "record missed": 37.0}),
        ("447700900902", {"gone": 30.0, "record missed": 33.0}),
        ("447700900906", {"gone": 6.0, "record missed": 9.0}),
        ("447700900907", {"Answered": 4.0, "gone": 46.0, "record answered": 49.0}),
        ("447700900909", {"Answered": 4.0, "gone": 10.0, "record missed": 13.0}),
        ("447700900908", {}),
    ],
)
def test_practice_numbers_keep_theirs(
    caller: Caller, manual_clock: ManualClock, number: str, expected: dict[str, float]
) -> None:
    caller.dial(number)
    seen = course(caller, manual_clock, 60)
    seen.pop("Ringing", None)
    assert seen == expected


def test_a_refused_practice_number_says_why(caller: Caller) -> None:
    assert caller.dial("447700900903").json() == {"success": False, "message": "Agent is offline"}


def finished(caller: Caller, clock: ManualClock, outcome: Outcome) -> dict[str, Any]:
    caller.switch(outcome=outcome)
    caller.dial()
    clock.advance(200)
    return caller.records()[0]


def picked(row: dict[str, Any], *names: str) -> list[Any]:
    return [row[name] for name in names]


def test_the_record_of_an_answered_call(caller: Caller, manual_clock: ManualClock) -> None:
    row = finished(caller, manual_clock, Outcome.ANSWERED)
    names = ("status", "description", "call_duration", "answered_seconds", "agent_ring_time", "reason")
    assert picked(row, *names) == ["answered", "Call answered by customer", 71, 55, 4, "Call Disconnected By Callee"]
    assert row["client_number"] == f"+{CUSTOMER}"
    assert row["agent_number"] == "+447700900001"


def test_the_record_says_which_leg_was_missed(caller: Caller, manual_clock: ManualClock) -> None:
    names = ("status", "answered_seconds", "agent_ring_time", "reason")
    row = finished(caller, manual_clock, Outcome.CUSTOMER_NO_ANSWER)
    assert picked(row, *names) == ["missed", 0, 4, "noanswer"]
    assert row["missed_agents"] == []
    row = finished(caller, manual_clock, Outcome.AGENT_NO_ANSWER)
    assert picked(row, *names) == ["missed", 0, 30, "noanswer"]
    assert row["missed_agents"][0]["id"] == caller.simulator.agent_id


def test_who_hung_up_is_on_record(caller: Caller, manual_clock: ManualClock) -> None:
    assert finished(caller, manual_clock, Outcome.CALLER_HANGS_UP_FIRST)["reason"] == "Call Disconnected By Caller"
    assert finished(caller, manual_clock, Outcome.AGENT_REJECTS)["reason"] == ""


def test_the_maximum_length_cuts_the_conversation_not_the_ringing(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial(call_timeout=10)
    manual_clock.advance(15)
    assert states(caller) == ["Answered"]
    manual_clock.advance(100)
    assert caller.records()[0]["answered_seconds"] == 10


def test_a_live_row_has_the_fields_of_the_contract(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial(custom_identifier="mine")
    manual_clock.advance(33)
    row = caller.live()[0]
    assert picked(row, "direction", "type", "source", "call_time", "agent_name", "customer_number") == [
        2, "click-to-call", "+447700900001", "00:00:33", "Asha Rao", f"+{CUSTOMER}",
    ]  # fmt: skip
    assert not row.keys() & {"ref_id", "custom_identifier"}


@pytest.mark.parametrize(
    ("name", "value", "rows"),
    [
        ("agent_number", "0501234560001", 1),
        ("agent_number", "0501234560009", 0),
        ("did_number", "442079460123", 1),
        ("did_number", "442079460124", 0),
        ("extension", "0601234560001", 1),
        ("call_id", "nothing", 0),
    ],
)
def test_live_calls_can_be_narrowed(
    caller: Caller, manual_clock: ManualClock, name: str, value: str, rows: int
) -> None:
    caller.dial()
    manual_clock.advance(4)
    assert len(caller.live(**{name: value})) == rows


def test_one_live_call_can_be_asked_for(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(4)
    assert caller.get(f"live_calls/{caller.live()[0]['call_id']}") == caller.live()
    assert caller.get("live_calls/nothing") == []


def test_live_calls_can_come_wrapped(caller: Caller) -> None:
    assert caller.get("live_calls") == []
    caller.switch(live_calls_form=ListForm.WRAPPED)
    assert caller.get("live_calls") == {"data": []}


def test_the_row_can_stay_away_though_the_call_goes_on(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(live_rows=False)
    caller.dial()
    manual_clock.advance(20)
    assert caller.live() == []
    manual_clock.advance(60)
    assert caller.records()[0]["status"] == "answered"


def test_states_can_be_words_nobody_knows(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(state_word=StateWord.UNKNOWN)
    caller.dial()
    manual_clock.advance(3)
    before = states(caller)
    manual_clock.advance(3)
    assert not {*before, *states(caller)} & {"Ringing", "Answered"}


def test_the_destination_can_have_commas_and_the_direction_can_be_text(
    caller: Caller, manual_clock: ManualClock
) -> None:
    caller.switch(destination_form=DestinationForm.COMMAS, direction_form=DirectionForm.TEXT)
    caller.dial()
    manual_clock.advance(4)
    row = caller.live()[0]
    assert row["destination"].split(",")[-1] == CUSTOMER
    assert "," in row["destination"]
    assert row["direction"] == "2"


@pytest.mark.parametrize(("twin", "names"), [(TwinCall.SAME_AGENT, 1), (TwinCall.OTHER_AGENT, 2)])
def test_another_call_to_the_same_number_can_go_on_at_the_same_time(
    caller: Caller, manual_clock: ManualClock, twin: TwinCall, names: int
) -> None:
    caller.switch(twin_call=twin)
    caller.dial()
    manual_clock.advance(4)
    rows = caller.live()
    assert [row["destination"] for row in rows] == [CUSTOMER, CUSTOMER]
    assert len({row["call_id"] for row in rows}) == 2
    assert len({row["agent_name"] for row in rows}) == names


def test_call_ids_come_in_three_forms_or_as_uuid(caller: Caller, manual_clock: ManualClock) -> None:
    for form in (*[CallIdForm.ROTATING] * 3, CallIdForm.UUID):
        caller.switch(call_id_form=form)
        caller.dial()
    manual_clock.advance(4)
    ids = [row["call_id"] for row in caller.live()]
    assert ids[0].replace(".", "").isdecimal()
    assert ids[1].startswith("h11.08-")
    assert ids[2].startswith("HYD1-D4-")
    assert len(ids[3]) == 36


def test_the_same_seed_gives_the_same_calls() -> None:
    seen = []
    for seed in (7, 7, 8):
        with SimulatorThread(SimulatedAccount(seed), Switches(reply_ref_id=True)) as running:
            caller = Caller(running)
            with caller.http:
                seen.append([running.token, *(caller.dial().json()["ref_id"] for _ in range(3))])
    assert seen[0] == seen[1]
    assert not set(seen[0]) & set(seen[2])


def test_a_script_sets_the_moments(manual_clock: ManualClock) -> None:
    step = Step(row_at=0.5, agent_answers_at=1.0, customer_answers_at=2.0, ends_at=5.0)
    with SimulatorThread(clock=manual_clock, script=CallScript(by_ending={"0123": step})) as running:
        caller = Caller(running)
        with caller.http:
            caller.dial()
            seen = course(caller, manual_clock, 10, step=0.5)
    assert seen == {"Ringing": 0.5, "Answered": 1.0, "gone": 5.0, "record answered": 8.0}

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script_file import CallScriptError, call_script
from acefone_desktop.simulator.calling.incoming import IncomingOutcome, IncomingStep
from acefone_desktop.simulator.clock import ManualClock
from acefone_desktop.simulator.switches import ListForm, Switches
from acefone_desktop.simulator.thread import SimulatorThread
from tests.unit.simulator.caller import CUSTOMER, Caller

if TYPE_CHECKING:
    from tests.unit.simulator.caller import Receiver

ASHA = "Asha Rao"


def test_a_call_to_one_agent_is_live_rings_is_answered_and_leaves_a_record(
    caller: Caller, manual_clock: ManualClock
) -> None:
    call_id = caller.simulator.ring_in(IncomingStep())
    manual_clock.advance(2)
    (ringing,) = caller.live()
    assert (ringing["call_id"], ringing["direction"], ringing["state"]) == (call_id, 1, "Ringing")
    assert (ringing["customer_number"], ringing["agent_name"]) == (f"+{CUSTOMER}", ASHA)
    manual_clock.advance(10)
    assert caller.live()[0]["state"] == "Answered"
    manual_clock.advance(60)
    (record,) = caller.records()
    assert (record["direction"], record["status"], record["agent_name"]) == ("inbound", "answered", ASHA)
    assert (record["answered_seconds"], record["missed_agents"]) == (40, [])


def test_nobody_is_named_while_a_department_rings(caller: Caller, manual_clock: ManualClock) -> None:
    caller.simulator.ring_in(IncomingStep(department=True, outcome=IncomingOutcome.MISSED))
    manual_clock.advance(5)
    assert caller.live()[0]["agent_name"] is None
    manual_clock.advance(40)
    (record,) = caller.records()
    assert (record["status"], record["department_name"], len(record["missed_agents"])) == ("missed", "Sales", 2)


@pytest.mark.parametrize(
    ("outcome", "statuses", "agents"),
    [
        (IncomingOutcome.ANSWERED, ["Dialed on Agent", "Answered by agent", "answered"], {ASHA}),
        (IncomingOutcome.MISSED, ["Dialed on Agent", "missed"], {ASHA}),
        (
            IncomingOutcome.ELSEWHERE,
            ["Dialed on Agent", "Dialed on Agent", "Answered by agent", "answered"],
            {ASHA, "Grace Okafor"},
        ),
        (IncomingOutcome.COLLEAGUE, ["Dialed on Agent", "Answered by agent", "answered"], {"Grace Okafor"}),
    ],
)
def test_webhooks_tell_who_is_rung_and_who_answers(
    manual_clock: ManualClock, receiver: Receiver, outcome: IncomingOutcome, statuses: list[str], agents: set[str]
) -> None:
    with SimulatorThread(SimulatedAccount(), Switches(), manual_clock, webhook_url=receiver.url) as running:
        running.ring_in(IncomingStep(outcome=outcome))
        bodies = []
        for _ in range(len(statuses) + 1):
            manual_clock.advance(25)
            bodies.append(json.loads(receiver.next().body))
    assert [body["call_status"] for body in bodies] == ["Call received on Server", *statuses]
    assert {body["direction"] for body in bodies} == {"inbound"}
    assert {body["agent_name"] for body in bodies if "agent_name" in body} == agents


def test_a_customer_calls_back_when_the_number_says_so(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial("447700900910")
    manual_clock.advance(10)
    manual_clock.advance(5)
    caller.get("my_number")  # the loop has had a turn
    manual_clock.advance(1)
    rows = caller.live()
    assert [(row["direction"], row["customer_number"]) for row in rows] == [(1, "+447700900910")]


def test_a_script_lets_customers_call() -> None:
    script = call_script({"incoming": [{"at": 5, "caller": "447700900456", "outcome": "missed", "department": True}]})
    (step,) = script.incoming
    assert step == IncomingStep(at=5, caller="447700900456", outcome=IncomingOutcome.MISSED, department=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"incoming": {}},
        {"incoming": ["answered"]},
        {"incoming": [{"caller": "12"}]},
        {"incoming": [{"at": -1}]},
        {"incoming": [{"outcome": "refused"}]},
        {"incoming": [{"department": "yes"}]},
        {"incoming": [{"who": 1}]},
    ],
)
def test_a_wrong_script_of_incoming_calls_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(CallScriptError):
        call_script(wrong)


def test_a_call_that_is_given_to_an_agent_is_theirs_from_then_on(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(20)
    call_id = caller.live()[0]["call_id"]
    body = {"type": 4, "call_id": call_id, "intercom": "0601234560007"}
    assert caller.http.post("/v1/call/options", json=body).status_code == 200
    assert caller.live()[0]["agent_name"] == "Grace Okafor"


def test_nobody_can_be_given_a_call_on_which_the_customer_is_not(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(6)
    body = {"type": 4, "call_id": caller.live()[0]["call_id"], "intercom": "2001"}
    assert caller.http.post("/v1/call/options", json=body).json()["message"] == "Call is not connected"


@pytest.mark.parametrize("form", ListForm)
def test_departments_have_names_and_intercoms(caller: Caller, form: ListForm) -> None:
    caller.switch(departments_form=form)
    listed = caller.get("departments")
    rows = listed["data"] if form is ListForm.WRAPPED else listed
    assert [(row["name"], row["intercom"]) for row in rows] == [("Sales", "2001"), ("Support", "2002")]


@pytest.mark.parametrize("path", ["call/options", "departments"])
def test_a_token_without_the_right_is_turned_away(caller: Caller, path: str) -> None:
    caller.http.headers["Authorization"] = f"Bearer {caller.simulator.account.limited_token}"
    ask = caller.http.post if path == "call/options" else caller.http.get
    assert ask(f"/v1/{path}").status_code == 403

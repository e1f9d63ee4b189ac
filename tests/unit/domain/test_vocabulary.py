"""Every word that the provider is known to use, in every dress, means what the contract says."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

import pytest

from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhook
from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.report_evidence import from_webhook
from tests.support.call_bodies import ANSWERED_BY_AGENT, ASHA, ASHA_PHONE, HUNG_UP, NOON, live, record, webhook

WHO = {"id": ASHA, "name": "Asha Rao", "number": "0601234560001"}
SOMEBODY = [WHO, [WHO], json.dumps(WHO), json.dumps([WHO]), "0601234560001", "Asha Rao"]
NOBODY: list[object] = [
    "",
    None,
    [],
    {},
    "[]",
    "{}",
    "$answered_agent",
    "_name",
    "_number",
    "null",
    {"id": "", "name": "_name"},
    "0",
]
BARE: dict[str, Any] = HUNG_UP | {
    "call_status": "missed",
    "answer_stamp": "",
    "outbound_sec": "0",
    "customer_ring_time": "",
    "answered_agent": "",
    "missed_agent": "",
    "call_connected": "",
}
LEGS = {Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED}


def legs(body: dict[str, Any]) -> set[Fact]:
    """Which leg failed, read from JSON and from a form alike."""
    flat = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items() if value is not None
    }
    read = [
        read_webhook(json.dumps(body).encode(), "application/json", "", UTC),
        read_webhook(urlencode(flat).encode(), "application/x-www-form-urlencoded", "", UTC),
        read_webhook(b"", "", urlencode(flat), UTC),
    ]
    found = [{e.fact for e in from_webhook(report, NOON)} & LEGS for report in read]
    assert all(one == found[0] for one in found)
    return found[0]


@pytest.mark.parametrize("status", ["missed", "Missed", "MISSED", "Call hangup (Missed)"])
@pytest.mark.parametrize("connected", ["1", "", "0"])
def test_missed_after_the_customers_phone_rang_is_the_customers(status: str, connected: str) -> None:
    body = BARE | {"call_status": status, "customer_ring_time": "30", "call_connected": connected}
    for nobody in NOBODY:
        assert legs(body | {"answered_agent": nobody, "missed_agent": nobody}) == {Fact.CUSTOMER_MISSED}


@pytest.mark.parametrize("connected", ["1", "", "$call_connected"])
@pytest.mark.parametrize("who", SOMEBODY)
@pytest.mark.parametrize("missed", ["", [WHO]])
def test_missed_with_an_agent_who_answered_is_the_customers(who: object, missed: object, connected: str) -> None:
    body = BARE | {"answered_agent": who, "missed_agent": missed, "call_connected": connected}
    assert legs(body) == {Fact.CUSTOMER_MISSED}


@pytest.mark.parametrize("ring", ["", "$customer_ring_time", "0", None])
@pytest.mark.parametrize("who", SOMEBODY)
def test_missed_by_an_agent_before_the_customer_was_dialled_is_the_agents(who: object, ring: str) -> None:
    body = BARE | {"missed_agent": who, "customer_ring_time": ring, "call_connected": "0"}
    for nobody in NOBODY:
        assert legs(body | {"answered_agent": nobody}) == {Fact.AGENT_MISSED}


@pytest.mark.parametrize("left_out", [(), ("answered_agent",), ("answered_agent", "missed_agent", "call_connected")])
def test_an_agent_who_is_merely_named_did_not_answer(left_out: tuple[str, ...]) -> None:
    named = {"answered_agent_name": "Asha Rao", "answered_agent_number": ASHA_PHONE, "agent_id": ASHA}
    body = {key: value for key, value in (BARE | named).items() if key not in left_out}

    assert legs(body) == set()
    assert {e.agent.id for e in webhook(body)} == {ASHA}


@pytest.mark.parametrize("status", ["answered", "Answered", "ANSWERED", "Call hangup (Answered)"])
def test_answered_is_answered_and_talk_is_what_was_outbound(status: str) -> None:
    call = Call.of(webhook(HUNG_UP | {"call_status": status}))
    assert (call.state, call.outcome, call.talk_seconds) == (CallState.ENDED, CallOutcome.ANSWERED, 55)


@pytest.mark.parametrize(
    ("status", "fact"),
    [
        ("Answered by agent", Fact.AGENT_ANSWERED),
        ("Call answered by Agent", Fact.AGENT_ANSWERED),
        ("answered_by_customer", Fact.CUSTOMER_ANSWERED),
        ("Call answered by Customer (Click to Call)", Fact.CUSTOMER_ANSWERED),
        ("Call missed by Customer (Click to Call)", Fact.CUSTOMER_MISSED),
        ("Dialed on Agent", Fact.AGENT_RINGING),
        ("Dialer: Call connected to agent", Fact.AGENT_ANSWERED),
        ("Call hangup (Missed or Answered)", Fact.ENDED),
        *((word, Fact.IN_PROGRESS) for word in (
            "Call received on Server", "Call received on Department", "Received on Auto Attendant",
            "Call answered on IVR", "DTMF Option", "Disposition Status Updated", "agent status change",
            "Teleported", "答えた",
        )),
    ],
)  # fmt: skip
def test_every_trigger_says_what_its_name_says(status: str, fact: Fact) -> None:
    assert {e.fact for e in webhook(ANSWERED_BY_AGENT | {"call_status": status})} == {fact}


@pytest.mark.parametrize("direction", ["click_to_call", "clicktocall", "outbound", "Dialer (outbound)", "dialer", "2"])
def test_outbound_words_make_the_agents_answer_half_a_call(direction: str) -> None:
    assert Call.of(webhook(ANSWERED_BY_AGENT | {"direction": direction})).state is CallState.AGENT_ANSWERED


@pytest.mark.parametrize("direction", ["inbound", "Inbound", "Dialer (inbound)", "1"])
def test_inbound_words_make_the_agents_answer_a_call(direction: str) -> None:
    assert Call.of(webhook(ANSWERED_BY_AGENT | {"direction": direction})).state is CallState.CONNECTED


def test_an_agent_who_does_not_pick_up_an_incoming_call_does_not_end_it() -> None:
    call = Call.of(webhook(ANSWERED_BY_AGENT | {"direction": "inbound", "call_status": "Missed by agent"}))
    assert call.is_open


@pytest.mark.parametrize("direction", [2, "2", "outbound", None])
@pytest.mark.parametrize(
    "state",
    ["dialing", "originating", "connected", "bridge", "Up", "", None, "Hangup", "Answered ", "ANSWERED", "x" * 900],
)
def test_no_live_state_alone_means_connected_or_over(state: str | None, direction: object) -> None:
    call = Call.of(live(state=state, direction=direction))
    assert call.state in {CallState.ACCEPTED, CallState.AGENT_ANSWERED}
    assert (call.state is CallState.AGENT_ANSWERED) == (str(state).strip().lower() == "answered")


def test_a_missed_record_with_seconds_of_talk_is_not_answered() -> None:
    call = Call.of(record(status="missed", description="", call_duration=12, answered_seconds=3, agent_ring_time=9))
    assert (call.state, call.outcome) == (CallState.ENDED, CallOutcome.UNKNOWN)


@pytest.mark.parametrize("cause", [
    "NormalClearing", "destination_hangup", "destination_not_set", "disconnected_by_caller", "disconnected_by_callee",
    "hangup_as_per_destination", "Call Disconnected By Callee", "Call Disconnected By Caller", "noanswer", "NO_ANSWER",
    "UNSPECIFIED", "",
])  # fmt: skip
def test_why_a_call_ended_never_changes_how_it_came_out(cause: str) -> None:
    causes = {"reason_key": cause, "hangup_cause": cause, "hangup_cause_key": cause, "hangup_cause_description": cause}
    assert Call.of(webhook(HUNG_UP | causes)).outcome is CallOutcome.ANSWERED
    assert Call.of(record(reason=cause, hangup_cause=cause)).outcome is CallOutcome.ANSWERED

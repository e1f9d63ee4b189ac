"""What a report leaves to guesses stays open, and gives way to what another report says outright."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.calls import Call, CallOutcome
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_unknown
from acefone_desktop.domain.dialing import Accepted
from acefone_desktop.domain.matching.correlation import assemble
from tests.support.call_bodies import (
    ASHA,
    ASHA_NAME,
    ASHA_PHONE,
    BEN_NAME,
    BEN_PHONE,
    CALL_ID,
    HUNG_UP,
    MISSED_BY_AGENT,
    MISSED_BY_CUSTOMER,
    NOON,
    intent,
    live,
    record,
    webhook,
)

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence

SILENT: dict[str, Any] = {"status": "missed", "description": "", "missed_agents": [], "answered_seconds": 0}
"""A row of a missed call that does not say who missed it."""


@pytest.mark.parametrize("durations", [
    {"agent_ring_time": 13, "call_duration": 30}, {"agent_ring_time": 4, "call_duration": 71},
    {"agent_ring_time": 0, "call_duration": 40}, {"agent_ring_time": None},
])  # fmt: skip
def test_durations_do_not_tell_who_missed_a_call(durations: dict[str, Any]) -> None:
    silent = record(**SILENT | durations)
    alone = Call.of(silent)
    assert (alone.outcome, alone.ring_seconds, alone.talk_seconds) == (CallOutcome.UNKNOWN, None, None)

    for body, outcome in (
        (MISSED_BY_AGENT, CallOutcome.AGENT_MISSED),
        (MISSED_BY_CUSTOMER, CallOutcome.CUSTOMER_MISSED),
    ):
        assert Call.of((*webhook(body), *silent)).outcome is outcome


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ({"description": "Call missed by customer"}, CallOutcome.CUSTOMER_MISSED),
        ({"description": "Call missed by agent"}, CallOutcome.AGENT_MISSED),
        ({"missed_agents": [{"id": "0501234560001", "name": "Asha Rao"}]}, CallOutcome.AGENT_MISSED),
        ({"direction": "inbound"}, CallOutcome.AGENT_MISSED),
    ],
)
def test_a_record_that_says_who_missed_the_call_is_believed(row: dict[str, Any], outcome: CallOutcome) -> None:
    assert Call.of(record(**SILENT | row)).outcome is outcome


@pytest.mark.parametrize("told", [live(3, agent_name=BEN_NAME, source=BEN_PHONE), record(agent_name=BEN_NAME), live(3)])
def test_a_lost_dial_known_by_the_agents_id_alone_takes_no_named_call(told: tuple[Evidence, ...]) -> None:
    dial = intent()
    calls = assemble([from_intent(dial), from_unknown(dial, NOON, "no answer"), *told]).calls

    assert {(call.intent_id, call.call_id) for call in calls} == {(dial.id, None), (None, CALL_ID)}


def test_a_name_that_a_webhook_gives_with_the_id_finds_the_call_of_a_lost_dial() -> None:
    dial = intent()
    earlier = webhook(HUNG_UP | {"call_id": "1.1", "call_to_number": "447700900555", "customer_no_with_prefix ": "",
                                 "custom_identifier": "", "ref_id": ""})  # fmt: skip
    calls = assemble([from_intent(dial), from_unknown(dial, NOON, "no answer"), *live(3), *earlier]).calls

    assert {(call.intent_id, call.call_id) for call in calls} == {(dial.id, CALL_ID), (None, "1.1")}


def test_another_ref_id_than_our_reply_gave_is_another_call() -> None:
    dial = intent()
    calls = assemble([from_intent(dial), from_accepted(dial, NOON, Accepted(ref_id="ours")), *record()]).calls

    assert {(call.intent_id, call.call_id) for call in calls} == {(dial.id, None), (None, CALL_ID)}


@pytest.mark.parametrize(
    ("changes", "answered", "ended"),
    [
        ({}, "12:42:26", "12:43:21"),
        ({"end_stamp": "2026-01-15 12:42:30"}, None, "12:42:30"),
        ({"end_stamp": "2026-01-15 12:42:05", "outbound_sec": "1"}, None, None),
        ({"outbound_sec": "900"}, None, "12:43:21"),
        ({"outbound_sec": "0"}, None, "12:43:21"),
    ],
)
def test_no_time_is_told_that_the_call_cannot_have_had(
    changes: dict[str, Any], answered: str | None, ended: str | None
) -> None:
    call = Call.of(webhook(HUNG_UP | changes))

    assert call.outcome is CallOutcome.ANSWERED
    assert [at and f"{at:%H:%M:%S}" for at in (call.answered_at, call.ended_at)] == [answered, ended]


def test_a_possible_time_outweighs_a_more_trusted_impossible_one() -> None:
    call = Call.of((*webhook(HUNG_UP), *record(answered_seconds=500)))

    assert call.answered_at == NOON.replace(second=26)


@pytest.mark.parametrize(
    ("number", "is_same"),
    [
        ("+447700900123", True), ("07700900123", True), ("7700900123", True), ("00447700900123", True),
        ("+44 (0)7700 900123", True), ("+17700900123", False), ("917700900123", False), ("0017700900123", False),
    ],
)  # fmt: skip
def test_two_country_codes_are_two_customers(number: str, *, is_same: bool) -> None:
    dial = intent()
    asha = Agent(AgentId(ASHA), ASHA_NAME, phone=ASHA_PHONE)
    calls = assemble([from_intent(dial, asha), from_accepted(dial, NOON), *record(client_number=number)]).calls

    assert (len(calls) == 1) is is_same


@pytest.mark.parametrize(
    ("changes", "undated"),
    [
        ({}, set()),
        ({"end_stamp": "2026-01-15 12:42:05"}, {"The customer answered", "The call ended"}),
        ({"end_stamp": "2026-01-15 12:42:30"}, {"The customer answered"}),
        ({"outbound_sec": "900"}, {"The customer answered"}),
        ({"end_stamp": "2026-01-15 12:43:09", "outbound_sec": "61"}, {"The customer answered"}),
    ],
)
def test_no_event_is_listed_at_a_time_that_the_call_cannot_have_had(changes: dict[str, Any], undated: set[str]) -> None:
    call = Call.of(webhook(HUNG_UP | {"answer_stamp": ""} | changes))
    events = {event.what.partition(":")[0]: event.at for event in call.events}

    assert set(events) == {"The customer answered", "The call ended"}
    assert {what for what, at in events.items() if at is None} == undated


def test_an_event_is_listed_at_a_possible_time_where_one_of_two_reports_tells_it() -> None:
    call = Call.of((*webhook(HUNG_UP), *record(answered_seconds=500)))
    answers = [event.at for event in call.events if event.what == "The customer answered"]

    assert NOON.replace(second=26) in answers
    assert [at for at in answers if at is not None and call.started_at and at < call.started_at] == []


def test_two_reports_of_one_end_that_differ_by_a_second_are_listed_at_one_moment() -> None:
    told = (*webhook(HUNG_UP), *webhook(HUNG_UP | {"end_stamp": "2026-01-15 12:43:22"}), *record())
    call = Call.of(told)

    assert {event.at for event in call.events if event.what.startswith("The call ended")} == {call.ended_at}

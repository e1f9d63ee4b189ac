"""Evidence keeps its value through JSON, and reports become the facts they state."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.dial_evidence import from_intent, from_outcome
from acefone_desktop.domain.dialing import Accepted, Dialed, NotDialed, PerhapsDialed
from acefone_desktop.domain.errors import (
    AcefoneDesktopError,
    OfflineError,
    OutcomeUnknownError,
    RefusedError,
    TokenRefusedError,
)
from acefone_desktop.domain.evidence import (
    Evidence,
    EvidenceNotReadableError,
    Fact,
    Source,
    evidence_from_json,
    evidence_to_json,
)
from acefone_desktop.domain.reports import AgentMention, Direction
from tests.support.call_bodies import (
    ANSWERED_BY_AGENT,
    ANSWERED_BY_CUSTOMER,
    HUNG_UP,
    MISSED_BY_AGENT,
    MISSED_BY_CUSTOMER,
    NOON,
    intent,
    live,
    record,
    webhook,
)

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-3))])
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 (zones are drawn)
WORDS = st.text(max_size=12)
SPANS = st.none() | st.integers(0, 10_000)
EVIDENCE = st.builds(
    Evidence,
    source=st.sampled_from(Source),
    told_at=MOMENTS,
    fact=st.sampled_from(Fact),
    intent_id=WORDS,
    call_id=WORDS,
    ref_id=WORDS,
    custom_identifier=WORDS,
    agent=st.builds(AgentMention, id=WORDS, name=WORDS, numbers=st.lists(WORDS, max_size=2).map(tuple)),
    customers=st.lists(WORDS, max_size=2).map(tuple),
    direction=st.none() | st.sampled_from(Direction),
    started_at=st.none() | MOMENTS,
    ended_at=st.none() | MOMENTS,
    happened_at=st.none() | MOMENTS,
    talk_s=SPANS,
    ring_s=SPANS,
    recording=st.booleans(),
    message=WORDS,
    reason=WORDS,
)


@given(EVIDENCE)
def test_json_keeps_everything(evidence: Evidence) -> None:
    assert evidence_from_json(evidence_to_json(evidence)) == evidence


def test_fields_of_a_newer_version_are_passed_over() -> None:
    (told,) = live()
    newer = json.loads(evidence_to_json(told)) | {"mood": "good"}

    assert evidence_from_json(json.dumps(newer)) == told


@pytest.mark.parametrize(
    "text", ["", "[]", "1", "{}", '{"source":"moon"}', "[" * 100_000, '{"source":"dial","agent":1}']
)
def test_damaged_evidence_is_our_error(text: str) -> None:
    with pytest.raises(EvidenceNotReadableError):
        evidence_from_json(text)


def test_naive_times_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="aware"):
        Evidence(source=Source.DIAL, told_at=datetime(2026, 1, 1), fact=Fact.REQUESTED)  # noqa: DTZ001 (on purpose)


def test_no_recording_address_is_kept() -> None:
    kept = "".join(map(evidence_to_json, (*webhook(HUNG_UP), *record())))

    assert "http" not in kept
    assert '"recording":true' in kept


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (ANSWERED_BY_AGENT, {Fact.AGENT_ANSWERED}),
        (ANSWERED_BY_CUSTOMER, {Fact.CUSTOMER_ANSWERED}),
        (ANSWERED_BY_CUSTOMER | {"call_status": "Missed by customer"}, {Fact.CUSTOMER_MISSED}),
        (HUNG_UP, {Fact.AGENT_ANSWERED, Fact.CUSTOMER_ANSWERED, Fact.ENDED}),
        (HUNG_UP | {"call_status": "ANSWERED"}, {Fact.AGENT_ANSWERED, Fact.CUSTOMER_ANSWERED, Fact.ENDED}),
        (MISSED_BY_CUSTOMER, {Fact.AGENT_ANSWERED, Fact.CUSTOMER_MISSED, Fact.ENDED}),
        (MISSED_BY_AGENT, {Fact.AGENT_MISSED, Fact.ENDED}),
        (ANSWERED_BY_AGENT | {"call_status": "Call received on Server"}, {Fact.IN_PROGRESS}),
        (ANSWERED_BY_AGENT | {"call_status": "Dialed on Agent"}, {Fact.AGENT_RINGING}),
        (ANSWERED_BY_AGENT | {"call_status": "Something new", "end_stamp": "2026-01-15 12:43:21"}, {Fact.ENDED}),
    ],
)
def test_a_webhook_says_what_happened(body: dict[str, Any], facts: set[Fact]) -> None:
    assert {e.fact for e in webhook(body)} == facts


@pytest.mark.parametrize(
    ("changes", "leg"),
    [
        ({"call_connected": "1", "customer_ring_time": "30"}, Fact.CUSTOMER_MISSED),
        ({"call_connected": "1", "customer_ring_time": ""}, Fact.CUSTOMER_MISSED),
        ({"call_connected": "", "customer_ring_time": "30", "answered_agent": ""}, Fact.CUSTOMER_MISSED),
        ({"call_connected": "", "customer_ring_time": "", "missed_agent": ""}, Fact.CUSTOMER_MISSED),
        ({"call_connected": "0", "customer_ring_time": "", "missed_agent": [{"id": "1"}]}, Fact.AGENT_MISSED),
        ({"call_connected": "0", "customer_ring_time": "0", "missed_agent": {"id": "1"}}, Fact.AGENT_MISSED),
        ({"missed_agent": [{"id": "1"}], "customer_ring_time": "20"}, Fact.CUSTOMER_MISSED),
        ({"direction": "inbound"}, Fact.AGENT_MISSED),
    ],
)
def test_which_leg_failed_follows_the_contract(changes: dict[str, Any], leg: Fact) -> None:
    facts = {e.fact for e in webhook(MISSED_BY_CUSTOMER | {"customer_ring_time": ""} | changes)}

    assert facts & {Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED} == {leg}


def test_a_missed_call_that_does_not_say_whose_leg_failed_stays_open_in_that() -> None:
    body = {"call_status": "missed", "call_id": "1.2", "direction": "clicktocall", "end_stamp": "2026-01-15 12:43:21"}

    assert {e.fact for e in webhook(body)} == {Fact.ENDED}


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({}, Fact.CUSTOMER_ANSWERED),
        ({"status": "missed", "description": "Call missed by customer", "answered_seconds": 0}, Fact.CUSTOMER_MISSED),
        ({"status": "Missed", "description": "Missed by Customer", "answered_seconds": 0}, Fact.CUSTOMER_MISSED),
        ({"status": "missed", "description": "", "missed_agents": [{"id": "1"}]}, Fact.AGENT_MISSED),
        ({"status": "missed", "description": "Call missed by agent"}, Fact.AGENT_MISSED),
        ({"status": "answered", "direction": "inbound"}, Fact.AGENT_ANSWERED),
        ({"status": "missed", "direction": "inbound", "description": ""}, Fact.AGENT_MISSED),
    ],
)
def test_a_record_says_how_it_went(changes: dict[str, Any], fact: Fact) -> None:
    facts = {e.fact for e in record(**changes)}

    assert {Fact.ENDED, fact} <= facts
    assert len(facts & {Fact.CUSTOMER_ANSWERED, Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED}) <= 1


@pytest.mark.parametrize(
    ("state", "fact"),
    [("Ringing", Fact.AGENT_RINGING), ("answered", Fact.AGENT_ANSWERED),
     ("Bridged", Fact.IN_PROGRESS), (None, Fact.IN_PROGRESS)],
)  # fmt: skip
def test_a_live_state_is_about_the_agents_leg_or_merely_in_progress(state: str | None, fact: Fact) -> None:
    assert [e.fact for e in live(state=state)] == [fact]


@pytest.mark.parametrize(
    ("error", "fact"),
    [
        (OfflineError(), Fact.NOT_SENT),
        (RefusedError(server_message="Agent is offline"), Fact.REFUSED),
        (TokenRefusedError(), Fact.REFUSED),
    ],
)
def test_a_dial_that_failed_was_refused_or_not_sent(error: AcefoneDesktopError, fact: Fact) -> None:
    told = from_outcome(NotDialed(intent(), error), NOON)  # type: ignore[arg-type]

    assert (told.fact, told.message) == (fact, error.server_message)
    assert error.remedy in told.reason


def test_all_evidence_of_a_dial_carries_its_id_and_mark() -> None:
    dial = intent(mark="spring")
    outcomes = (Dialed(dial, Accepted("queued", "ref")), PerhapsDialed(dial, OutcomeUnknownError()))

    told = [from_intent(dial), *(from_outcome(outcome, NOON) for outcome in outcomes)]
    assert {(e.intent_id, e.custom_identifier, e.customer) for e in told} == {("one", "spring", dial.request.digits)}
    assert [e.fact for e in told] == [Fact.REQUESTED, Fact.ACCEPTED, Fact.OUTCOME_UNKNOWN]

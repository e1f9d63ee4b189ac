"""A call is the same whatever order, repeats and mixture its evidence comes in."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_not_sent, from_refused, from_unknown
from acefone_desktop.domain.dialing import Accepted
from acefone_desktop.domain.errors import OfflineError, RefusedError
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.report_evidence import from_vanished
from tests.support.call_bodies import (
    ANSWERED_BY_AGENT,
    ANSWERED_BY_CUSTOMER,
    CALL_ID,
    CUSTOMER,
    HUNG_UP,
    MISSED_BY_AGENT,
    MISSED_BY_CUSTOMER,
    NOON,
    intent,
    live,
    record,
    webhook,
)
from tests.unit.domain.test_evidence import EVIDENCE

DIAL = intent()
REQUESTED = from_intent(DIAL)
ACCEPTED = from_accepted(DIAL, NOON, Accepted("Call originated successfully"))
UNKNOWN = from_unknown(DIAL, NOON, "time-out")
RINGING, UP = live(3, state="Ringing"), live(10)
MISSED_LIVE = ANSWERED_BY_CUSTOMER | {"call_status": "missed by customer"}
GONE = (from_vanished(UP[0], NOON + timedelta(seconds=73)),)

CALLS = st.builds(Call, st.frozensets(EVIDENCE, max_size=5), st.frozensets(EVIDENCE, max_size=2))


@given(CALLS, CALLS, CALLS)
def test_the_join_is_a_semilattice(a: Call, b: Call, c: Call) -> None:
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert a | a == a
    assert (a | b).reading == (b | a).reading
    assert (a | b).events == (b | a).events


EVERYTHING = (
    REQUESTED, ACCEPTED, UNKNOWN, *RINGING, *UP, *GONE, *webhook(ANSWERED_BY_AGENT, 5),
    *webhook(ANSWERED_BY_CUSTOMER, 17),
    *webhook(HUNG_UP), *record(), *record(120),
)  # fmt: skip


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(EVERYTHING)))
def test_any_order_and_any_repeats_read_the_same(order: random.Random, repeats: list[Evidence]) -> None:
    told = [*EVERYTHING, *repeats]
    order.shuffle(told)
    call = Call()
    for item in told:
        call |= Call.of([item])

    assert call.reading == Call.of(EVERYTHING).reading


@given(st.sets(st.sampled_from(EVERYTHING)), st.sets(st.sampled_from(EVERYTHING)))
def test_a_call_that_ended_stays_ended_whatever_comes_late(before: set[Evidence], after: set[Evidence]) -> None:
    ended = Call.of(before | set(webhook(HUNG_UP)))

    assert (ended | Call.of(after)).state is CallState.ENDED
    assert (ended | Call.of(after)).outcome is CallOutcome.ANSWERED


@pytest.mark.parametrize(
    ("told", "state", "outcome"),
    [
        ([REQUESTED], CallState.REQUESTED, None),
        ([REQUESTED, ACCEPTED], CallState.ACCEPTED, None),
        ([REQUESTED, ACCEPTED, *live(3, state="Progressing")], CallState.ACCEPTED, None),
        ([ACCEPTED, *RINGING], CallState.AGENT_RINGING, None),
        ([ACCEPTED, *RINGING, *UP], CallState.AGENT_ANSWERED, None),
        (webhook(ANSWERED_BY_AGENT), CallState.AGENT_ANSWERED, None),
        (webhook(ANSWERED_BY_AGENT | {"call_status": "Dialed on customer"}), CallState.CUSTOMER_RINGING, None),
        (webhook(ANSWERED_BY_CUSTOMER), CallState.CONNECTED, None),
        ([*UP, *webhook(ANSWERED_BY_CUSTOMER)], CallState.CONNECTED, None),
        ([*UP, *GONE], CallState.ENDED, CallOutcome.UNKNOWN),
        ([*UP, *GONE, *webhook(ANSWERED_BY_CUSTOMER)], CallState.ENDED, CallOutcome.ANSWERED),
        ([*UP, *GONE, *record()], CallState.ENDED, CallOutcome.ANSWERED),
        (webhook(MISSED_BY_CUSTOMER), CallState.ENDED, CallOutcome.CUSTOMER_MISSED),
        (webhook(MISSED_LIVE), CallState.ENDED, CallOutcome.CUSTOMER_MISSED),
        (webhook(MISSED_BY_AGENT), CallState.ENDED, CallOutcome.AGENT_MISSED),
        ([*webhook(MISSED_BY_AGENT), *RINGING], CallState.ENDED, CallOutcome.AGENT_MISSED),
        ([REQUESTED, from_refused(DIAL, NOON, RefusedError())], CallState.REFUSED, CallOutcome.REFUSED),
        ([REQUESTED, from_not_sent(DIAL, NOON, OfflineError())], CallState.FAILED, CallOutcome.FAILED),
        ([REQUESTED, UNKNOWN], CallState.UNKNOWN, CallOutcome.UNKNOWN),
        ([REQUESTED, UNKNOWN, *RINGING], CallState.AGENT_RINGING, None),
        (webhook(ANSWERED_BY_AGENT | {"direction": "inbound"}), CallState.CONNECTED, None),
        ([*live(state="Answered", direction=1)], CallState.CONNECTED, None),
    ],
)  # fmt: skip
def test_the_state_says_which_leg_and_how_far(
    told: list[Evidence], state: CallState, outcome: CallOutcome | None
) -> None:
    call = Call.of(told)

    assert (call.state, call.outcome) == (state, outcome)
    assert call.is_open == (state.is_open)
    assert (call.outcome is None) == call.is_open


def test_answered_in_live_calls_does_not_prove_that_the_customer_answered() -> None:
    call = Call.of([*live(10), *live(50)])

    assert (call.state, call.answered_at, call.talk_seconds) == (CallState.AGENT_ANSWERED, None, None)


def test_a_row_that_is_seen_again_was_not_gone() -> None:
    back = replace(UP[0], told_at=GONE[0].told_at + timedelta(seconds=2))

    assert Call.of([*UP, *GONE]).state is CallState.ENDED
    assert Call.of([*UP, *GONE, back]).state is CallState.AGENT_ANSWERED


def test_not_found_gives_way_to_any_sign_of_the_call() -> None:
    missing = Evidence(source=Source.LIVE_CALLS, told_at=NOON, fact=Fact.NOT_FOUND, intent_id=DIAL.id)

    assert Call.of([REQUESTED, ACCEPTED, missing]).state is CallState.UNKNOWN
    assert Call.of([REQUESTED, ACCEPTED, missing, *RINGING]).state is CallState.AGENT_RINGING
    assert Call.of([REQUESTED, ACCEPTED, missing, *record()]).outcome is CallOutcome.ANSWERED


def test_a_call_given_up_is_settled_and_not_open() -> None:
    given_up = Evidence(source=Source.LIVE_CALLS, told_at=NOON, fact=Fact.GIVEN_UP, intent_id=DIAL.id)
    call = Call.of([REQUESTED, ACCEPTED, *UP, given_up])

    assert (call.state, call.is_open, call.is_settled) == (CallState.UNKNOWN, False, True)


@pytest.mark.parametrize("told", [webhook(HUNG_UP), record(), (*webhook(HUNG_UP), *record())])
def test_sources_agree_on_a_call_that_was_answered(told: tuple[Evidence, ...]) -> None:
    call = Call.of(told)

    assert (call.started_at, call.ended_at) == (NOON, NOON + timedelta(seconds=71))
    assert (call.answered_at, call.talk_seconds) == (NOON + timedelta(seconds=16), 55)
    assert (call.ring_seconds, call.recording, call.customer) == (12, True, CUSTOMER)
    assert call.agent == "Asha Rao"


@pytest.mark.parametrize(
    ("body", "rang"), [(MISSED_BY_CUSTOMER, 30), (MISSED_BY_AGENT, 13), (MISSED_BY_AGENT | {"outbound_sec": "55"}, 13)]
)
def test_on_a_missed_call_nobody_talked(body: dict[str, Any], rang: int) -> None:
    call = Call.of(webhook(body))

    assert (call.talk_seconds, call.answered_at, call.ring_seconds) == (0, None, rang)


def test_an_answered_call_is_settled_only_when_its_length_is_known() -> None:
    told = [*UP, *GONE, *webhook(ANSWERED_BY_CUSTOMER)]

    assert not Call.of(told).is_settled
    assert Call.of([*told, *record()]).is_settled


def test_the_key_is_the_dials_id_and_stays_when_the_call_id_is_told() -> None:
    call = Call.of([REQUESTED])

    assert str(call.key) == str((call | Call.of(UP)).key) == DIAL.id
    assert Call.of(UP).key == CALL_ID


def test_hanging_up_needs_the_call_id_and_an_open_call() -> None:
    assert not Call.of([REQUESTED, ACCEPTED]).can_hang_up
    assert Call.of([REQUESTED, ACCEPTED, *UP]).can_hang_up
    assert not Call.of([REQUESTED, ACCEPTED, *UP, *GONE]).can_hang_up


def test_a_refusal_keeps_the_providers_words() -> None:
    call = Call.of([REQUESTED, from_refused(DIAL, NOON, RefusedError(server_message="Agent is offline"))])

    assert call.message == "Agent is offline"
    assert "Agent is offline" in call.events[-1].what


def test_events_are_told_once_in_order() -> None:
    call = Call.of([*EVERYTHING, *live(40), *live(42), *webhook(HUNG_UP, 200)])
    told = [(event.source, event.what) for event in call.events]

    assert len(told) == len(set(told))
    moments = [event.at for event in call.events if event.at]
    assert len(moments) == len(call.events)
    assert moments == sorted(moments)
    assert told[0] == (Source.DIAL, "Call requested")


def test_evidence_that_fits_two_calls_makes_a_call_ambiguous_until_it_is_given_to_it() -> None:
    call = Call(frozenset([REQUESTED]), frozenset(UP))

    assert call.ambiguous
    assert "equally well" in call.events[-1].what
    assert not (call | Call.of(UP)).ambiguous


@pytest.mark.parametrize("off_by_hours", [-14, -5.5, -1, 1, 5.75, 8])
def test_stamps_read_in_the_wrong_zone_are_put_right_for_our_own_calls(off_by_hours: float) -> None:
    told = [
        replace(e, started_at=NOON + off, ended_at=NOON + off + timedelta(seconds=71))
        for off in [timedelta(hours=off_by_hours)]
        for e in record()
    ]
    call = Call.of([REQUESTED, ACCEPTED, *told, *webhook(HUNG_UP)])

    assert (call.started_at, call.ended_at) == (NOON, NOON + timedelta(seconds=71))


def test_stamps_that_are_off_for_another_reason_are_left_alone() -> None:
    strange = [replace(e, started_at=NOON + timedelta(minutes=10)) for e in record()]

    assert Call.of([REQUESTED, *strange]).started_at == NOON + timedelta(minutes=10)

"""Which evidence belongs to which call: clear cases are found, unclear ones are said to be unclear."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.calls import Call, CallKey, CallOutcome, CallState
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_refused, from_unknown
from acefone_desktop.domain.dialing import Accepted, CallIntent
from acefone_desktop.domain.errors import RefusedError
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.matching.correlation import Correlator, assemble
from acefone_desktop.domain.report_evidence import from_vanished
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
    MARK,
    MISSED_BY_AGENT,
    NOON,
    REF_ID,
    intent,
    live,
    record,
    webhook,
)

PEOPLE = {
    ASHA: Agent(AgentId(ASHA), ASHA_NAME, phone=ASHA_PHONE, extension="0601234560001"),
    BEN: Agent(AgentId(BEN), BEN_NAME, phone=BEN_PHONE, extension="0601234560002"),
}
BENS_ROW: dict[str, Any] = {"call_id": "2.2", "source": BEN_PHONE, "agent_name": BEN_NAME}


def dialled(dial: CallIntent, *, ref_id: str = "") -> tuple[Evidence, ...]:
    """An accepted dial, as the app notes it."""
    replied_at = dial.requested_at + timedelta(seconds=1)
    return (
        from_intent(dial, PEOPLE[dial.request.agent_id]),
        from_accepted(dial, replied_at, Accepted(ref_id=ref_id)),
    )


def keyed(*told: Evidence) -> dict[str, Call]:
    return {str(call.key): call for call in assemble(told).calls}


@pytest.mark.parametrize("off_s", [-75, -20, 20, 90])
def test_a_dial_finds_its_call_by_the_providers_clock_however_wrong_ours_is(off_s: int) -> None:
    told = [
        evidence
        for name, at, call_id, start in (("one", 0, "1.1", "12:42:11"), ("two", 50, "2.2", "12:43:01"))
        for evidence in (
            from_intent(intent(name, at + off_s), PEOPLE[ASHA]),
            from_accepted(
                intent(name, at + off_s),
                NOON + timedelta(seconds=at + 1 + off_s),
                Accepted(at=NOON + timedelta(seconds=at + 1)),
            ),
            *record(200 + off_s, call_id=call_id, ref_id="", time=start),
        )
    ]
    calls = keyed(*told)
    assert {name: calls[name].call_id for name in ("one", "two")} == {"one": "1.1", "two": "2.2"}


@pytest.mark.parametrize("off_s", [-60, 45, 90])
def test_a_dial_without_a_reply_is_placed_by_the_replies_to_others(off_s: int) -> None:
    first, second = intent("one", off_s), intent("two", 60 + off_s)
    told = [
        from_intent(first, PEOPLE[ASHA]),
        from_accepted(first, NOON + timedelta(seconds=1 + off_s), Accepted(at=NOON + timedelta(seconds=1))),
        from_intent(second, PEOPLE[ASHA]),
        from_unknown(second, NOON + timedelta(seconds=80 + off_s), "no answer"),
        *record(200 + off_s, call_id="1.1", ref_id="", time="12:42:11"),
        *record(200 + off_s, call_id="2.2", ref_id="", time="12:43:11"),
    ]
    calls = keyed(*told)
    assert {name: calls[name].call_id for name in ("one", "two")} == {"one": "1.1", "two": "2.2"}


def test_a_dial_finds_its_row_by_agent_customer_and_time() -> None:
    (call,) = assemble([*dialled(intent()), *live(3, state="Ringing")]).calls

    assert (str(call.key), call.call_id, call.state) == ("one", CALL_ID, CallState.AGENT_RINGING)


def test_a_dial_whose_agent_is_known_by_id_alone_gets_no_row_however_alone_that_stands() -> None:
    dial = intent()
    calls = keyed(from_intent(dial), from_accepted(dial, NOON), *live(3))

    assert (calls["one"].call_id, calls["one"].state) == (None, CallState.ACCEPTED)
    assert calls["one"].ambiguous
    assert calls[CALL_ID].ambiguous


def test_a_dial_whose_agent_is_known_by_id_alone_finds_its_row_once_a_report_tells_whose_the_phone_is() -> None:
    dial = intent()
    told = webhook(ANSWERED_BY_CUSTOMER | {"call_to_number": "447700900199", "customer_no_with_prefix ": ""})
    calls = keyed(from_intent(dial), from_accepted(dial, NOON), *live(3), *told)

    assert calls["one"].call_id == CALL_ID


def test_a_name_alone_is_not_enough_for_people_share_names() -> None:
    calls = keyed(*dialled(intent()), *live(3, source=None))

    assert calls["one"].call_id is None
    assert calls["one"].ambiguous


@pytest.mark.parametrize(
    "changes",
    [
        {"customer_number": "+447700900124", "destination": "447700900124", "multiple_destination_name": ""},
        {"agent_name": BEN_NAME, "source": BEN_PHONE},
        {"direction": 1},
        {"created_at": "2026-01-15 12:20:00", "call_time": "00:22:13"},
        {"created_at": "2026-01-15 12:50:00", "call_time": None},
    ],
)
def test_a_row_of_another_customer_agent_direction_or_time_is_another_call(changes: dict[str, Any]) -> None:
    calls = keyed(*dialled(intent()), *live(3, **changes))

    assert calls["one"].call_id is None
    assert not calls["one"].ambiguous


@pytest.mark.parametrize("number", ["07700900123", "7700900123", "+44 7700 900123", "00447700900123"])
def test_the_last_ten_digits_of_the_customer_decide(number: str) -> None:
    changes = {"customer_number": number, "destination": None}

    assert len(assemble([*dialled(intent()), *live(3, **changes)]).calls) == 1


def test_a_row_read_in_the_wrong_zone_is_known_by_its_age() -> None:
    row = live(3, created_at="2026-01-15 18:12:10")

    assert len(assemble([*dialled(intent()), *row]).calls) == 1


def test_a_webhook_read_in_the_wrong_zone_is_known_when_it_comes_after_the_dial() -> None:
    body = ANSWERED_BY_AGENT | {"start_stamp": "2026-01-15 18:12:10", "custom_identifier": ""}

    assert len(assemble([*dialled(intent()), *webhook(body, 5)]).calls) == 1


def test_two_agents_who_dial_the_same_customer_keep_their_calls() -> None:
    told = (*dialled(intent("asha")), *dialled(intent("ben", -1, agent=BEN)), *live(3), *live(3, **BENS_ROW))

    calls = keyed(*told)
    assert (calls["asha"].call_id, calls["ben"].call_id) == (CALL_ID, "2.2")


def test_one_agent_who_dials_the_same_customer_twice_keeps_the_calls_apart() -> None:
    later = {"call_id": "2.2", "created_at": "2026-01-15 12:42:50", "call_time": "00:00:03"}
    told = (*dialled(intent("first")), *dialled(intent("second", 38)), *live(3), *live(43, **later))

    calls = keyed(*told)
    assert (calls["first"].call_id, calls["second"].call_id) == (CALL_ID, "2.2")


def test_a_redial_after_a_lost_reply_does_not_take_the_first_calls_row() -> None:
    lost = intent("lost")
    told = (from_intent(lost, PEOPLE[ASHA]), from_unknown(lost, NOON, "time-out"), *dialled(intent("again", 40)))

    calls = keyed(*told, *live(45))
    assert (calls["lost"].call_id, calls["again"].call_id) == (CALL_ID, None)


def test_twin_calls_are_ambiguous_and_given_to_nobody() -> None:
    assembly = assemble([*dialled(intent()), *live(3), *live(3, call_id="2.2")])

    calls = {str(call.key): call for call in assembly.calls}
    assert {key: call.ambiguous for key, call in calls.items()} == {"one": True, CALL_ID: True, "2.2": True}
    assert calls["one"].state is CallState.ACCEPTED
    assert not calls["one"].can_hang_up
    assert len(assembly.ambiguous) == 3


def test_a_mark_on_one_of_the_twins_settles_it() -> None:
    told = (*dialled(intent(mark=MARK)), *live(3), *live(3, call_id="2.2"))

    calls = keyed(*told, *webhook(ANSWERED_BY_AGENT, 5))
    assert (calls["one"].call_id, calls["one"].ambiguous, calls["2.2"].ambiguous) == (CALL_ID, False, False)


def test_a_ref_id_settles_it_too() -> None:
    told = (*dialled(intent(), ref_id=REF_ID), *live(3), *live(3, call_id="2.2"), *record())

    assert keyed(*told)["one"].call_id == CALL_ID


def test_a_row_that_fits_two_dials_alike_goes_to_neither() -> None:
    calls = keyed(*dialled(intent("one", -2)), *dialled(intent("two", -1)), *live(3))

    assert [call.call_id for call in calls.values() if call.intent_id] == [None, None]
    assert all(call.ambiguous for call in calls.values())


def test_a_call_heard_of_before_a_dial_is_not_that_dials() -> None:
    redialled = {"call_id": "2.2", "created_at": "2026-01-15 12:42:13", "call_time": None}
    first, second = dialled(intent("first", -1)), dialled(intent("second", 2))

    calls = keyed(*first, *second, *live(1), *live(4, **redialled))
    assert (calls["first"].call_id, calls["second"].call_id) == (CALL_ID, "2.2")


def test_a_ref_id_that_two_calls_carry_joins_neither() -> None:
    told = (*dialled(intent(), ref_id=REF_ID), *record(), *record(call_id="2.2"))

    calls = keyed(*told)
    assert (calls["one"].call_id, calls["one"].ambiguous) == (None, True)
    assert {CALL_ID, "2.2"} <= calls.keys()


def test_a_mark_used_for_every_dial_is_no_name() -> None:
    later = {"call_id": "2.2", "start_stamp": "2026-01-15 12:45:10"}
    told = (*dialled(intent("one", mark=MARK)), *dialled(intent("two", 178, mark=MARK)))

    calls = keyed(*told, *webhook(ANSWERED_BY_AGENT, 5), *webhook(ANSWERED_BY_AGENT | later, 185))
    assert (calls["one"].call_id, calls["two"].call_id) == (CALL_ID, "2.2")


def test_another_mark_is_another_call() -> None:
    calls = keyed(*dialled(intent(mark="mine")), *webhook(ANSWERED_BY_AGENT, 5))

    assert calls["one"].call_id is None


def test_a_refused_dial_gets_no_call() -> None:
    dial = intent()
    calls = keyed(from_intent(dial, PEOPLE[ASHA]), from_refused(dial, NOON, RefusedError()), *live(3))

    assert (calls["one"].outcome, calls["one"].ambiguous) == (CallOutcome.REFUSED, False)


def test_the_customers_answer_comes_without_a_call_id_and_finds_its_call() -> None:
    told = (*dialled(intent(mark=MARK)), *webhook(ANSWERED_BY_AGENT, 5), *webhook(ANSWERED_BY_CUSTOMER, 17))

    (call,) = assemble(told).calls
    assert (call.state, call.call_id) == (CallState.CONNECTED, CALL_ID)


def test_without_a_mark_the_customers_answer_is_placed_by_customer_and_start() -> None:
    bare = ANSWERED_BY_CUSTOMER | {"custom_identifier": "", "ref_id": ""}

    (call,) = assemble([*live(10), *webhook(bare, 17)]).calls
    assert call.state is CallState.CONNECTED


def test_an_answer_that_fits_two_calls_is_given_to_neither() -> None:
    bare = ANSWERED_BY_CUSTOMER | {"custom_identifier": "", "ref_id": ""}
    calls = keyed(*live(10), *live(10, call_id="2.2"), *webhook(bare, 17))

    assert [calls[key].state for key in (CALL_ID, "2.2")] == [CallState.AGENT_ANSWERED] * 2
    assert calls[CALL_ID].ambiguous
    assert calls["2.2"].ambiguous


def test_webhooks_that_never_name_the_call_are_still_one_call() -> None:
    bodies = [body | {"call_id": ""} for body in (ANSWERED_BY_AGENT, ANSWERED_BY_CUSTOMER, HUNG_UP)]

    (call,) = assemble([e for body in bodies for e in webhook(body)]).calls
    assert (call.call_id, call.outcome) == (None, CallOutcome.ANSWERED)


def test_the_uuid_is_no_key() -> None:
    other = {"call_id": "2.2", "custom_identifier": "", "ref_id": "", "start_stamp": "2026-01-15 15:00:00"}

    assert len(assemble([*webhook(HUNG_UP), *webhook(HUNG_UP | other)]).calls) == 2


def test_what_we_say_about_a_call_by_both_names_joins_them() -> None:
    asked = Evidence(source=Source.DIAL, told_at=NOON, fact=Fact.HANG_UP_ASKED, intent_id="one", call_id=CALL_ID)
    told = (*dialled(intent()), *live(3), *live(3, call_id="2.2"), asked)

    assert keyed(*told)["one"].call_id == CALL_ID


WORLD = (
    *dialled(intent("one", mark=MARK)),
    *dialled(intent("two", 38)),
    *dialled(intent("ben", 1, agent=BEN)),
    *live(3),
    *live(3, **BENS_ROW),
    *live(43, call_id="3.3", created_at="2026-01-15 12:42:50", call_time="00:00:03"),
    *live(44, call_id="4.4", created_at="2026-01-15 12:42:51", call_time="00:00:03"),
    from_vanished(live(3)[0], NOON + timedelta(seconds=75)),
    *webhook(ANSWERED_BY_AGENT, 5),
    *webhook(ANSWERED_BY_CUSTOMER, 17),
    *webhook(ANSWERED_BY_CUSTOMER | {"custom_identifier": "", "ref_id": ""}, 18),
    *webhook(HUNG_UP),
    *webhook(MISSED_BY_AGENT | {"call_id": "3.3", "custom_identifier": "", "ref_id": ""}),
    *record(),
    *record(call_id="9.9", client_number="+447700900199", ref_id=""),
)


@given(st.lists(st.sampled_from(WORLD), unique=True), st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(told: list[Evidence], order: random.Random) -> None:
    shuffled = list(told)
    order.shuffle(shuffled)

    assert set(assemble(shuffled + shuffled[:3]).calls) == set(assemble(told).calls)


@given(st.lists(st.lists(st.sampled_from(WORLD), max_size=4), max_size=8))
def test_piece_by_piece_comes_to_the_same_as_all_at_once(batches: list[list[Evidence]]) -> None:
    correlator = Correlator()
    seen: dict[CallKey, Call] = {}
    for batch in batches:
        change = correlator.add(batch)
        for key in change.gone:
            del seen[key]
        seen |= {call.key: call for call in change.calls}

    whole = assemble(e for batch in batches for e in batch)
    assert set(correlator.calls) == set(whole.calls) == set(seen.values())


@given(st.lists(st.sampled_from(WORLD), unique=True))
def test_every_piece_of_evidence_is_in_one_call_and_no_call_mixes_ids(told: list[Evidence]) -> None:
    calls = assemble(told).calls

    assert sorted(repr(e) for call in calls for e in call.evidence) == sorted(map(repr, told))
    for call in calls:
        assert len({e.call_id for e in call.evidence if e.call_id}) <= 1
        assert len({e.intent_id for e in call.evidence if e.intent_id}) <= 1
    assert len({call.key for call in calls}) == len(calls)


def test_evidence_that_is_known_changes_nothing() -> None:
    correlator = Correlator()
    correlator.add(WORLD)

    assert correlator.add(WORLD) == correlator.add([])

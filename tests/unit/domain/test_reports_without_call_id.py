"""Webhooks that carry no call id: what tells two calls of one moment apart, and one call told in two zones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.calls import Call, CallState
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_unknown
from acefone_desktop.domain.dialing import Accepted
from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.matching.correlation import assemble
from tests.support.call_bodies import (
    ANSWERED_BY_AGENT,
    ANSWERED_BY_CUSTOMER,
    ASHA,
    ASHA_NAME,
    ASHA_PHONE,
    CALL_ID,
    HUNG_UP,
    NOON,
    intent,
    live,
    webhook,
)

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence

US = Agent(AgentId(ASHA), ASHA_NAME, phone=ASHA_PHONE, extension="0601234560001")
BARE = {"call_id": "", "ref_id": "", "custom_identifier": ""}


def keyed(*told: Evidence) -> dict[str, Call]:
    return {str(call.key): call for call in assemble(told).calls}


def placed(name: str, at: float) -> tuple[Evidence, ...]:
    dial = intent(name, at)
    replied_at = dial.requested_at + timedelta(seconds=1)
    return from_intent(dial, US), from_accepted(dial, replied_at, Accepted(at=replied_at))


def test_a_call_out_and_a_call_in_of_one_customer_and_one_second_are_two_calls() -> None:
    calling_in = ANSWERED_BY_AGENT | BARE | {"direction": "inbound"}
    calls = keyed(*placed("one", -2), *live(3), *webhook(ANSWERED_BY_CUSTOMER | BARE, 17), *webhook(calling_in, 9))

    (other,) = (call for key, call in calls.items() if key != "one")
    assert (calls["one"].call_id, calls["one"].state) == (CALL_ID, CallState.CONNECTED)
    assert other.evidence == frozenset(webhook(calling_in, 9))


def test_a_report_in_another_zone_is_not_an_earlier_lost_dials_while_its_own_call_is_known() -> None:
    """Live calls are read 5 h 30 min late, webhooks rightly: of one start there are two stamps."""
    lost, again = intent("lost", -80), placed("again", -2)
    row = live(3, created_at="2026-01-15 18:12:10")
    replied = (from_intent(lost, US), from_unknown(lost, NOON - timedelta(seconds=60), "no answer"))
    calls = keyed(*replied, *again, *row, *webhook(HUNG_UP | BARE))

    assert calls["again"].call_id == CALL_ID
    assert {item.source for item in calls["lost"].evidence} == {Source.DIAL}
    assert calls["lost"].state is CallState.UNKNOWN

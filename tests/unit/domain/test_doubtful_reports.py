"""What a report leaves to guesses stays open, and gives way to what another report says outright."""

from __future__ import annotations

from typing import Any

import pytest

from acefone_desktop.domain.calls import Call, CallOutcome
from tests.support.call_bodies import MISSED_BY_AGENT, MISSED_BY_CUSTOMER, record, webhook

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

"""Webhook bodies of calls that come in."""

from __future__ import annotations

from datetime import UTC

import pytest

from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhook_fields
from acefone_desktop.domain.reports import Direction


@pytest.mark.parametrize("status", ["Call received on Server", "Call received on Department", "Dialed on Agent"])
def test_a_trigger_that_is_for_calls_that_come_in_says_the_direction_where_nothing_else_does(status: str) -> None:
    body = {"call_id": "7", "call_status": status, "caller_id_number": "447700900123", "call_to_number": "442079460123"}
    report = read_webhook_fields(body, UTC)
    assert (report.direction, report.customer, report.caller_id) == (Direction.INBOUND, "447700900123", "442079460123")
    assert read_webhook_fields({**body, "direction": "outbound"}, UTC).direction is Direction.OUTBOUND

"""Ending calls, and the other things that can be done to a live one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.simulator.caller import Caller

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock


@pytest.mark.parametrize(
    ("at", "status", "description"),
    [
        (3, "missed", "Call missed by agent"),
        (10, "missed", "Call missed by customer"),
        (30, "answered", "Call answered by customer"),
    ],
)
def test_a_hang_up_ends_the_call_as_what_it_was_by_then(
    caller: Caller, manual_clock: ManualClock, at: float, status: str, description: str
) -> None:
    caller.dial()
    manual_clock.advance(at)
    assert caller.hang_up(caller.live()[0]["call_id"]).json()["success"] is True
    assert caller.live() == []
    manual_clock.advance(3)
    row = caller.records()[0]
    assert (row["status"], row["description"], row["call_duration"]) == (status, description, at)
    assert row["reason"] == "Call Disconnected By Caller"


def test_a_ref_id_does_not_hang_up(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(reply_ref_id=True)
    ref_id = caller.dial().json()["ref_id"]
    manual_clock.advance(5)
    assert caller.hang_up(ref_id).status_code == 400
    assert caller.http.post("/v1/call/hangup", json={"ref_id": ref_id}).status_code == 400
    assert len(caller.live()) == 1


def test_a_call_that_is_over_or_unknown_cannot_be_hung_up(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(5)
    call_id = caller.live()[0]["call_id"]
    caller.hang_up(call_id)
    for gone in (call_id, "nothing", ""):
        reply = caller.hang_up(gone)
        assert (reply.status_code, reply.json()["success"]) == (400, False)


def test_a_hang_up_can_fail_once(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(hangup_fails_once=True)
    caller.dial()
    manual_clock.advance(5)
    call_id = caller.live()[0]["call_id"]
    assert [caller.hang_up(call_id).status_code for _ in range(2)] == [500, 200]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"type": 1, "agent_id": "0501234560001"}, 200),
        ({"type": "4", "intercom": "1002"}, 200),
        ({"type": 4, "intercom": ["447700900001"]}, 200),
        ({"type": 4, "intercom": "0601234560002"}, 200),
        ({"type": 4, "intercom": "2002"}, 200),
        ({"type": 4, "intercom": "77"}, 400),
        ({"type": 2, "agent_id": "nobody"}, 422),
        ({"type": 1}, 422),
        ({"type": 4, "agent_id": "0501234560001"}, 422),
        ({"type": 5, "agent_id": "0501234560001"}, 422),
        ({}, 422),
    ],
)
def test_options_need_what_their_type_needs(
    caller: Caller, manual_clock: ManualClock, options: dict[str, object], status: int
) -> None:
    caller.dial()
    manual_clock.advance(20)
    body = {**options, "call_id": caller.live()[0]["call_id"]}
    assert caller.http.post("/v1/call/options", json=body).status_code == status


def test_options_need_a_live_call(caller: Caller) -> None:
    body = {"type": 1, "agent_id": "0501234560001", "call_id": "nothing"}
    assert caller.http.post("/v1/call/options", json=body).status_code == 400

"""Call notes, blocked numbers and scheduled calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock
    from tests.unit.simulator.caller import Caller

CALL = {
    "customer_name": "Tom Field",
    "customer_number": "447700900123",
    "schedule_callback_date_time": "2026-03-01 10:30:00",
    "schedule_callback_text": "Offer",
    "assigned_to": "41001",
}


def rows(caller: Caller, path: str, **query: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = caller.get(path, **query)["results"]
    return results


def test_a_note_is_kept_with_its_call(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(5)
    path = f"/v1/call/note/{caller.live()[0]['call_id']}"
    assert caller.http.post(path, json={"message": "Call back", "agent_disposition": "a|b"}).json()["success"] is True
    note = rows(caller, "call/notes/+447700900123")[0]
    assert note["notes"] == {"message": "Call back", "created_by": 41001, "name": "Asha Rao"}
    assert note["calldate"]["$date"]["$numberLong"].isdecimal()
    assert caller.http.put(path, json={"message": "Friday"}).status_code == 200
    assert rows(caller, "call/notes/7700900123")[0]["notes"]["message"] == "Friday"
    assert caller.http.delete(f"/v1/call/note/{note['_id']}").status_code == 200
    assert rows(caller, "call/notes/447700900123") == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_note_needs_its_call(caller: Caller, method: str) -> None:
    assert caller.http.request(method, "/v1/call/note/nothing", json={"message": "x"}).status_code == 404


def test_a_note_needs_words(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(5)
    assert caller.http.post(f"/v1/call/note/{caller.live()[0]['call_id']}", json={}).status_code == 422


def test_numbers_can_be_blocked_and_unblocked(caller: Caller) -> None:
    before = rows(caller, "blocked_numbers")
    body = {"src_number": "+447700900667", "block_key": "did", "did_numbers": ["+442079460123"]}
    new = caller.http.post("/v1/blocked_number", json=body).json()["id"]
    assert rows(caller, "blocked_numbers")[-1] == {"id": new, **body}
    changed = {"src_number": "+447700900668", "block_key": "all"}
    assert caller.http.put(f"/v1/blocked_number/{new}", json=changed).status_code == 200
    assert rows(caller, "blocked_numbers")[-1]["src_number"] == "+447700900668"
    assert caller.http.delete(f"/v1/blocked_number/{new}").status_code == 200
    assert rows(caller, "blocked_numbers") == before


@pytest.mark.parametrize(
    "body",
    [
        {"src_number": "1234"},
        {"src_number": "1" * 51},
        {"src_number": "+447700900667", "block_key": "some"},
        {"src_number": "+447700900667", "did_numbers": ["+442079460123"]},
    ],
)
def test_a_block_that_makes_no_sense_is_refused(caller: Caller, body: dict[str, object]) -> None:
    assert caller.http.post("/v1/blocked_number", json=body).status_code == 422


def test_calls_can_be_scheduled(caller: Caller) -> None:
    new = caller.http.post("/v1/schedule_call", json=CALL).json()["id"]
    assert rows(caller, "schedule_calls") == [{"id": new, **CALL}]
    later = {**CALL, "schedule_callback_date_time": "2026-03-02 10:30:00"}
    assert caller.http.put(f"/v1/schedule_call/{new}", json=later).status_code == 200
    assert rows(caller, "schedule_calls", to_date="2026-03-01 23:59:59") == []
    assert len(rows(caller, "schedule_calls", from_date="2026-03-02 00:00:00")) == 1
    assert caller.http.delete(f"/v1/schedule_call/{new}").status_code == 200
    assert rows(caller, "schedule_calls") == []


@pytest.mark.parametrize("name", ["customer_number", "schedule_callback_date_time"])
def test_a_scheduled_call_needs_number_and_moment(caller: Caller, name: str) -> None:
    assert caller.http.post("/v1/schedule_call", json={**CALL, name: ""}).status_code == 422


@pytest.mark.parametrize("path", ["blocked_number", "schedule_call"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_is_not_there_cannot_be_changed(caller: Caller, path: str, method: str) -> None:
    assert caller.http.request(method, f"/v1/{path}/x", json=CALL).status_code == 404

"""Queries for call records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from acefone_desktop.simulator.switches import AccountZone, DestinationFilter
from tests.unit.simulator.caller import Caller

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock


@pytest.fixture
def history(caller: Caller, manual_clock: ManualClock) -> Caller:
    """Three calls on record: answered, missed by the customer, answered; two minutes apart."""
    for number in ("447700900123", "447700900901", "447700900124"):
        caller.dial(number)
        manual_clock.advance(120)
    return caller


def numbers(rows: list[dict[str, str]]) -> list[str]:
    return [row["client_number"][-3:] for row in rows]


def test_records_come_newest_first(history: Caller) -> None:
    assert numbers(history.records()) == ["124", "901", "123"]


def test_records_come_in_pages(history: Caller) -> None:
    page = history.get("call/records", page=2, limit=2)
    assert {name: page[name] for name in ("count", "limit", "size", "page")} == {
        "count": 3, "limit": 2, "size": 1, "page": 2,
    }  # fmt: skip
    assert numbers(page["results"]) == ["123"]
    assert history.get("call/records", limit=5000)["limit"] == 200
    assert history.get("call/records", limit="many", page="-3")["page"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"call_type": "c"}, ["124", "123"]),
        ({"call_type": "m"}, ["901"]),
        ({"direction": "inbound"}, []),
        ({"call_direction": "outbound"}, ["124", "901", "123"]),
        ({"agents": "agent|0501234560001"}, ["124", "901", "123"]),
        ({"agents[]": "agent|0501234560002"}, []),
        ({"did_number": "+442079460123"}, ["124", "901", "123"]),
        ({"did_numbers[]": "442079460124"}, []),
        ({"duration": "60", "operator": ">"}, ["124", "123"]),
        ({"duration": "34", "operator": "<="}, ["901"]),
        ({"destination": "447700900123"}, ["124", "901", "123"]),
        ({"callerid": "447700900123"}, ["124", "901", "123"]),
    ],
)
def test_filters_that_work_and_filters_that_do_not(history: Caller, query: dict[str, str], found: list[str]) -> None:
    assert numbers(history.records(**query)) == found


def test_a_call_id_finds_its_record(history: Caller) -> None:
    wanted = history.records()[1]["call_id"]
    assert numbers(history.records(call_id=wanted)) == ["901"]


def test_the_destination_filter_can_find_nothing_at_all(history: Caller) -> None:
    history.switch(destination_filter=DestinationFilter.EMPTY)
    assert history.records(destination="447700900123") == []
    assert len(history.records()) == 3


@pytest.mark.parametrize("zone", AccountZone)
def test_stamps_are_written_and_read_in_the_accounts_zone(
    history: Caller, manual_clock: ManualClock, zone: AccountZone
) -> None:
    history.switch(time_zone=zone)
    second = manual_clock.civil() - timedelta(seconds=240)
    local = second.astimezone(ZoneInfo(zone.value))
    row = history.records()[1]
    assert f"{row['date']} {row['time']}" == local.strftime("%Y-%m-%d %H:%M:%S")
    assert row["end_stamp"] == (local + timedelta(seconds=34)).strftime("%Y-%m-%d %H:%M:%S")
    window = [(local + timedelta(seconds=s)).strftime("%Y-%m-%d %H:%M:%S") for s in (-10, 10)]
    assert numbers(history.records(from_date=window[0], to_date=window[1])) == ["901"]


def test_live_rows_are_stamped_in_the_accounts_zone(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(time_zone=AccountZone.IST)
    now = manual_clock.civil().astimezone(ZoneInfo("Asia/Kolkata"))
    caller.dial()
    manual_clock.advance(4)
    assert caller.live()[0]["created_at"] == now.strftime("%Y-%m-%d %H:%M:%S")


def test_records_can_be_late(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(record_delay=30.0)
    caller.dial()
    manual_clock.advance(100)
    assert caller.records() == []
    manual_clock.advance(1)
    assert len(caller.records()) == 1


def test_records_can_come_twice(history: Caller) -> None:
    history.switch(record_twice=True)
    ids = [row["call_id"] for row in history.records()]
    assert len(ids) == 6
    assert len(set(ids)) == 3


def test_every_nth_query_can_fail(history: Caller) -> None:
    history.switch(records_fail_every=3)
    statuses = [history.http.get("/v1/call/records").status_code for _ in range(6)]
    assert statuses == [200, 200, 500, 200, 200, 500]


def test_records_can_carry_the_callers_marks(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(reply_ref_id=True)
    ref_id = caller.dial(custom_identifier="mine").json()["ref_id"]
    manual_clock.advance(100)
    assert not caller.records()[0].keys() & {"ref_id", "custom_identifier"}
    caller.switch(records_ref_id=True, records_custom_identifier=True)
    row = caller.records()[0]
    assert (row["ref_id"], row["custom_identifier"]) == (ref_id, "mine")


def test_a_recording_is_there_after_a_while(caller: Caller, manual_clock: ManualClock) -> None:
    caller.switch(recording_delay=5.0)
    caller.dial()
    manual_clock.advance(74)
    assert caller.records()[0]["recording_url"] is None
    manual_clock.advance(5)
    sound = caller.http.get(caller.records()[0]["recording_url"])
    assert sound.headers["content-type"] == "audio/wav"
    assert len(sound.content) > 5_000


def test_a_recording_needs_the_secret_in_its_address(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(200)
    address = caller.records()[0]["recording_url"]
    wrong = caller.http.get(address[:-1] + "-")
    assert (wrong.status_code, wrong.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_recording_can_be_off(caller: Caller, manual_clock: ManualClock) -> None:
    caller.dial()
    manual_clock.advance(200)
    address = caller.records()[0]["recording_url"]
    caller.switch(recordings=False)
    assert caller.records()[0]["recording_url"] is None
    assert caller.http.get(address).status_code == 404

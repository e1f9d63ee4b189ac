"""Rows of live calls and call records, tolerantly read (contract §4, §6)."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone.reports.call_rows import MOST_ROWS, read_call_records, read_live_calls
from acefone_desktop.domain.reports import AgentMention, Direction
from tests.support.call_bodies import ASHA_NAME, CALL_ID, CUSTOMER, DID, LIVE_ROW, NOON, RECORD
from tests.unit.adapters.test_webhook_bodies import JSON


def test_a_live_row_is_read_whole() -> None:
    (row,) = read_live_calls([LIVE_ROW], UTC)

    assert (row.call_id, row.direction, row.kind, row.state) == (
        CALL_ID, Direction.OUTBOUND, "click-to-call", "Answered",
    )  # fmt: skip
    assert (row.customers, row.caller_id, row.elapsed_s, row.created_at) == ((CUSTOMER,), DID, 33, NOON)
    assert row.agent == AgentMention(name=ASHA_NAME, numbers=("447700900001",))


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"data": r}, lambda r: {"results": r}, lambda r: {"Data": r}])
def test_lists_come_bare_or_wrapped(wrap: object) -> None:
    assert callable(wrap)
    assert len(read_live_calls(wrap([LIVE_ROW]), UTC)) == 1
    assert len(read_call_records(wrap([RECORD]), UTC).records) == 1


@pytest.mark.parametrize(
    ("direction", "read"),
    [(1, Direction.INBOUND), ("1", Direction.INBOUND), ("2", Direction.OUTBOUND), ("outbound", Direction.OUTBOUND)],
)
def test_directions_are_numbers_or_words(direction: object, read: Direction) -> None:
    assert read_live_calls([LIVE_ROW | {"direction": direction}], UTC)[0].direction is read


def test_among_several_destinations_the_agents_own_phone_is_no_customer() -> None:
    row = LIVE_ROW | {"customer_number": None, "destination": "447700900001, +44 7700 900123,447700900124"}

    assert read_live_calls([row], UTC)[0].customers == (CUSTOMER, "447700900124")


def test_the_customer_number_comes_before_the_destinations() -> None:
    row = LIVE_ROW | {"customer_number": "+447700900125", "destination": "447700900124,07700900125"}

    assert read_live_calls([row], UTC)[0].customers == ("447700900125", "447700900124")


def test_without_any_destination_the_channel_names_the_customer() -> None:
    row = LIVE_ROW | {"customer_number": None, "destination": None}

    assert read_live_calls([row], UTC)[0].customers == (CUSTOMER,)


def test_inbound_the_source_is_the_customer() -> None:
    row = LIVE_ROW | {"direction": 1, "source": "+447700900130", "customer_number": None, "type": "pbx"}

    (read,) = read_live_calls([row], UTC)
    assert read.customers == ("447700900130",)
    assert read.agent == AgentMention(name=ASHA_NAME)


def test_rows_without_a_call_id_are_passed_over() -> None:
    assert read_live_calls([{}, None, "x", {"call_id": None}, LIVE_ROW], UTC)[0].call_id == CALL_ID


def test_a_record_is_read_whole_in_the_accounts_zone() -> None:
    ist = RECORD | {"time": "18:12:10", "end_stamp": "2026-01-15 18:13:21", "call_duration": "71"}
    page = read_call_records({"count": "41", "page": 2, "results": [ist]}, ZoneInfo("Asia/Kolkata"))

    (row,) = page.records
    assert (page.page, page.total) == (2, 41)
    assert row.started_at == NOON
    assert (row.talk_s, row.duration_s, row.agent_ring_s, row.has_recording) == (55, 71, 4, True)
    assert "token" not in repr(row)


def test_a_reply_is_read_up_to_a_bound() -> None:
    assert len(read_live_calls([LIVE_ROW] * (MOST_ROWS + 5), UTC)) == MOST_ROWS


@given(st.dictionaries(st.sampled_from([*LIVE_ROW, *RECORD]), JSON), JSON)
def test_no_reply_does_more_than_go_unread(spoilt: dict[str, object], other: object) -> None:
    for reply in ([{"call_id": "1.2"} | spoilt], {"results": [spoilt]}, other, {"data": other, "count": other}):
        repr(read_live_calls(reply, UTC)).encode()
        repr(read_call_records(reply, UTC)).encode()

"""Webhook bodies in every dress the contract knows (§8)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone.reports.webhook_bodies import (
    LARGEST_BODY,
    WebhookNotUnderstoodError,
    read_webhook,
    read_webhook_fields,
)
from acefone_desktop.domain.errors import ReplyNotUnderstoodError
from acefone_desktop.domain.reports import AgentMention, Direction
from tests.support.call_bodies import (
    ANSWERED_BY_AGENT,
    ANSWERED_BY_CUSTOMER,
    ASHA,
    ASHA_NAME,
    CALL_ID,
    CUSTOMER,
    DID,
    HUNG_UP,
    MARK,
    MISSED_BY_AGENT,
    MISSED_BY_CUSTOMER,
    NOON,
    REF_ID,
)

BODIES = [ANSWERED_BY_AGENT, ANSWERED_BY_CUSTOMER, HUNG_UP, MISSED_BY_CUSTOMER, MISSED_BY_AGENT]


def as_json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def as_form(body: dict[str, Any]) -> bytes:
    return urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}).encode()


def test_a_hang_up_is_read_whole() -> None:
    report = read_webhook(as_json(HUNG_UP), "application/json", "", UTC)

    assert (report.status, report.call_id, report.ref_id, report.custom_identifier) == (
        "answered", CALL_ID, REF_ID, MARK,
    )  # fmt: skip
    assert (report.direction, report.click_to_call) == (Direction.OUTBOUND, True)
    assert (report.customer, report.caller_id) == (CUSTOMER, DID)
    assert report.answered_agents[0] == AgentMention(id=ASHA, name=ASHA_NAME, numbers=("0601234560001",))
    assert (report.talk_s, report.duration_s, report.customer_ring_s, report.agent_ring_s) == (55, 67, 12, 4)
    assert report.started_at == NOON
    assert report.has_recording
    assert "token" not in repr(report)


@pytest.mark.parametrize("body", BODIES)
def test_json_form_and_get_say_the_same(body: dict[str, Any]) -> None:
    told = read_webhook(as_json(body), "application/json; charset=utf-8", "", UTC)

    assert read_webhook(as_form(body), "application/x-www-form-urlencoded", "", UTC) == told
    assert read_webhook(b"", "", as_form(body).decode(), UTC) == told
    assert read_webhook(as_json(body), "", "secret=x", UTC) == told
    assert read_webhook(as_form(body), "text/plain", "", UTC) == told


@pytest.mark.parametrize("body", BODIES)
def test_keys_in_any_case_and_with_blanks_are_known(body: dict[str, Any]) -> None:
    dressed = {f" {key.upper()} ": value for key, value in body.items()}

    assert read_webhook_fields(dressed, UTC) == read_webhook_fields(body, UTC)


def test_unset_variables_say_nothing() -> None:
    unset = {"custom_identifier": "$custom_identifier", "ref_id": "_number", "recording_url": "$recording_url"}
    report = read_webhook_fields(HUNG_UP | unset | {"answered_agent_name": "_name", "end_stamp": "$end_stamp"}, UTC)

    assert (report.custom_identifier, report.ref_id, report.has_recording, report.ended_at) == ("", "", False, None)


@pytest.mark.parametrize(
    "answered",
    [
        {"id": ASHA, "name": ASHA_NAME},
        [{"id": ASHA, "name": ASHA_NAME}],
        json.dumps({"id": ASHA, "name": ASHA_NAME}),
        json.dumps([{"id": ASHA, "name": ASHA_NAME}]),
    ],
)
def test_the_answering_agent_comes_in_four_shapes(answered: object) -> None:
    report = read_webhook_fields(HUNG_UP | {"answered_agent": answered}, UTC)

    assert report.answered_agents[0].id == ASHA


@pytest.mark.parametrize("missed", [[{"id": ASHA}], {"id": ASHA}, json.dumps([{"id": ASHA}])])
def test_the_missed_agent_comes_in_three_shapes(missed: object) -> None:
    assert read_webhook_fields(MISSED_BY_AGENT | {"missed_agent": missed}, UTC).missed_agents == (
        AgentMention(id=ASHA),
    )  # fmt: skip


def test_on_a_missed_call_the_agent_who_was_tried_did_not_answer() -> None:
    assert read_webhook_fields(MISSED_BY_AGENT, UTC).answered_agents == ()


@pytest.mark.parametrize(
    "stamp",
    ["2026-01-15 18:12:10", "2026-01-15T12:42:10Z", "2026-01-15T18:12:10+0530", "2026-01-15T18:12:10.000+05:30",
     "1768480930", 1768480930, "1768480930000"],
)  # fmt: skip
def test_stamps_are_naive_iso_or_epoch(stamp: object) -> None:
    report = read_webhook_fields(HUNG_UP | {"start_stamp": stamp}, ZoneInfo("Asia/Kolkata"))

    assert report.started_at == NOON


@pytest.mark.parametrize("stamp", ["", "0000-00-00 00:00:00", "$start_stamp", "soon", "9" * 12, None, True, [], "²"])
def test_what_is_no_stamp_is_not_told(stamp: object) -> None:
    assert read_webhook_fields(HUNG_UP | {"start_stamp": stamp}, UTC).started_at in {
        None, datetime.fromtimestamp(999_999_999.999, UTC),
    }  # fmt: skip


def test_inbound_the_customer_is_the_caller() -> None:
    body = {
        "call_id": CALL_ID,
        "direction": "Dialer (inbound)",
        "call_status": "Answered",
        "caller_id_number": "07700900123",
        "call_to_number": DID,
        "outbound_sec": "9",
        "end_stamp": "2026-01-15 12:43:21",
    }
    report = read_webhook_fields(body, UTC)

    assert (report.direction, report.customer, report.caller_id) == (Direction.INBOUND, "07700900123", DID)
    assert report.talk_s is None


def test_a_call_id_that_looks_like_a_number_stays_as_it_is() -> None:
    body = b'{"call_id": 1768400000.10000001, "call_status": "missed"}'

    assert read_webhook(body, "application/json", "", UTC).call_id == "1768400000.10000001"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"1", b"{}", b"<html></html>", b'{"call_status":"answered"}', b'{"call_id":"1"}', b"{",
     b"[" * 100_000, b'{"call_status":{"a":1},"call_id":["x"]}', b"\xff\xfe", b"a=b&" * 400,
     b" " * LARGEST_BODY + b"{}"],
)  # fmt: skip
def test_what_is_no_webhook_is_refused_with_our_error(body: bytes) -> None:
    with pytest.raises(WebhookNotUnderstoodError) as refused:
        read_webhook(body, "application/json", "", UTC)
    assert isinstance(refused.value, ReplyNotUnderstoodError)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*HUNG_UP, *ANSWERED_BY_AGENT]), JSON))
def test_no_value_in_any_field_does_more_than_go_unread(spoilt: dict[str, object]) -> None:
    body = {"call_id": "1.2", "call_status": "missed"} | spoilt
    try:
        report = read_webhook_fields(body, UTC)
    except WebhookNotUnderstoodError:
        return
    repr(report).encode()
    assert report.customer.isdecimal() or not report.customer


@given(st.binary(max_size=200), st.text(max_size=30), st.text(max_size=60))
def test_any_request_is_read_or_refused(body: bytes, content_type: str, query: str) -> None:
    try:
        read_webhook(body, content_type, query, UTC)
    except WebhookNotUnderstoodError:
        return

"""Calls around a change of the clocks are read as long as they were, in any zone and at any minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone.reports.call_rows import read_call_records
from acefone_desktop.adapters.acefone.reports.stamps import read_span
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhook_fields
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent
from acefone_desktop.domain.dialing import Accepted, CallIntent, DialRequest, IntentId
from acefone_desktop.domain.report_evidence import from_call_record
from tests.support.call_bodies import CUSTOMER, HUNG_UP, RECORD
from tests.support.tracking import AGENT

CHANGES = [
    ("Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
]
LENGTHS = st.integers(0, 1700)
MINUTES = st.integers(-130 * 60, 130 * 60)


def naive(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGES), MINUTES, LENGTHS, st.booleans())
def test_a_span_is_as_long_as_the_call_was(
    change: tuple[str, datetime], after_s: int, length_s: int, is_told: bool
) -> None:
    zone, changes_at = change
    start = changes_at + timedelta(seconds=after_s)
    end = start + timedelta(seconds=length_s)
    read = read_span(naive(start, zone), naive(end, zone), ZoneInfo(zone), length_s if is_told else None)
    assert read[0] is not None
    assert read[1] is not None
    assert read[1] - read[0] == timedelta(seconds=length_s)
    off = read[0] - start
    assert abs(off) in {timedelta(), timedelta(minutes=30), timedelta(hours=1)}
    if naive(start, zone) != naive(start + timedelta(hours=1), zone) and abs(after_s) > 3700:
        assert not off


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CHANGES), MINUTES, st.integers(20, 1700))
def test_a_call_of_ours_is_told_at_the_right_time_whichever_round_it_was_in(
    change: tuple[str, datetime], after_s: int, length_s: int
) -> None:
    zone, changes_at = change
    start = changes_at + timedelta(seconds=after_s)
    end = start + timedelta(seconds=length_s)
    row = RECORD | {
        "date": naive(start, zone)[:10],
        "time": naive(start, zone)[11:],
        "end_stamp": naive(end, zone),
        "call_duration": length_s,
        "answered_seconds": length_s - 16,
        "custom_identifier": "one",
    }
    (record,) = read_call_records({"results": [row]}, ZoneInfo(zone)).records
    dial = CallIntent(IntentId("one"), DialRequest(digits=CUSTOMER, agent_id=AGENT.id), start - timedelta(seconds=1))
    asked = from_intent(dial, AGENT), from_accepted(dial, start, Accepted("queued", at=start))
    call = Call.of([*asked, *from_call_record(record, end + timedelta(seconds=3))])
    assert (call.started_at, call.ended_at) == (start, end)
    assert call.talk_seconds == length_s - 16


@pytest.mark.parametrize(("zone", "changes_at"), CHANGES)
def test_a_hang_up_across_the_change_is_read_with_its_answer_in_between(zone: str, changes_at: datetime) -> None:
    start, answer, end = (changes_at + timedelta(seconds=s) for s in (-40, -36, 27))
    stamps = {"start_stamp": start, "answer_stamp": answer, "end_stamp": end}
    body = HUNG_UP | {name: naive(at, zone) for name, at in stamps.items()} | {"duration": "67", "billsec": "63"}
    report = read_webhook_fields(body, ZoneInfo(zone))
    assert (report.started_at, report.answered_at, report.ended_at) == (start, answer, end)


def test_stamps_with_an_offset_have_one_reading() -> None:
    london = ZoneInfo("Europe/London")
    told = read_span("2026-10-25T01:30:00+01:00", "2026-10-25T01:30:09+00:00", london)
    assert told == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, 9, tzinfo=UTC))
    assert read_span("", "2026-10-25 01:30:09", london)[0] is None
    assert read_span("2026-10-25 03:00:00", "$end_stamp", london) == (datetime(2026, 10, 25, 3, tzinfo=UTC), None)

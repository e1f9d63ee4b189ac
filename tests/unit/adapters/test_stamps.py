"""The provider's stamps, above all in the hour that a clock repeats."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from acefone_desktop.adapters.acefone.reports.call_rows import read_call_records
from acefone_desktop.adapters.acefone.reports.recorded_lines import read_line
from acefone_desktop.adapters.acefone.reports.stamps import read_stamp
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhook_fields
from acefone_desktop.domain.matching.correlation import assemble
from tests.support.call_bodies import HUNG_UP, RECORD

LONDON = ZoneInfo("Europe/London")
OVER_THE_CHANGE = {
    "start_stamp": "2026-10-25 01:59:50",
    "answer_stamp": "2026-10-25 01:59:54",
    "end_stamp": "2026-10-25 01:01:01",
}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-07-15 12:42:10", datetime(2026, 7, 15, 11, 42, 10, tzinfo=UTC)),
        ("2026-10-25 01:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-07-15T12:42:10+05:30", datetime(2026, 7, 15, 7, 12, 10, tzinfo=UTC)),
        ("2026-07-15T12:42:10+0530", datetime(2026, 7, 15, 7, 12, 10, tzinfo=UTC)),
        ("1768480930", datetime(2026, 1, 15, 12, 42, 10, tzinfo=UTC)),
        ("1768480930000", datetime(2026, 1, 15, 12, 42, 10, tzinfo=UTC)),
    ],
)
def test_every_form_of_stamp_is_kept_in_utc(written: str, moment: datetime) -> None:
    stamp = read_stamp(written, LONDON)

    assert stamp == moment
    assert stamp is not None
    assert stamp.tzinfo is UTC


def test_a_call_over_the_end_of_summer_time_ends_after_it_starts() -> None:
    report = read_webhook_fields(HUNG_UP | OVER_THE_CHANGE, LONDON)
    (record,) = read_call_records(
        [RECORD | {"date": "2026-10-25", "time": "01:59:50", "end_stamp": "2026-10-25 01:01:01"}], LONDON
    ).records

    ended_at = datetime(2026, 10, 25, 1, 1, 1, tzinfo=UTC)
    assert (report.started_at, report.ended_at) == (datetime(2026, 10, 25, 0, 59, 50, tzinfo=UTC), ended_at)
    assert record.ended_at == ended_at


def test_our_call_in_the_repeated_hour_is_known_by_its_mark() -> None:
    stamps = {
        "start_stamp": "2026-10-25 01:30:00",
        "answer_stamp": "2026-10-25 01:30:04",
        "end_stamp": "2026-10-25 01:31:11",
    }
    request = {
        "agent_number": "0501234560001",
        "destination_number": HUNG_UP["call_to_number"],
        "custom_identifier": HUNG_UP["custom_identifier"],
    }
    dial = {"request": request, "status": 200, "response": {"success": True, "message": "Queued"}}
    lines = (
        {"source": "dial", "at": "2026-10-25T01:30:00Z", "body": dial},
        {"source": "webhook", "at": "2026-10-25T01:31:13Z", "body": HUNG_UP | stamps},
    )
    (call,) = assemble(item for line in lines for item in read_line(json.dumps(line), LONDON).evidence).calls

    assert call.call_id == HUNG_UP["call_id"]
    assert call.started_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

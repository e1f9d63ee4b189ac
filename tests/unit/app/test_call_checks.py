"""What the doctor says of the time zone and of the hour's requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.request_counts import SqliteRequestCounts
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.app.call_checks import PollingCheck, TimeZoneCheck
from acefone_desktop.desktop.home_zone import home_zone
from acefone_desktop.domain.account import ServiceRegion
from acefone_desktop.domain.polling_budget import PollingBudget, RequestKind
from acefone_desktop.domain.server_zone import FoundZone, FoundZones, ZoneSighting, offset_of, zone_of
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.diagnostics import Status
from acefone_desktop.services.request_ledger import RequestLedger
from tests.support.tracking import StillClock

if TYPE_CHECKING:
    from pathlib import Path

HERE = "https://api.example.invalid"
AT = datetime(2026, 1, 15, 12, tzinfo=UTC)


def account(chosen: str = "") -> AccountSettings:
    return AccountSettings(region=ServiceRegion.OTHER, base_url=HERE, time_zone=chosen)


def found(zone: str, calls: int, base_url: str = HERE) -> FoundZones:
    seen = ZoneSighting("a call", AT, offset_of(zone_of(zone), AT))
    return FoundZones(base_url, FoundZone(zone, calls, (seen,)), FoundZone("UTC+05:45", 2, (seen,)))


@pytest.mark.parametrize(
    ("settings", "status", "said"),
    [
        (Settings(), Status.OK, "read as UTC, until calls have told more."),
        (Settings(account=account("Asia/Kolkata")), Status.OK, "read as UTC+5:30 (Asia/Kolkata), as you chose."),
        (
            Settings(account=account(), found_zones=found("Asia/Kolkata", 3)),
            Status.OK,
            "are UTC+5:30 (Asia/Kolkata), found from 3 calls.",
        ),
        (
            Settings(account=account("Europe/London"), found_zones=found("UTC+05:45", 1)),
            Status.WARNING,
            "as you chose, but going by 1 call look like UTC+5:45.",
        ),
        (
            Settings(account=account(), found_zones=found("Asia/Kolkata", 3, "https://another.example.invalid")),
            Status.OK,
            "read as UTC, until calls have told more.",
        ),
    ],
)
async def test_the_time_zone_is_told_with_how_it_is_known(
    tmp_path: Path, settings: Settings, status: Status, said: str
) -> None:
    disk = SettingsFile(tmp_path / "settings.json")
    disk.save(settings)
    assert disk.load() == settings
    result = await TimeZoneCheck(disk, StillClock()).run()
    assert result.status is status
    assert said in result.found
    assert bool(result.remedy) is (status is Status.WARNING)


async def test_the_hours_requests_are_told_by_kind_and_when_asking_is_slowed_down(tmp_path: Path) -> None:
    clock, counts = StillClock(), SqliteRequestCounts(tmp_path)
    unused = await PollingCheck(counts, clock).run()
    assert (unused.status, unused.found) == (
        Status.OK,
        "In the last hour calls were asked about 0 times, of 1800 at most.",
    )
    ledger = RequestLedger(clock, counts)
    for kind in (*[RequestKind.LIVE_CALLS] * 6, *[RequestKind.CALL_RECORDS] * 2, RequestKind.DIAL):
        ledger.note(kind)
    ledger.keep(at_once=True)
    used = await PollingCheck(counts, clock).run()
    assert "8 times, of 1800 at most (live_calls 6, call_records 2, dial 1)." in used.found
    spent = await PollingCheck(counts, clock, PollingBudget(hourly=10, at_full_pace=8)).run()
    assert (spent.status, bool(spent.remedy)) == (Status.WARNING, True)
    assert "slowed down" in spent.found
    await clock.advance(2 * 3600)
    assert "0 times" in (await PollingCheck(counts, clock).run()).found


def test_this_computers_zone_is_read_from_where_the_system_tells_it(tmp_path: Path) -> None:
    zone = tmp_path / "zoneinfo" / "Europe" / "Paris"
    zone.parent.mkdir(parents=True)
    zone.touch()
    link = tmp_path / "localtime"
    link.symlink_to(zone)
    assert home_zone({}, link) == "Europe/Paris"
    assert home_zone({"TZ": ":America/New_York"}, link) == "America/New_York"
    assert home_zone({"TZ": "CET-1CEST,M3.5.0"}, link) == ""
    assert home_zone({}, zone.parent / "nowhere") == ""
    assert home_zone({}, tmp_path) == ""

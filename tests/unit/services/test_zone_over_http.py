"""The account's time zone is found from the simulated account's own words, used, remembered, and asked with."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.domain.account import ServiceRegion
from acefone_desktop.domain.server_zone import zone_of
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.zone_keeping import ZoneKeeper
from acefone_desktop.services.zone_watch import ZoneWatch, candidates
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import AccountZone, Switches
from acefone_desktop.simulator.thread import SimulatorThread
from tests.unit.services.test_tracking_over_http import SPEED, Desk, settled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

KOLKATA = timedelta(hours=5, minutes=30)


class ZonedDesk(Desk):
    """A desk that finds the zone and keeps it on disk."""

    def __init__(self, simulator: SimulatorThread, disk: SettingsFile) -> None:
        super().__init__(simulator)
        self.disk = disk

    async def open(self) -> None:
        await super().open()
        settings = self.disk.load()
        zone = zone_of(settings.server_zone)
        found = settings.found_zones.of(self.simulator.base_url)
        watch = ZoneWatch(
            found, candidates(ServiceRegion.OTHER, ""), since=self.clock.now(), account_zone=zone, webhook_zone=zone
        )
        ZoneKeeper(settings, self.disk, self.client, watch, self.clock)
        self.tracker.subscribe(watch.see)

    def windows(self) -> list[tuple[datetime, datetime]]:
        """The windows of records asked for so far, as written."""
        asked = [parse_qs(r.body) for r in self.simulator.requests if r.path.endswith("/call/records")]
        return [
            (datetime.fromisoformat(query["from_date"][0]), datetime.fromisoformat(query["to_date"][0]))
            for query in asked
        ]


@pytest.fixture
def disk(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def simulator(request: pytest.FixtureRequest) -> Iterator[SimulatorThread]:
    """The account, in the zone that the test names."""
    switches = Switches(rate_limit=0, time_zone=request.param)
    with SimulatorThread(SimulatedAccount(), switches, SimulatedClock(SPEED)) as running:
        yield running


def set_up(disk: SettingsFile, simulator: SimulatorThread, chosen: str = "") -> None:
    account = AccountSettings(region=ServiceRegion.OTHER, base_url=simulator.base_url, time_zone=chosen)
    disk.save(Settings(account=account))


@asynccontextmanager
async def opened(simulator: SimulatorThread, disk: SettingsFile) -> AsyncIterator[ZonedDesk]:
    desk = ZonedDesk(simulator, disk)
    await desk.open()
    try:
        yield desk
    finally:
        await desk.tracker.stop()
        await desk.client.close()


@pytest.mark.parametrize(
    ("simulator", "chosen", "found"),
    [
        (AccountZone.IST, "", "Asia/Kolkata"),
        (AccountZone.UTC, "America/New_York", "UTC"),
        (AccountZone.IST, "Pacific/Auckland", "Asia/Kolkata"),
    ],
    indirect=["simulator"],
)
async def test_two_calls_tell_the_zone_whatever_was_thought_of_it(
    simulator: SimulatorThread, disk: SettingsFile, chosen: str, found: str
) -> None:
    set_up(disk, simulator, chosen)
    async with opened(simulator, disk) as desk:
        for n in range(2):
            await desk.dial(f"dial {n}", f"44770090012{n}")
            call = await desk.until(settled, f"dial {n}")
            assert call.talk_seconds == 55
            assert call.started_at is not None
            assert call.requested_at is not None
            assert abs(call.started_at - call.requested_at) < timedelta(seconds=30)
    settings = disk.load()
    assert (settings.found_zones.account.zone, settings.found_zones.account.calls) == (found, 2)
    assert settings.server_zone == (chosen or found), "a choice stays"


@pytest.mark.parametrize("simulator", [AccountZone.IST], indirect=True)
async def test_what_was_found_is_used_at_once_and_remembered_and_earlier_calls_stay_right(
    simulator: SimulatorThread, disk: SettingsFile
) -> None:
    set_up(disk, simulator)
    async with opened(simulator, disk) as desk:
        for name in ("one", "two"):
            await desk.dial(name, "447700900121")
            await desk.until(settled, name)
        first, wide = desk.call("one").reading, desk.windows()
        await desk.dial("three", "447700900123")
        third = await desk.until(settled, "three")
        narrow = desk.windows()[len(wide) :]
        assert desk.call("one").reading == first
    assert wide[0][1] - wide[0][0] >= timedelta(hours=28), "nothing was known of the zone yet"
    assert narrow
    assert third.started_at is not None
    for begin, end in narrow:
        assert end - begin < timedelta(hours=4)
        assert begin < (third.started_at + KOLKATA).replace(tzinfo=None) < end, "asked in the account's own time"

    async with opened(simulator, disk) as later:
        await later.dial("four", "447700900124")
        await later.until(settled, "four")
        assert all(end - begin < timedelta(hours=4) for begin, end in later.windows()[len(wide) + len(narrow) :])
    assert disk.load().found_zones.account.calls == 4

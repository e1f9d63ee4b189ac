"""A zone that is found is put to use for webhooks too, while they are listened for."""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.domain.account import ServiceRegion
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent
from acefone_desktop.domain.dialing import Accepted
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.zone_keeping import ZoneKeeper
from acefone_desktop.services.zone_watch import ZoneWatch, candidates
from tests.support.call_bodies import ANSWERED_BY_AGENT, MARK, NOON, intent, record, webhook
from tests.support.tracking import StillClock

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.evidence import Evidence

ADDRESS = "https://account.example.invalid/v1"
KOLKATA = timedelta(hours=5, minutes=30)


class Provider:
    def use_zone(self, zone: tzinfo, *, is_sure: bool) -> None:
        del zone, is_sure


class Listener:
    """Takes orders about the zone, and obeys at once."""

    def __init__(self) -> None:
        self.zones: list[str] = []

    def read_in(self, zone: str) -> None:
        self.zones.append(zone)


class Scene:
    def __init__(self, folder: Path, chosen: str = "") -> None:
        account = AccountSettings(region=ServiceRegion.OTHER, base_url=ADDRESS, time_zone=chosen)
        self.clock, self.disk, self.listener = StillClock(), SettingsFile(folder / "settings.json"), Listener()
        self.disk.save(Settings(account=account))
        settings = self.disk.load()
        self.watch = ZoneWatch(
            settings.found_zones.of(ADDRESS), candidates(ServiceRegion.OTHER, ""),
            since=NOON - timedelta(hours=1), account_zone=UTC, webhook_zone=UTC,
        )  # fmt: skip
        ZoneKeeper(settings, self.disk, Provider(), self.watch, self.clock, self.listener)

    def see(self, number: int, *told: Evidence) -> None:
        """A dial of ours, taken by the provider at noon, and what is told of it."""
        dial = intent(f"dial {number}", mark=MARK)
        self.watch.see((Call.of([from_intent(dial), from_accepted(dial, NOON, Accepted("", at=NOON)), *told]),))


def told_by_webhook(hours_ahead: timedelta, told_after_s: float = 5) -> tuple[Evidence, ...]:
    stamp = (NOON + hours_ahead + timedelta(seconds=2)).strftime("%Y-%m-%d %H:%M:%S")
    return webhook(ANSWERED_BY_AGENT | {"start_stamp": stamp}, told_after_s)


def told_by_record(hours_ahead: timedelta) -> tuple[Evidence, ...]:
    at = NOON + hours_ahead + timedelta(seconds=2)
    return record(90, date=at.strftime("%Y-%m-%d"), time=at.strftime("%H:%M:%S"), end_stamp="", custom_identifier=MARK)


def test_a_zone_found_from_webhooks_is_told_the_listener_once(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    for number in range(4):
        scene.see(number, *told_by_webhook(KOLKATA))
    assert scene.listener.zones == ["Asia/Kolkata"]


def test_a_zone_found_from_the_account_counts_for_webhooks_that_tell_none_of_their_own(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    for number in range(3):
        scene.see(number, *told_by_record(KOLKATA))
    assert scene.watch.found.account.zone == "Asia/Kolkata"
    assert scene.listener.zones == ["Asia/Kolkata"]


def test_a_chosen_zone_stays_for_webhooks_too(tmp_path: Path) -> None:
    scene = Scene(tmp_path, chosen="Europe/London")
    for number in range(3):
        scene.see(number, *told_by_record(KOLKATA))
    assert scene.listener.zones == []


def test_webhooks_count_by_the_zone_they_were_read_in_however_late_they_are_seen(tmp_path: Path) -> None:
    """Read in UTC before the change and in Kolkata's time after it: the former are off, the latter are right."""
    scene = Scene(tmp_path)
    for number in range(2):
        scene.see(number, *told_by_webhook(KOLKATA))
    scene.watch.webhooks_read_in("Asia/Kolkata", NOON + timedelta(seconds=60))
    for number in range(2, 6):
        scene.see(number, *told_by_webhook(timedelta(), 70))
        scene.see(number + 10, *told_by_webhook(KOLKATA, 50))
    assert scene.watch.found.webhooks.zone == "Asia/Kolkata"
    assert {seen.offset for seen in scene.watch.found.webhooks.sightings} == {KOLKATA}
    assert scene.listener.zones == ["Asia/Kolkata"]

"""What was found of an account's time zone, as plain JSON values and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from acefone_desktop.domain.server_zone import (
    MOST_CALLS,
    MOST_SIGHTINGS,
    FoundZone,
    FoundZones,
    ZoneSighting,
    zone_of,
)

if TYPE_CHECKING:
    from acefone_desktop.adapters.storage.settings.settings_section import Section

_LAST_SECOND = 253_402_300_799
"""The last of the year 9999."""


def zones_to_plain(zones: FoundZones) -> dict[str, Any]:
    """`zones_from_section` gives back equal values."""
    return {
        "base_url": zones.base_url,
        "account": _zone_to_plain(zones.account),
        "webhooks": _zone_to_plain(zones.webhooks),
    }


def zones_from_section(section: Section) -> FoundZones:
    """Raises `SettingsNotReadableError`."""
    return FoundZones(
        section.text("base_url", ""),
        _zone(section.section("account")) if section.has("account") else FoundZone(),
        _zone(section.section("webhooks")) if section.has("webhooks") else FoundZone(),
    )


def is_zone(text: str) -> bool:
    """Whether it is empty or names a zone; a wrong name would only be found out while calling."""
    if not text:
        return True
    try:
        zone_of(text)
    except ValueError:
        return False
    return True


def _zone_to_plain(found: FoundZone) -> dict[str, Any]:
    sightings = [
        {
            "call": seen.call,
            "at": int(seen.at.timestamp()),
            "minutes": round(seen.offset.total_seconds() / 60),
        }
        for seen in found.sightings
    ]
    return {"zone": found.zone, "calls": found.calls, "sightings": sightings}


def _zone(section: Section) -> FoundZone:
    sightings = tuple(
        ZoneSighting(
            each.text("call"),
            datetime.fromtimestamp(each.whole("at", 0, 0, _LAST_SECOND), UTC),
            timedelta(minutes=each.whole("minutes", 0, -24 * 60, 24 * 60)),
        )
        for each in section.sections("sightings")[-MOST_SIGHTINGS:]
    )
    return FoundZone(section.text("zone", "", check=is_zone), section.whole("calls", 0, 0, MOST_CALLS), sightings)

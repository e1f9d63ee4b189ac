"""Which zone an account's stamps without offset are in: found by comparing them with what we know better, or chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_NEEDS: Final = 2
"""Calls that must agree before a zone is found at all, or changes with summer time to one that fits all of them."""
CHANGE_NEEDS: Final = 3
"""Calls in a row that must agree before another zone takes the place of one that was found."""
MOST_SIGHTINGS: Final = 12
MOST_CALLS: Final = 999

_FIXED: Final = re.compile(r"UTC([+-])(\d{2}):(\d{2})")
_BESIDE_WHOLE_HOURS: Final = {
    -570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825,
}  # fmt: skip
PLAUSIBLE: Final = frozenset(
    timedelta(minutes=minutes) for minutes in {*range(-12 * 60, 14 * 60 + 1, 60), *_BESIDE_WHOLE_HOURS}
)
"""Offsets from UTC that clocks on Earth show: whole hours, and those of the few zones with halves and quarters."""


def zone_of(name: str) -> tzinfo:
    """The zone of a name of the time-zone database, or of a fixed offset such as `UTC+05:30`.

    Raises ValueError for any other text.
    """
    if fixed := _FIXED.fullmatch(name):
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
        if offset not in PLAUSIBLE:
            raise ValueError(f"no clock shows {name}")
        return timezone(offset, name)
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 (the window opens sooner)

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        raise ValueError("not a time zone") from error


def offset_name(offset: timedelta) -> str:
    """`UTC+05:30`; `zone_of` reads it."""
    minutes = round(abs(offset).total_seconds() / 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def zone_words(name: str, at: datetime) -> str:
    """A zone as people read it: `UTC`, `UTC+5:30`, and with its name where it has one: `UTC+5:30 (Asia/Kolkata)`."""
    offset = offset_of(zone_of(name), at)
    minutes = round(abs(offset).total_seconds() / 60)
    part = f":{minutes % 60:02d}" if minutes % 60 else ""
    shown = f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60}{part}" if offset else "UTC"
    return shown if name == "UTC" or _FIXED.fullmatch(name) else f"{shown} ({name})"


def offset_of(zone: tzinfo, at: datetime) -> timedelta:
    """What the zone's clocks are ahead of UTC at this (aware) moment."""
    return at.astimezone(zone).utcoffset() or timedelta()


@dataclass(frozen=True, slots=True)
class ZoneSighting:
    """One call's stamps were so much ahead of UTC at that moment."""

    call: str
    at: datetime
    offset: timedelta

    def fits(self, zone: tzinfo) -> bool:
        """Whether clocks of that zone would have shown it."""
        return offset_of(zone, self.at) == self.offset


@dataclass(frozen=True, slots=True)
class FoundZone:
    """What was found out so far. `zone` is empty until enough calls agree; `calls` are those that do."""

    zone: str = ""
    calls: int = 0
    sightings: tuple[ZoneSighting, ...] = ()
    """The newest, oldest first; those that do not fit `zone` are waiting for others to agree with them."""

    def with_sighting(self, seen: ZoneSighting, candidates: Sequence[str]) -> FoundZone:
        """What is found with one more; the same where the call is known. Of the candidates the first that fits wins.

        A zone that goes by summer time is kept through the change of clocks, and taken only where it explains the
        stamps better than one that does not; where no candidate does, a fixed offset is taken.
        """
        if seen.offset not in PLAUSIBLE or any(known.call == seen.call for known in self.sightings):
            return self
        sightings = (*self.sightings, seen)
        if self.zone and seen.fits(zone_of(self.zone)):
            fitting = tuple(known for known in sightings if known.fits(zone_of(self.zone)))
            return FoundZone(self.zone, min(self.calls + 1, MOST_CALLS), fitting[-MOST_SIGHTINGS:])
        waiting = replace(self, sightings=sightings[-MOST_SIGHTINGS:])
        agreeing = _last_agreeing(sightings)
        if len(agreeing) < FIRST_NEEDS:
            return waiting
        explains_all = _first_fitting(candidates, sightings)
        if self.zone and not explains_all and len(agreeing) < CHANGE_NEEDS:
            return waiting
        zone = explains_all or _first_fitting(candidates, agreeing) or offset_name(seen.offset)
        fitting = tuple(known for known in sightings if known.fits(zone_of(zone)))
        calls = self.calls + len(agreeing) if explains_all else len(fitting)
        return FoundZone(zone, min(calls, MOST_CALLS), fitting[-MOST_SIGHTINGS:])


@dataclass(frozen=True, slots=True)
class FoundZones:
    """Those of one account, which its address names: that of its API, and that of its webhooks, set apart there."""

    base_url: str = ""
    account: FoundZone = FoundZone()
    webhooks: FoundZone = FoundZone()

    def of(self, base_url: str) -> FoundZones:
        """These, or none yet where they are another account's."""
        return self if base_url == self.base_url else FoundZones(base_url)


def _last_agreeing(sightings: Sequence[ZoneSighting]) -> tuple[ZoneSighting, ...]:
    """The newest that tell the same offset, without one in between that does not."""
    agreeing: list[ZoneSighting] = []
    for seen in reversed(sightings):
        if seen.offset != sightings[-1].offset:
            break
        agreeing.append(seen)
    return tuple(reversed(agreeing))


def _first_fitting(candidates: Sequence[str], sightings: Sequence[ZoneSighting]) -> str:
    for name in candidates:
        zone = zone_of(name)
        if all(seen.fits(zone) for seen in sightings):
            return name
    return ""

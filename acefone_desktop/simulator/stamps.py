"""How moments are written and read on the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from acefone_desktop.simulator.switches import AccountZone, StampForm

_NAIVE = "%Y-%m-%d %H:%M:%S"
_YEARS = (1970, 2999)  # far enough from the calendar's ends for any zone's offset


def naive(moment: datetime, zone: AccountZone) -> str:
    """`YYYY-MM-DD HH:MM:SS` in the account's zone."""
    return moment.astimezone(ZoneInfo(zone.value)).strftime(_NAIVE)


def offset(moment: datetime) -> str:
    """ISO 8601 with `+0000`, as contacts carry it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def read_naive(text: str, zone: AccountZone) -> datetime | None:
    """The moment a naive stamp of the account's zone means; None if it is not one, or before 1970 or after 2999."""
    try:
        read = datetime.strptime(text.strip(), _NAIVE).replace(tzinfo=ZoneInfo(zone.value))
    except ValueError:
        return None
    return read if _YEARS[0] <= read.year <= _YEARS[1] else None


def webhook(moment: datetime, zone: AccountZone, form: StampForm) -> str:
    """A moment as the webhook's settings want it."""
    match form:
        case StampForm.NAIVE:
            return naive(moment, zone)
        case StampForm.ISO:
            return moment.astimezone(ZoneInfo(zone.value)).isoformat(timespec="seconds")
        case StampForm.EPOCH:
            return str(int(moment.timestamp()))


def clock_face(seconds: float) -> str:
    """`HH:MM:SS` of a duration."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"

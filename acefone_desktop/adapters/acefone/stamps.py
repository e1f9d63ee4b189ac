"""The provider's moments: naive in the account's zone, ISO 8601 or epoch, as its settings have it (contract §8, §9)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.loose_values import text

if TYPE_CHECKING:
    from datetime import tzinfo

_EPOCH = re.compile(r"\d{9,11}(\.\d{1,6})?")
_EPOCH_MS = re.compile(r"\d{12,14}")
_SHORT_OFFSET = re.compile(r"([+-]\d\d)(\d\d)$")


def read_stamp(value: object, zone: tzinfo) -> datetime | None:
    """An aware moment, or None for anything that is not one (blank, zeros, an unset variable)."""
    written = text(value)
    try:
        if _EPOCH.fullmatch(written):
            return datetime.fromtimestamp(float(written), UTC).astimezone(zone)
        if _EPOCH_MS.fullmatch(written):
            return datetime.fromtimestamp(int(written) / 1000, UTC).astimezone(zone)
        moment = datetime.fromisoformat(_SHORT_OFFSET.sub(r"\1:\2", written) if ":" in written else written)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment


def read_date_and_time(day: object, clock: object, zone: tzinfo) -> datetime | None:
    """A moment that is told in two fields."""
    try:
        return datetime.combine(date.fromisoformat(text(day)[:10]), time.fromisoformat(text(clock)), zone)
    except (ValueError, OverflowError):
        return None

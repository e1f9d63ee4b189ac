"""The provider's moments: naive in the account's zone, ISO 8601 or epoch, as its settings have it (contract §8, §9)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.reports.loose_values import text

if TYPE_CHECKING:
    from datetime import tzinfo

_EPOCH = re.compile(r"\d{9,11}(\.\d{1,6})?")
_EPOCH_MS = re.compile(r"\d{12,14}")
_SHORT_OFFSET = re.compile(r"([+-]\d\d)(\d\d)$")


def read_stamp(value: object, zone: tzinfo, *, not_before: datetime | None = None) -> datetime | None:
    """A moment in UTC, or None for anything that is not one (blank, zeros, an unset variable).

    In the hour that a clock repeats when summer time ends, a naive stamp is of the first round, or of the second where
    the first is earlier than `not_before`: a call does not end before it starts.
    """
    return _moment(text(value), zone, not_before)


@lru_cache(maxsize=1024)
def _moment(written: str, zone: tzinfo, not_before: datetime | None) -> datetime | None:
    """Remembered, as all reports of one call say when it began."""
    try:
        if _EPOCH.fullmatch(written):
            return datetime.fromtimestamp(float(written), UTC)
        if _EPOCH_MS.fullmatch(written):
            return datetime.fromtimestamp(int(written) / 1000, UTC)
        moment = datetime.fromisoformat(_SHORT_OFFSET.sub(r"\1:\2", written) if ":" in written else written)
        return moment.astimezone(UTC) if moment.tzinfo else _in_utc(moment, zone, not_before)
    except (ValueError, OverflowError, OSError):
        return None


def read_date_and_time(day: object, clock: object, zone: tzinfo) -> datetime | None:
    """A moment that is told in two fields, in UTC."""
    try:
        moment = datetime.combine(date.fromisoformat(text(day)[:10]), time.fromisoformat(text(clock)))
        return _in_utc(moment, zone, None)
    except (ValueError, OverflowError):
        return None


def _in_utc(naive: datetime, zone: tzinfo, not_before: datetime | None) -> datetime:
    """Kept in UTC from here on: Python reckons between two moments of one zone as if its clock were never changed."""
    first, second = (naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return second if not_before is not None and first < not_before <= second else first

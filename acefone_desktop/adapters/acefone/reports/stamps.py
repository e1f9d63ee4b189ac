"""The provider's moments: naive in the account's zone, ISO 8601 or epoch, as its settings have it (contract §8, §9)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from acefone_desktop.adapters.acefone.reports.loose_values import text

_EPOCH = re.compile(r"\d{9,11}(\.\d{1,6})?")
_EPOCH_MS = re.compile(r"\d{12,14}")
_ROUNDING_S = 2.0
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


def read_span(
    start: object, end: object, zone: tzinfo, lasted_s: int | None = None
) -> tuple[datetime | None, datetime | None]:
    """Start and end of one call, in UTC; each None where it is not told.

    Around a change of the clocks a naive stamp can be of two moments. The two of a call are read so that they fit how
    long it lasted or, where that is not told, so that it was short and did not end before it began.
    """
    starts, ends = _readings(start, zone), _readings(end, zone)
    if not starts or not ends:
        return next(iter(starts), None), next(iter(ends), None)

    def unlikeliness(pair: tuple[datetime, datetime]) -> tuple[bool, float]:
        length_s = (pair[1] - pair[0]).total_seconds()
        return length_s < -_ROUNDING_S, abs(length_s - (lasted_s or 0))

    return min(((one, other) for one in starts for other in ends), key=unlikeliness)


def _readings(value: object, zone: tzinfo) -> tuple[datetime, ...]:
    """All moments that a stamp can be of, the usual reading first."""
    return _known_readings(text(value), zone)


@lru_cache(maxsize=1024)
def _known_readings(written: str, zone: tzinfo) -> tuple[datetime, ...]:
    """Remembered as `_moment` is."""
    first = _moment(written, zone, None)
    if first is None:
        return ()
    second = _moment(written, _SecondRound(zone), None)
    return (first,) if second is None or second == first else (first, second)


class _SecondRound(tzinfo):
    """The zone, in whose repeated or left-out hour the other reading counts."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return self._zone.utcoffset(moment.replace(tzinfo=self._zone, fold=1)) if moment else None

    def dst(self, moment: datetime | None) -> timedelta | None:  # noqa: ARG002
        return None

    def tzname(self, moment: datetime | None) -> str | None:  # noqa: ARG002
        return None

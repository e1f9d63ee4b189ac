"""A computer whose lid is closed and whose clock is set in the middle of things."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.tracking import StillClock

if TYPE_CHECKING:
    from datetime import datetime


class LaptopClock(StillClock):
    """As `StillClock`; `suspend` passes time in which nothing runs, `set_by` moves the calendar alone.

    While asleep `monotonic` stands still, as on Linux and macOS; with `counts_sleep` it goes on, as on Windows, and
    timers that fell due meanwhile fire on waking.
    """

    def __init__(self, *, counts_sleep: bool = False) -> None:
        super().__init__()
        self._asleep_s = 0.0
        self._set_by = timedelta()
        self._counts_sleep = counts_sleep

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._asleep_s) + self._set_by

    def monotonic(self) -> float:
        """Time awake, or all time where sleep counts."""
        return super().monotonic() + (self._asleep_s if self._counts_sleep else 0.0)

    def elapsed(self) -> float:
        """All time, whatever the calendar says."""
        return super().monotonic() + self._asleep_s

    def suspend(self, seconds: float) -> None:
        """Sleeps and wakes."""
        self._asleep_s += seconds

    def set_by(self, jump: timedelta) -> None:
        """Somebody sets the clock."""
        self._set_by += jump

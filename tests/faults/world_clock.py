"""The time of day of a world on a leaping loop, for the app and for the account alike; and the sleep of a laptop."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from tests.faults.leaping_loop import leaping_loop

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


class WorldClock:
    """Fills the clock ports of services and of the simulator. `suspend` passes time that no timer of the app sees."""

    def __init__(self, start: datetime = START) -> None:
        self._loop = leaping_loop()
        self._start, self._began = start, self._loop.time()
        self._slept_s = 0.0
        self._woken = asyncio.Event()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._loop.time() - self._began + self._slept_s)

    def civil(self) -> datetime:
        return self.now()

    def monotonic(self) -> float:
        """As on Linux and macOS: it stands still while the computer sleeps."""
        return self._loop.time()

    def elapsed(self) -> float:
        """Time asleep included."""
        return self._loop.time() + self._slept_s

    async def sleep(self, seconds: float) -> None:
        if seconds > 0:
            await asyncio.sleep(seconds)

    async def sleep_until(self, moment: datetime) -> None:
        """For the account, whose computers do not sleep."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            woken = self._woken
            try:
                await asyncio.wait_for(woken.wait(), left)
            except TimeoutError:
                continue

    def suspend(self, seconds: float) -> None:
        """The agent's computer sleeps so long, and wakes."""
        self._slept_s += seconds
        self._woken.set()
        self._woken = asyncio.Event()

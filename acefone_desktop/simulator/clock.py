"""Time inside the simulated account.

Two readings of one clock. *Simulated* time paces the calls and can run faster than life. *Civil* time is what the
other side can measure for itself: token life, rate windows, lock-outs, and the moment a call's stamps start from, so
that a call placed now is stamped now however fast it then runs.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

FASTEST = 100_000


class Clock(Protocol):
    """What the simulator asks of time."""

    def now(self) -> datetime:
        """Simulated time, aware."""

    def civil(self) -> datetime:
        """Time of day as the other side sees it, aware."""

    async def sleep(self, simulated_seconds: float) -> None:
        """Returns once that much simulated time has passed; at once for nothing or less."""

    async def sleep_until(self, moment: datetime) -> None:
        """Returns once simulated time has reached `moment`, or a hair before; at once if it is past."""


class SimulatedClock:
    """Runs by itself, `speed` times as fast as life, from `start` (now, unless given)."""

    def __init__(self, speed: float = 1.0, start: datetime | None = None) -> None:
        if not 0 < speed <= FASTEST:
            raise ValueError(f"speed must be above 0 and at most {FASTEST}")
        if start is not None and start.tzinfo is None:
            raise ValueError("start must carry a time zone")
        self.speed = speed
        self._start = start or datetime.now(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self.speed)

    def civil(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._began)

    async def sleep(self, simulated_seconds: float) -> None:
        if simulated_seconds > 0:
            await asyncio.sleep(simulated_seconds / self.speed)

    async def sleep_until(self, moment: datetime) -> None:
        await self.sleep((moment - self.now()).total_seconds())


class ManualClock:
    """Stands still until told to `advance`; any thread may do so. Both readings are the same here."""

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("start must carry a time zone")
        self._now = start or datetime.now(UTC)
        self._lock = threading.Lock()
        self._order = itertools.count()
        self._sleepers: list[tuple[datetime, int, asyncio.AbstractEventLoop, asyncio.Event]] = []

    def now(self) -> datetime:
        return self._now

    def civil(self) -> datetime:
        return self._now

    async def sleep(self, simulated_seconds: float) -> None:
        await self.sleep_until(self._now + timedelta(seconds=simulated_seconds))

    async def sleep_until(self, moment: datetime) -> None:
        woken = asyncio.Event()
        with self._lock:
            if moment <= self._now:
                return
            heapq.heappush(self._sleepers, (moment, next(self._order), asyncio.get_running_loop(), woken))
        await woken.wait()

    def advance(self, seconds: float) -> None:
        """Moves time on and wakes, in order, every sleeper whose time has come."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        with self._lock:
            self._now += timedelta(seconds=seconds)
            while self._sleepers and self._sleepers[0][0] <= self._now:
                _, _, loop, woken = heapq.heappop(self._sleepers)
                if not loop.is_closed():  # the sleeper's simulator has been stopped meanwhile
                    loop.call_soon_threadsafe(woken.set)

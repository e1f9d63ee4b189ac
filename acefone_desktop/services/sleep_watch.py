"""Notices that the computer has slept: nothing was seen meanwhile, and connections may be dead."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import datetime

    from acefone_desktop.services.ports import Clock

T = TypeVar("T")

TICK_S: Final = 2.0
"""After waking, work that waits is told so within this time."""
SHORTEST_NAP_S: Final = 3.0
LATE_S: Final = 15.0
"""Where the monotonic clock goes on in sleep too (Windows), a tick that comes this much later tells. Longer hold-ups of
the program are taken for sleep: that costs one look."""


@dataclass(frozen=True, slots=True)
class Nap:
    """The computer slept, or this program was held up for as long, between these two moments."""

    begun_at: datetime
    ended_at: datetime


class SleepWatch:
    """Compares time elapsed (`Clock.now` of a steady clock) with time awake (`Clock.monotonic`)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mark: tuple[datetime, float] | None = None

    def begin(self) -> None:
        """What was before does not matter."""
        self._mark = self._clock.now(), self._clock.monotonic()

    async def unless_asleep(self, work: Coroutine[object, object, T]) -> T | Nap:
        """What the work returns; where the computer slept meanwhile or just before, the work is ended and the nap told.

        Raises what the work raises.
        """
        if (nap := self._nap()) is not None:
            work.close()
            return nap
        working = asyncio.ensure_future(work)
        ticking = asyncio.ensure_future(self._tick())
        try:
            await asyncio.wait((working, ticking), return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else ticking.result()
        finally:
            for task in (working, ticking):
                task.cancel()
            await asyncio.gather(working, ticking, return_exceptions=True)

    async def _tick(self) -> Nap:
        while True:
            await self._clock.sleep(TICK_S)
            if (nap := self._nap()) is not None:
                return nap

    def _nap(self) -> Nap | None:
        now, awake = self._clock.now(), self._clock.monotonic()
        before, self._mark = self._mark, (now, awake)
        if before is None:
            return None
        passed_s = (now - before[0]).total_seconds()
        asleep = passed_s - (awake - before[1]) >= SHORTEST_NAP_S
        late = passed_s >= TICK_S + LATE_S
        return Nap(before[0], now) if asleep or late else None

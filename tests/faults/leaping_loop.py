"""An event loop whose time leaps: nobody waits for a clock, and everything else happens as it does in life.

Sockets, threads and files are real. Only where nothing is ready, and no other thread owes an answer, the loop's time
moves to the next timer at once. Eight hours of an account's life so take as long as the computing in them.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

T = TypeVar("T")

SETTLING_S = 0.001
"""Real seconds in which what was written to a socket shows at its other end, also on a busy machine."""
PATIENCE_S = 60.0
"""Real seconds without any event, while there is no timer to leap to: something waits for ever."""


class StuckError(AssertionError):
    """Nothing will ever happen again, and somebody waits for it."""


class _LeapingSelector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.leapt = 0.0
        self.holds = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if self.holds:
            return super().select(timeout)
        if timeout is None:
            if not (ready := super().select(PATIENCE_S)):
                raise StuckError("the loop has neither a timer nor an event left")
            return ready
        if ready := super().select(min(SETTLING_S, timeout)):
            return ready
        self.leapt += timeout
        return []


class LeapingLoop(asyncio.SelectorEventLoop):
    """Runs in no time what waits on timers; see the module."""

    def __init__(self) -> None:
        self._leaping = _LeapingSelector()
        super().__init__(self._leaping)

    def time(self) -> float:
        """Seconds, of which those that nobody waited for are leapt over."""
        return time.monotonic() + self._leaping.leapt

    @contextmanager
    def held(self) -> Iterator[None]:
        """No leap inside: another thread is at work, and takes the time it takes."""
        self._leaping.holds += 1
        try:
            yield
        finally:
            self._leaping.holds -= 1


def leaping_loop() -> LeapingLoop:
    """The running loop, if it is one of these."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, LeapingLoop):
        raise TypeError("this runs on a leaping loop only")
    return loop


def run_leaping(main: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine to its end on a loop of its own."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(main)

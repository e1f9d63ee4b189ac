"""Time that passes while the computer sleeps, and that nobody can set: for durations, never for dates."""

from __future__ import annotations

import sys
import time

_CLOCK: int | None = getattr(time, {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}.get(sys.platform, ""), None)


def elapsed_seconds() -> float:
    """Seconds since some fixed point, time asleep included; setting the clock and summer time change nothing.

    Linux: CLOCK_BOOTTIME (clock_gettime(2)). macOS: CLOCK_MONOTONIC, which goes on in sleep there. Windows: the counter
    behind `time.monotonic`, which does too.
    """
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)

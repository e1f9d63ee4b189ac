"""How much memory the program holds when it has settled, in the tray and with its window.

Run: `python -m tests.benchmarks.memory [runs]`.

Resident (what a task manager shows; libraries shared with other programs included) and private (its own alone), as the
kernel accounts them in `/proc/PID/smaps_rollup`. Settled: after the first housekeeping, ten seconds into its life.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import installed_app
from tests.benchmarks.installation import installation
from tests.benchmarks.measures import Measure, bare_starts, show
from tests.benchmarks.paint_watch import PaintWatch
from tests.benchmarks.tray_watch import TrayWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.desktop_session import DesktopSession

RUNS = 3
PROGRAM = (sys.executable, "-m", installed_app.__name__)
SETTLED_AFTER_S = 13.0
TRAY_AIM_MB, WINDOW_AIM_MB = 85.0, 110.0


def measure(runs: int = RUNS) -> list[Measure]:
    """Resident and private megabytes of both."""
    with installation() as (desktop, _):
        tray = [in_tray(desktop) for _ in range(runs)]
        window = [with_window(desktop) for _ in range(runs)]
    return [
        Measure("Memory idle in tray, resident", "MB", tuple(found[0] for found in tray), "median", TRAY_AIM_MB),
        Measure("Memory idle in tray, private", "MB", tuple(found[1] for found in tray)),
        Measure("Memory with window, resident", "MB", tuple(found[0] for found in window), "median", WINDOW_AIM_MB),
        Measure("Memory with window, private", "MB", tuple(found[1] for found in window)),
    ]


def in_tray(desktop: DesktopSession) -> tuple[float, float]:
    """One life in the tray; the window is never built."""
    with TrayWatch(desktop.bus) as watch:
        program = desktop.start([*PROGRAM, "--tray"])
        watch.await_ready()
    return _settled(program.pid, program.end)


def with_window(desktop: DesktopSession) -> tuple[float, float]:
    """One life with the window open."""
    with PaintWatch(desktop.env["DISPLAY"]) as watch:
        program = desktop.start(PROGRAM)
        watch.await_painted()
    return _settled(program.pid, program.end)


def _settled(pid: int, end: Callable[[], object]) -> tuple[float, float]:
    time.sleep(SETTLED_AFTER_S)
    found = megabytes(pid)
    end()
    return found


def megabytes(pid: int) -> tuple[float, float]:
    """Resident and private memory of a process at this moment."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return kilobytes["Rss"] / 1e3, (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) / 1e3


if __name__ == "__main__":
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS), bare_starts().median)

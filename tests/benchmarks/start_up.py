"""From process start to a painted window, and to an icon in the tray that answers.

Run: `python -m tests.benchmarks.start_up [runs]`.

The program runs as a process in a desktop session of its own, with an account set up. The painting is what the X server
reports; the tray is ready when the panel's watcher has the icon and the program has told it what it shows.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from tests.benchmarks.installation import PROGRAM, installation
from tests.benchmarks.measures import Measure, bare_starts, repeated, show
from tests.benchmarks.paint_watch import PaintWatch
from tests.benchmarks.tray_watch import TrayWatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.desktop_session import DesktopSession

RUNS = 15
WINDOW_AIM_MS, TRAY_AIM_MS = 350.0, 250.0
EMPTY_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication(sys.argv)
label = QLabel("a")
label.resize(400, 680)
label.show()
application.exec()
"""
"""What PySide itself takes to show something: no start of ours can be shorter."""


def measure(runs: int = RUNS) -> list[Measure]:
    """Both starts, in milliseconds, and what they are to be compared with."""
    with installation() as (desktop, _):
        empty = repeated(lambda: until_painted(desktop, (sys.executable, "-c", EMPTY_WINDOW)), runs)
        window = repeated(lambda: until_painted(desktop), runs)
        tray = repeated(lambda: until_in_tray(desktop), runs)
    return [
        Measure("Process start → an empty window of PySide's painted", "ms", empty, "median", None),
        Measure("Process start → window painted", "ms", window, "median", WINDOW_AIM_MS),
        Measure("Process start → tray ready (`--tray`)", "ms", tray, "median", TRAY_AIM_MS),
    ]


def until_painted(desktop: DesktopSession, program: Sequence[str] = PROGRAM) -> float:
    """One start with a window."""
    with PaintWatch(desktop.env["DISPLAY"]) as watch:
        began = time.perf_counter()
        process = desktop.start(program)
        took = watch.await_painted() - began
        process.end()
    return took * 1e3


def until_in_tray(desktop: DesktopSession) -> float:
    """One start into the tray."""
    with TrayWatch(desktop.bus) as watch:
        began = time.perf_counter()
        program = desktop.start([*PROGRAM, "--tray"])
        took = watch.await_ready() - began
        program.end()
    return took * 1e3


if __name__ == "__main__":
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS), bare_starts().median)

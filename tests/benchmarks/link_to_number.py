"""From a click on a link to its number on the screen: with the program running, and from cold.

Run: `python -m tests.benchmarks.link_to_number [runs]`.

Links are shown and not dialled, as they are until a person chooses otherwise. From the start of the link's own process
to the painting of the number field that holds the number, as the program itself reports it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.benchmarks import watched_app
from tests.benchmarks.installation import PROGRAM, installation
from tests.benchmarks.measures import Measure, bare_starts, show
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.support.desktop_session import DesktopSession
    from tests.support.session_processes import Process

RUNS = 15
WATCHED = (sys.executable, "-m", watched_app.__name__)
FIRST_NUMBER = 200  # fictional, as all up to 999 are
A_PERSONS_PAUSE_S = 0.8


def measure(runs: int = RUNS) -> list[Measure]:
    """Both ways, in milliseconds."""
    numbers = range(FIRST_NUMBER, FIRST_NUMBER + runs)
    with installation(links_dial=False) as (desktop, _):
        cold = tuple(_from_cold(desktop, number) for number in numbers)
        program = desktop.start(WATCHED)
        _shown(desktop, program, FIRST_NUMBER - 1)
        running = tuple(_shown(desktop, program, number) for number in numbers)
        program.end()
    return [
        Measure("Link → its number painted, program running", "ms", running),
        Measure("Link → its number painted, from cold", "ms", cold),
    ]


def _from_cold(desktop: DesktopSession, number: int) -> float:
    """The link's process becomes the app."""
    began = time.perf_counter()
    program = desktop.start([*WATCHED, _link(number)])
    painted = _painted(program, number)
    program.end()
    return (painted - began) * 1e3


def _shown(desktop: DesktopSession, program: Process, number: int) -> float:
    """The link's process hands over to the app."""
    time.sleep(A_PERSONS_PAUSE_S)
    began = time.perf_counter()
    subprocess.run([*PROGRAM, _link(number)], env=desktop.env, stdin=subprocess.DEVNULL, check=True)
    return (_painted(program, number) - began) * 1e3


def _painted(program: Process, number: int) -> float:
    def moments() -> list[float]:
        lines = [line.split(" ", 1) for line in program.output.splitlines()]
        return [float(moment) for moment, text in lines if text.endswith(f"7700 900{number:03}")]

    return wait_until(moments, 20.0, f"the number {number}: {program.output} {program.errors}")[0]


def _link(number: int) -> str:
    return f"tel:+447700900{number:03}"


if __name__ == "__main__":
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS), bare_starts().median)

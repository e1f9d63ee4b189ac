"""From a click on a link to the request on the wire, with the program running.

Run: `python -m tests.benchmarks.links [runs]`.

A second process hands the link over, as the desktop would start it. The person has chosen that links dial at once, so
nothing waits for them: from the start of the second process to the first byte of the POST, journal included.
The hand-over process alone is set against a bare interpreter, started in turn with it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.benchmarks.installation import PROGRAM, installation
from tests.benchmarks.measures import Measure, bare_start, show
from tests.benchmarks.tray_watch import TrayWatch
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.benchmarks.wire import Wire
    from tests.support.desktop_session import DesktopSession

RUNS = 40
WIRE_AIM_MS = 50.0
MOST_BARE_STARTS = 2.0
FIRST_NUMBER = 200  # the lower ones belong to the simulated agents
A_PERSONS_PAUSE_S = 2.5  # between two links: faster ones are a storm, of which only the first dials at once


def measure(runs: int = RUNS) -> list[Measure]:
    """Link to wire and the hand-over, in milliseconds; the hand-over also in bare starts."""
    with installation() as (desktop, wire):
        with TrayWatch(desktop.bus) as watch:
            program = desktop.start([*PROGRAM, "--tray"])
            watch.await_ready()
        _first_link(desktop, wire)
        rounds = [_round(desktop, wire, number) for number in range(FIRST_NUMBER, FIRST_NUMBER + runs)]
        program.end()
    bare, hand_over, to_wire = (tuple(found) for found in zip(*rounds, strict=True))
    ratio = Measure("", "", hand_over).median / Measure("", "", bare).median
    return [
        Measure("Link → request on the wire, program running", "ms", to_wire, "p95", WIRE_AIM_MS),
        Measure("Hand-over process, start to end", "ms", hand_over),
        Measure("Hand-over process ÷ bare interpreter", "×", (ratio,), "median", MOST_BARE_STARTS),
    ]


def _first_link(desktop: DesktopSession, wire: Wire) -> None:
    """Waits until the account is open, which is when a link dials."""
    number = iter(range(800, 900))

    def dialled() -> bool:
        _hand_over(desktop, next(number))
        time.sleep(A_PERSONS_PAUSE_S)
        return bool(wire.dials)

    wait_until(dialled, 30.0, "the first dial")
    time.sleep(3 * A_PERSONS_PAUSE_S)


def _round(desktop: DesktopSession, wire: Wire, number: int) -> tuple[float, float, float]:
    """Milliseconds of a bare start, of the hand-over process, and from its start to the wire."""
    bare = bare_start()
    before = len(wire.dials)
    began = time.perf_counter()
    _hand_over(desktop, number)
    ended = time.perf_counter()
    wait_until(lambda: len(wire.dials) > before, 10.0, "the request")
    time.sleep(A_PERSONS_PAUSE_S)
    return bare, (ended - began) * 1e3, (wire.dials[before] - began) * 1e3


def _hand_over(desktop: DesktopSession, number: int) -> None:
    """A click on the link of a number kept for fiction."""
    command = [*PROGRAM, f"tel:+447700900{number:03}"]
    subprocess.run(command, env=desktop.env, stdin=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
    show(found, found[1].median / found[2].median)

"""The longest time for which the window does not answer while 1,000 events a second arrive, and what an event costs.

Run: `python -m tests.benchmarks.stalls [seconds]`.

The whole way is real: webhooks over HTTP from another process, listener, merge, journal, stores, call card and tray.
A timer on the painting thread beats every millisecond; a stall is the longest gap between two beats in each second.
Processor time per event does not depend on what else the machine does; stalls do.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from acefone_desktop.app.entry import LISTENER_PROCESS
from tests.benchmarks import beating_app
from tests.benchmarks.event_storm import EventStorm
from tests.benchmarks.installation import installation
from tests.benchmarks.measures import Measure, bare_starts, show
from tests.benchmarks.processor_time import children, command_line, processor_s
from tests.benchmarks.settled_profile import WEBHOOK_SECRET
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.support.session_processes import Process

SECONDS = 20
RATE = 1000
STALL_AIM_MS = 16.0
PORT = 18765
_QUIET_SECONDS = 5


def measure(seconds: int = SECONDS) -> list[Measure]:
    """Longest gaps of each second, at rest and in the storm; the rate that was kept up; processor time per event."""
    with installation(listener_port=PORT) as (desktop, _):
        program = desktop.start([sys.executable, "-m", beating_app.__name__])
        wait_until(lambda: len(_gaps(program)) > _QUIET_SECONDS, 60.0, f"the pulse: {program.errors}")
        quiet = _gaps(program)[1:]
        listener = next(child for child in children(program.pid) if LISTENER_PROCESS in command_line(child))
        before = processor_s(program.pid), processor_s(listener)
        storm = EventStorm(PORT, WEBHOOK_SECRET, RATE)
        rate = storm.blow(seconds)
        after = processor_s(program.pid), processor_s(listener)
        stormy = _gaps(program)[len(quiet) + 1 :]
        program.end()
    app, receiving = ((b - a) / storm.acknowledged * 1e6 for a, b in zip(before, after, strict=True))
    return [
        Measure("Longest UI stall at rest", "ms", tuple(quiet), "longest"),
        Measure(f"Longest UI stall, {rate:.0f} events/s arriving", "ms", tuple(stormy), "longest", STALL_AIM_MS),
        Measure("Processor time per event, app", "µs", (app,)),
        Measure("Processor time per event, listener's process", "µs", (receiving,)),
    ]


def _gaps(program: Process) -> list[float]:
    """Longest gap of each whole second so far; the first holds the rest of the start."""
    return [float(line) for line in program.output.splitlines()]


if __name__ == "__main__":
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS), bare_starts().median)

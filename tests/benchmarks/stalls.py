"""The longest time for which the window does not answer while webhooks arrive by the thousand, and what one costs.

Run: `python -m tests.benchmarks.stalls [seconds] [rate ours repeated]…`, such as `stalls 20 5000 0.02 0.08`.

The whole way is real: webhooks over HTTP from another process, listener, merge, journal, stores, call card and tray.
A timer on the painting thread beats every millisecond; a stall is the longest gap between two beats in each second.
Processor time per event does not depend on what else the machine does; stalls do.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.database import FILE_NAME
from acefone_desktop.app.entry import LISTENER_PROCESS
from tests.benchmarks import beating_app
from tests.benchmarks.installation import installation
from tests.benchmarks.measures import Measure, bare_starts, show
from tests.benchmarks.processor_time import children, command_line, processor_s
from tests.benchmarks.settled_profile import WEBHOOK_SECRET
from tests.support.event_storm import EventStorm, Mix
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.desktop_session import DesktopSession
    from tests.support.session_processes import Process

SECONDS = 20
STALL_AIM_MS = 16.0
PORT = 18765
ARRIVAL_PATIENCE_S = 30.0
_QUIET_SECONDS = 5
_STAGES = {"agent_answered": "Answered by agent", "customer_answered": "Answered by customer", "ended": "answered"}


@dataclass(frozen=True, slots=True)
class Weather:
    """So many events a second of this mixture."""

    rate: int
    mix: Mix

    def __str__(self) -> str:
        whose = "all of our agent" if self.mix.ours == 1 else f"{self.mix.ours:.0%} of our agent"
        return f"{whose}, {self.mix.repeated:.0%} repeated" if self.mix.repeated else whose


WEATHERS = (
    Weather(1000, Mix(ours=1.0)),
    Weather(1000, Mix(ours=0.02, repeated=0.08)),
    Weather(5000, Mix(ours=0.02, repeated=0.08)),
)


def measure(seconds: int = SECONDS, weathers: tuple[Weather, ...] = WEATHERS) -> list[Measure]:
    """For each weather, with an app of its own: gaps, events, processor time; the gaps at rest from all of them."""
    quiet: list[float] = []
    found: list[Measure] = []
    for weather in weathers:
        with installation(listener_port=PORT) as (desktop, _):
            quiet_before, measures = _storm(desktop, weather, seconds)
        quiet += quiet_before
        found += measures
    return [Measure("Longest UI stall at rest", "ms", tuple(quiet), "longest"), *found]


def _storm(desktop: DesktopSession, weather: Weather, seconds: int) -> tuple[list[float], list[Measure]]:
    program = desktop.start([sys.executable, "-m", beating_app.__name__])
    wait_until(lambda: len(_gaps(program)) > _QUIET_SECONDS, 60.0, f"the pulse: {program.errors}")
    quiet = _gaps(program)[1:]
    listener = next(child for child in children(program.pid) if LISTENER_PROCESS in command_line(child))
    before = processor_s(program.pid), processor_s(listener)
    storm = EventStorm(PORT, WEBHOOK_SECRET, weather.rate, weather.mix)
    rate = storm.blow(seconds)
    after = processor_s(program.pid), processor_s(listener)
    stormy = _gaps(program)[len(quiet) + 1 :]
    arrived = _await_arrival(desktop.home, storm.ours)
    program.end()
    app, receiving = ((b - a) / storm.acknowledged * 1e6 for a, b in zip(before, after, strict=True))
    name = f"{rate:.0f} events/s ({weather})"
    return quiet, [
        Measure(f"Longest UI stall, {name}", "ms", tuple(stormy), "longest", STALL_AIM_MS),
        Measure("… processor time per event, app", "µs", (app,)),
        Measure("… processor time per event, listener's process", "µs", (receiving,)),
        Measure("… processor time per event, sender", "µs", (storm.sender_s / storm.sent * 1e6,)),
        Measure("… events sent", "", (storm.sent,)),
        Measure("… events acknowledged", "", (storm.acknowledged,)),
        Measure("… of our agent, acknowledged", "", (len(storm.ours),)),
        Measure("… of these, in the app's journal", "", (arrived,)),
    ]


def _gaps(program: Process) -> list[float]:
    """Longest gap of each whole second so far; the first holds the rest of the start."""
    return [float(line) for line in program.output.splitlines()]


def _await_arrival(home: Path, wanted: set[str]) -> int:
    """How many of the acknowledged events are on disk, as soon as all are or nobody can wait any longer."""
    deadline = time.monotonic() + ARRIVAL_PATIENCE_S
    while (arrived := len(_in_journal(home) & wanted)) < len(wanted) and time.monotonic() < deadline:
        time.sleep(1)
    return arrived


def _in_journal(home: Path) -> set[str]:
    """What was told by webhooks, marked as the storm marks it; what a report of the end implies is none of its own."""
    (database,) = home.rglob(FILE_NAME)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        bodies = [json.loads(body) for (body,) in connection.execute("SELECT body FROM evidence")]
    return {
        f"{told['call_id']} {_STAGES[told['fact']]}"
        for told in bodies
        if told["fact"] in _STAGES and "call_id" in told and (told["fact"] == "ended" or "ended_at" not in told)
    }


def _told(arguments: list[str]) -> tuple[Weather, ...]:
    parts = zip(arguments[::3], arguments[1::3], arguments[2::3], strict=True)
    return tuple(Weather(int(rate), Mix(float(ours), float(repeated))) for rate, ours, repeated in parts)


if __name__ == "__main__":
    wished = _told(sys.argv[2:]) or WEATHERS
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS, wished), bare_starts().median)

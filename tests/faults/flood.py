"""The highest rate of webhooks that the machine gives, while a person uses the window: `python -m tests.faults.flood`.

`[SECONDS] [RATE] [OURS]`: 60 seconds, 20,000 events a second wished for, none of them about our agent. The real program
on a real desktop, status by webhooks alone. Prints how fast everything reacted and what memory did; ends with status 1
where a call of the person's was lost, or the listener's process grew beyond its bound.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.adapters.areas.area_writing import write_areas
from acefone_desktop.adapters.areas.areas import area_file
from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.services.account_line import LISTENER_SECRET
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread
from tests.benchmarks.measures import Measure, bare_starts, show
from tests.support import event_storm
from tests.support.app_driver import AppDriver
from tests.support.desktop_session import DesktopSession
from tests.support.flooded_person import OUTCOMES, Deed, Round, listener_of, one_call, resident_mb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.session_processes import Process

PORT, SECRET = 18766, "a-secret-for-one-flood-only"
WEBHOOKS = f"http://127.0.0.1:{PORT}/hook/{SECRET}"
SPEED = 5.0
REPEATED = "0.08"
MOST_MB = 160.0
"""What the listener's process may have: what it remembers of the newest reports has a bound, and so has what waits."""


class Flood:
    """One run; what it saw is in `rounds` and `memory`, the latter as seconds, listener's and app's megabytes."""

    def __init__(self, app: AppDriver) -> None:
        self._app = app
        self.rounds: list[Round] = []
        self.memory: list[tuple[float, float, float]] = []
        self.acknowledged = 0

    def run(self, seconds: float, rate: str, ours: str) -> None:
        """Uses the window for as long as the storm blows."""
        self._app.open()
        self._app.await_ready_listener(PORT)
        listener, began = listener_of(self._app), time.monotonic()
        self._note(began, listener)
        storm = self._storm(seconds, rate, ours)
        for deed in cycle(Deed):
            if not storm.running:
                break
            self.rounds.append(one_call(self._app, deed))
            self._note(began, listener)
        self.acknowledged = int(storm.output.split()[1])

    def _storm(self, seconds: float, rate: str, ours: str) -> Process:
        command = [sys.executable, "-m", event_storm.__name__, str(PORT), rate, ours, REPEATED, str(seconds)]
        return self._app.desktop.start(command, SECRET=SECRET)

    def _note(self, began: float, listener: int) -> None:
        now = time.monotonic() - began
        self.memory.append((now, resident_mb(listener), resident_mb(self._app.running.pid)))

    def wrong(self) -> Iterator[str]:
        """What must not be."""
        dials = len(self._app.simulator.dials())
        if dials != len(self.rounds):
            yield f"{len(self.rounds)} calls were dialled with {dials} requests"
        told = [call["outcome"] for call in self._app.history() if call["customer"] == "447700900123"]
        true = [OUTCOMES[each.deed] for each in reversed(self.rounds)]
        if told[: len(true)] != true:
            yield f"history says {told}, and true is {true}"
        if (most := max(mb for _, mb, _ in self.memory)) > MOST_MB:
            yield f"the listener's process grew to {most:.0f} MB"


def measures(flood: Flood, seconds: float) -> list[Measure]:
    """For the table."""
    hung_up = [each for each in flood.rounds if each.hang_up_ms]
    return [
        Measure("Events acknowledged", "1/s", (flood.acknowledged / seconds,)),
        Measure("Calls of the person's", "", (len(flood.rounds),)),
        Measure("From Enter to the account", "ms", tuple(each.dial_ms for each in flood.rounds)),
        Measure("From the click on hang up to the account", "ms", tuple(each.hang_up_ms for each in hung_up)),
        Measure("From that click to the end on the card", "ms", tuple(each.words_ms for each in hung_up)),
        Measure("Listener's memory", "MB", tuple(mb for _, mb, _ in flood.memory)),
        Measure("App's memory", "MB", tuple(mb for _, _, mb in flood.memory)),
    ]


def main(seconds: str = "60", rate: str = "20000", ours: str = "0") -> None:
    """Floods once."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SimulatorThread(
            SimulatedAccount(), Switches(rate_limit=0), SimulatedClock(SPEED), webhook_url=WEBHOOKS
        ) as account,
        DesktopSession(accessibility=True) as desktop,
    ):
        areas = Path(folder) / area_file().name
        write_areas(areas)
        app = AppDriver(desktop, account, areas)
        try:
            app.set_up(polling=False, listener=ListenerSettings(enabled=True, port=PORT))
            app.keep_secret(LISTENER_SECRET, SECRET)
            flood = Flood(app)
            flood.run(float(seconds), rate, ours)
            show(measures(flood, float(seconds)), bare_starts(5).median)
            if wrong := list(flood.wrong()):
                raise SystemExit("; ".join(wrong))
        finally:
            app.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

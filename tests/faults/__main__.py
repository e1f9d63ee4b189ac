"""The tables of docs/faults.md: `python -m tests.faults line` (a minute) and `python -m tests.faults kills` (eight)."""

from __future__ import annotations

import itertools
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.simulator.calling.call_script import Step
from tests.faults.kills.deaths import MOST_POINTS, Deaths, DeedDeaths, account
from tests.faults.kills.nursery import DEEDS
from tests.faults.leaping_loop import run_leaping
from tests.faults.one_call import one_call
from tests.faults.points import POINTS
from tests.faults.wire_faults import FAULTS
from tests.support.free_ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWERED = Step(row_at=1, agent_answers_at=2, customer_answers_at=3, ends_at=8)
LONG = Step(row_at=1, agent_answers_at=2, customer_answers_at=3, ends_at=180)
"""Three seconds, in which something can be done to it."""
RINGING = replace(LONG, customer_answers_at=120)
TITLES = {"hang up": "Hang-up", "transfer": "Transfer", "webhooks": "Hang-up"}
STEPS = {"hang up": RINGING, "transfer": LONG, "webhooks": replace(LONG, ends_at=60)}


def line_table() -> Iterator[str]:
    """Each fault, and how the call ended in history for each point at which it struck."""
    yield "| Fault | The dial is | " + " | ".join(point.name for point in POINTS) + " |"
    yield "|" + "---|" * (2 + len(POINTS))
    for fault in FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            ended = [
                run_leaping(one_call(Path(folder) / str(place), fault, point)) for place, point in enumerate(POINTS)
            ]
        cells = " | ".join(outcome for _, outcome in ended)
        yield f"| {fault.what} | {fault.dial.value} | {cells} |"


def kills_table(road: str) -> Iterator[str]:
    """Each write at which the program died, those that look alike and end alike on one line.

    With webhooks each run starts a listener's process: there, writes in a row count as one.
    """
    port = free_port() if road == "webhooks" else 0
    kind, step = (DeedDeaths, STEPS[road]) if road in DEEDS else (Deaths, ANSWERED)
    with tempfile.TemporaryDirectory() as folder, account(step, port=port) as simulator:
        deaths = kind(road, Path(folder), simulator, each=not port, port=port)
        deaths.all()
    yield f"| Killed before | Write | {TITLES.get(road, 'Request')} | In history afterwards |"
    yield "|---|---|---|---|"
    alike = itertools.groupby(sorted(deaths.points), key=lambda n: (deaths.points[n], deaths.found[n]))
    for (point, found), numbers in alike:
        places = list(numbers)
        span = f"{places[0]}" if len(places) == 1 else f"{places[0]}–{places[-1]}"
        yield f"| {span if places[0] < MOST_POINTS else 'its first'} | `{point}` | {found} |"
    if deaths.failed:
        raise SystemExit(f"promises broken: {deaths.failed}")


def main() -> None:
    """Prints what is asked for, all of it by default."""
    asked = set(sys.argv[1:]) or {"line", "kills"}
    if "line" in asked:
        print("\n".join(line_table()))
    if "kills" in asked:
        for road in ("app", "call", *DEEDS):
            print(f"\n{road}\n")
            for line in kills_table(road):
                print(line, flush=True)


if __name__ == "__main__":
    main()

"""Whose call is whose, measured on simulated offices: precision and recall per situation.

Run: `python -m tests.benchmarks.correlation [--calls N] [--processes N] [--minutes N] [--seed N] [--keep FILE]`.

Each situation is told in days of ten dials, piece by piece, as to a running app; everything is read from bodies in the
provider's words. “Wrong” are dials that were given another call's reports, “mixed” are calls, anybody's, put together
from several; what cannot be told apart counts as not found. Days are made up as they are needed and then forgotten, so
that a million calls need no more memory than a thousand. All situations grow together: what is found so far is printed
when time is up, too, and with a file to keep it in, the next run goes on from there. A file is good for one version of
the rules and one `--seed`.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.kept_runs import Tally, read, written
from tests.offices.circumstances import SITUATIONS
from tests.offices.verdicts import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

CALLS = 20_000
A_DAY = 10
"""Dials of ours."""

A_TASK = 4
"""Days."""

HEAD = (
    "| Situation | Calls | Our dials | Precision | Recall | Wrong | Mixed | Outcome true | Outcome wrong |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def days(situation: str, first: int) -> Verdict:
    """Some days of a situation, each another one."""
    seeds = range(first, first + A_TASK)
    return sum((judge(SITUATIONS[situation], A_DAY, seed) for seed in seeds), Verdict())


def row(situation: str, found: Verdict) -> str:
    """A line of the table."""
    told = found.outcomes / found.placed if found.placed else 1.0
    return (
        f"| {situation} | {found.calls:,} | {found.dials:,} | {found.precision:.1%} | {found.recall:.1%} "
        f"| {found.wrong} | {found.mixed} | {told:.1%} | {found.outcomes_wrong} |"
    )


def measure(calls: int, processes: int, minutes: float, seed: int, keep: Path | None = None) -> dict[str, Verdict]:
    """All situations, each with an equal share of so many calls, or as many as the time allows.

    `seed` is the first day's; each further day of a situation has the next one. `keep` is the file of a run that goes
    on where it was left.
    """
    tallies = read(keep, SITUATIONS)
    ends_at = time.monotonic() + minutes * 60
    with ProcessPoolExecutor(processes) as pool:
        tasks = _tasks(tallies, calls / len(tallies))
        running: dict[Future[Verdict], tuple[str, int]] = {}
        while True:
            while len(running) < 2 * processes and time.monotonic() < ends_at and (task := next(tasks, None)):
                situation, number = task
                running[pool.submit(days, situation, seed + number * A_TASK)] = task
            if not running:
                return {name: tally.verdict for name, tally in tallies.items()}
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                situation, number = running.pop(future)
                tallies[situation].add(number, future.result())
            _show_progress(tallies, calls)
            if keep:
                written(keep, tallies)


def _tasks(tallies: dict[str, Tally], share: float) -> Iterator[tuple[str, int]]:
    """The situation that is furthest behind comes next; what is under way counts as an ordinary day's."""
    numbers = {name: (n for n in count() if n not in tally.done) for name, tally in tallies.items()}
    begun = {name: len(tally.done) for name, tally in tallies.items()}
    while True:
        behind = {name: _calls_so_far(tally, begun[name]) for name, tally in tallies.items()}
        name = min(behind, key=lambda name: behind[name])
        if behind[name] >= share:
            return
        begun[name] += 1
        yield name, next(numbers[name])


def _calls_so_far(tally: Tally, tasks: int) -> float:
    done = len(tally.done)
    return tally.verdict.calls * tasks / done if done else tasks * A_DAY * A_TASK * 10.0


def _show_progress(tallies: dict[str, Tally], calls: int) -> None:
    so_far = sum((tally.verdict for tally in tallies.values()), Verdict())
    wrong = so_far.wrong + so_far.mixed + so_far.outcomes_wrong
    print(f"\r{so_far.calls:,} of {calls:,} calls, wrong: {wrong} ", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=CALLS, help="how many calls in all")
    parser.add_argument("--processes", type=int, default=2, help="how many at once")
    parser.add_argument("--minutes", type=float, default=24 * 60.0, help="after which it ends, whatever is done")
    parser.add_argument("--seed", type=int, default=1, help="the first day; others have other calls")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="goes on where a run with this file was left")
    chosen = parser.parse_args()
    found = measure(chosen.calls, chosen.processes, chosen.minutes, chosen.seed, chosen.keep)
    print(file=sys.stderr)
    print(HEAD)
    for situation, verdict in found.items():
        print(row(situation, verdict))
    print(row("**all**", sum(found.values(), Verdict())))


if __name__ == "__main__":
    main()

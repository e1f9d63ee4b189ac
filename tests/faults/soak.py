"""An agent's day in accelerated time: `python -m tests.faults.soak [HOURS]` (8), with a report by the hour.

Calls one after the other, webhooks and polling both on, a line that fails now and then, and a laptop that sleeps in the
middle of a call. Looked at each hour: memory, file handles, threads, tasks, and what the provider was asked.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.domain.call_watch import USUAL_PACE
from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.polling_budget import PollingBudget
from acefone_desktop.simulator.calling.call_script import CallScript, Outcome, Step
from tests.faults.invariants import WRITTEN_S, check_dials, check_evidence, check_log, check_outcomes, check_rest
from tests.faults.leaping_loop import run_leaping
from tests.faults.wire_faults import FAULTS
from tests.faults.world import World, world

if TYPE_CHECKING:
    from tests.faults.proxy import Handling, Plan, Request

HOUR_S = 3600.0
APP = "acefone_desktop."
NOT_COUNTED = ("acefone_desktop.simulator.", "acefone_desktop.domain.dialing")
FAULT_EVERY = 25
"""One request in so many meets a fault, on average, and one webhook too."""
CUSTOMERS = tuple(f"4477009001{ending:02d}" for ending in range(40))
NAP_S = 2400.0
SETTLED_AFTER_H = 2.0
"""Hours until the app remembers as much as it ever does: the calls of the last hour or so."""
SPARE_OBJECTS = 1_500
"""Of the app's own kinds, from one hour to another: some hours have more calls than others. Nothing for each call."""
SPARE_BLOCKS = 8_000
"""The same of all that is in memory (half a megabyte)."""
BLOCKS_OF_A_TRUE_CALL = 120
"""What the account keeps of a call, and this test to hold history against it; all is in one process here."""
SPARE_HANDLES, SPARE_THREADS, SPARE_TASKS = 12, 2, 12
"""How many more than at the first hour's end: connections that are kept, on both sides, all in one process here."""


@dataclass(frozen=True, slots=True)
class Hour:
    """How things stood at the end of one hour; `asked` is what the provider was asked within it."""

    until: float
    """Hours since the begin."""
    calls: int
    asked: Counter[str]
    objects: int
    """Of the app's own kinds, the simulated account's aside."""
    blocks: int
    resident_mb: float
    handles: int
    threads: int
    tasks: int

    @property
    def polling(self) -> int:
        return self.asked["live_calls"] + self.asked["call/records"]


@dataclass
class Day:
    """One run."""

    hours: list[Hour] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    naps: int = 0


def course(chance: random.Random) -> Step:
    """One of the ways that calls take in a day."""
    answers = 4 + chance.random() * 8
    outcome = chance.choices(
        [Outcome.ANSWERED, Outcome.CUSTOMER_NO_ANSWER, Outcome.AGENT_NO_ANSWER], weights=[70, 25, 5]
    )[0]
    match outcome:
        case Outcome.ANSWERED:
            customer = answers + 5 + chance.random() * 20
            talk = min(chance.expovariate(1 / 150) + 5, 1200)
            return Step(
                outcome=outcome, row_at=1.5, agent_answers_at=answers, customer_answers_at=customer,
                ends_at=customer + talk,
            )  # fmt: skip
        case Outcome.CUSTOMER_NO_ANSWER:
            return Step(outcome=outcome, row_at=1.5, agent_answers_at=answers, ends_at=answers + 30)
        case _:
            return Step(outcome=outcome, row_at=1.5, ends_at=30)


def now_and_then(chance: random.Random, struck: Counter[str]) -> Plan:
    """Faults at random."""

    def plan(_: Request) -> Handling | None:
        if chance.randrange(FAULT_EVERY):
            return None
        fault = chance.choice(FAULTS)
        struck[fault.name] += 1
        return fault.handle

    return plan


async def work(at: World, day: Day, chance: random.Random, hours: float) -> None:
    """Dials, waits for the end, writes something down, and dials again."""
    begun, asleep_at, span = at.clock.now(), hours / 2, min(1.0, hours / 4)
    while (passed := (at.clock.now() - begun).total_seconds() / HOUR_S) < hours:
        if passed >= (len(day.hours) + 1) * span:
            day.hours.append(await look(at, day, passed))
        number = chance.choice(CUSTOMERS)
        day.made[number] += 1
        await at.dial(number)
        if passed >= asleep_at and not day.naps:
            await sleep_in_the_middle(at, day)
        await at.until_all_is_settled()
        await at.clock.sleep(20 + chance.random() * 120)
    await at.clock.sleep(WRITTEN_S)
    day.hours.append(await look(at, day, hours))


async def sleep_in_the_middle(at: World, day: Day) -> None:
    """The lid is closed while the phone rings, and opened much later; what was told meanwhile is lost."""
    await at.clock.sleep(6)
    day.naps += 1
    if at.hooks is not None:
        at.hooks.accepting = False
    at.clock.suspend(NAP_S)
    await at.clock.sleep(15)
    if at.hooks is not None:
        at.hooks.accepting = True


async def look(at: World, day: Day, passed: float) -> Hour:
    """What the hour (in a short day, the quarter) has left, the records of the test itself aside."""
    check_log(at, *CUSTOMERS)
    await check_evidence(at)
    at.journal.told.clear()
    asked = Counter(request.path.partition("?")[0].removeprefix("/v1/") for request in at.proxy.requests)
    seen = sum((hour.asked for hour in day.hours), Counter[str]())
    at.log.lines.clear()
    at.heard.clear()
    at.simulator._simulation.requests.clear()
    if at.hooks is not None:
        at.hooks.requests.clear()
    forget_cached()
    gc.collect()
    return Hour(
        passed,
        day.made.total(),
        asked - seen,
        app_objects(),
        sys.getallocatedblocks(),
        _resident_mb(),
        _handles(),
        threading.active_count(),
        len(asyncio.all_tasks()),
    )


def app_objects() -> int:
    """How many objects of the app's own kinds there are, but for what the dials came to, which this test keeps."""
    modules = Counter(str(type(thing).__module__) for thing in gc.get_objects())
    return sum(n for module, n in modules.items() if module.startswith(APP) and not module.startswith(NOT_COUNTED))


def forget_cached() -> None:
    """Caches have a bound each, and not all of them have come to it within a day: what they hold is not looked at."""
    for thing in gc.get_objects():
        if isinstance(thing, _lru_cache_wrapper) and str(thing.__module__).startswith(APP):
            thing.cache_clear()


def _handles() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir()) if sys.platform == "linux" else 0


def _resident_mb() -> float:
    if sys.platform != "linux":
        return 0.0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def live(folder: Path, hours: float, seed: int) -> Day:
    """A day, and everything that must hold at its end."""
    chance, day = random.Random(seed), Day()  # noqa: S311 - the same day each time
    script = CallScript(by_order={order: course(chance) for order in range(1, 2000)})
    async with world(folder, script=script, webhooks=True) as at:
        at.proxy.plan = now_and_then(chance, day.struck)
        assert at.hooks is not None
        at.hooks.plan = now_and_then(chance, day.struck)
        await work(at, day, chance, hours)
        await check_rest(at)
        check_dials(at, day.made)
        check_outcomes(at)
        await check_evidence(at)
        day.outcomes.update(str((call.outcome or CallOutcome.UNKNOWN).value) for call in at.history())
    return day


def check(day: Day) -> None:
    """Flat where it must be, and within the budget."""
    first, *later = day.hours
    assert later
    budget = PollingBudget.of(USUAL_PACE)
    for hour in day.hours:
        assert hour.polling <= budget.hourly, f"asked {hour.polling} times in the hour until {hour.until:.1f}"
    for hour in later:
        assert hour.handles <= first.handles + SPARE_HANDLES
        assert hour.threads <= first.threads + SPARE_THREADS
        assert hour.tasks <= first.tasks + SPARE_TASKS
    settled, *later = [hour for hour in day.hours if hour.until >= SETTLED_AFTER_H] or day.hours
    for hour in later:
        assert hour.objects <= settled.objects + SPARE_OBJECTS, f"{hour.objects - settled.objects} objects more"
        grown = hour.blocks - settled.blocks - (hour.calls - settled.calls) * BLOCKS_OF_A_TRUE_CALL
        assert grown <= SPARE_BLOCKS, f"{grown} blocks more"


def report(day: Day) -> str:
    """A table by the hour, and what happened."""
    columns = (
        "Hours",
        "Calls so far",
        "Live calls",
        "Records",
        "App's objects",
        "Memory blocks",
        "Resident MB",
        "Handles",
        "Threads",
        "Tasks",
    )
    lines = ["| " + " | ".join(columns) + " |", "|" + "---:|" * len(columns)]
    lines += [
        f"| {hour.until:.1f} | {hour.calls} | {hour.asked['live_calls']} | {hour.asked['call/records']} "
        f"| {hour.objects:,} | {hour.blocks:,} | {hour.resident_mb:.1f} "
        f"| {hour.handles} | {hour.threads} | {hour.tasks} |"
        for hour in day.hours
    ]
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(day.outcomes.items()))
    lines += ["", f"{day.struck.total()} faults of {len(day.struck)} kinds, {day.naps} sleep in mid-call: {outcomes}."]
    lines += [f"Budget: {PollingBudget.of(USUAL_PACE).hourly} requests for polling an hour."]
    return "\n".join(lines)


def main() -> None:
    """Prints the report; an assertion that fails is the exit status."""
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
    with tempfile.TemporaryDirectory() as folder:
        day = run_leaping(live(Path(folder), hours, seed=4))
    print(report(day))
    check(day)


if __name__ == "__main__":
    main()

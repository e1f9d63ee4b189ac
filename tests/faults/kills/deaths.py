"""Walks a road of a dial up to each of its writes, dies there, and looks at what a new process makes of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import CallScript, Step
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread
from tests.faults.kills.roads import FOUND, Errand
from tests.faults.kills.tracer import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_POINTS = 400
HANDS = 2
SURVIVALS = 2
"""Runs in a row that end before the next write: some make a few writes more than others."""


class Nursery:
    """A process that gives birth to others, each of which walks one road; see `nursery`."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.kills.nursery"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def send(self, road: str, errand: Errand, kill_at: int | None = None, *, each: bool = True) -> Trace:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wish = {"road": road, "errand": asdict(errand), "kill_at": kill_at, "each": each}
        print(json.dumps(wish), file=self._process.stdin, flush=True)
        return Trace(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate(timeout=60)


class Deaths:
    """One road over one account: walks it up to each write, and then finds out what is known of it."""

    def __init__(self, road: str, folder: Path, simulator: SimulatorThread, *, each: bool = True) -> None:
        self._road, self._folder, self._simulator, self._each = road, folder, simulator, each
        agent = simulator.account.first_agent
        template = folder / "template"
        self._errand = Errand(
            str(template), simulator.base_url, simulator.token, agent.id, agent.name, agent.follow_me_number, ""
        )
        self.points: dict[int, str] = {}
        self.found: dict[int, str] = {}
        self.failed: dict[str, str] = {}

    def all(self) -> None:
        """Every write, until the road ends before the next one."""
        with nursery() as one:
            assert one.send("prepare", self._errand).status == 0
        for hand in range(1, HANDS + 1):
            shutil.copytree(self._errand.folder, self._rehearsal(hand).folder)
        with ThreadPoolExecutor(HANDS) as pool:
            for each in [pool.submit(self._every, place) for place in range(1, HANDS + 1)]:
                each.result()

    def _rehearsal(self, hand: int) -> Errand:
        return replace(
            self._errand, folder=str(self._folder / f"rehearsal {hand}"), number=number_of(MOST_POINTS + hand)
        )

    def _every(self, first: int) -> None:
        with nursery() as one:
            for road in (self._road, "after"):
                one.send(road, self._rehearsal(first), 0)
            survived = 0
            for kill_at in range(first, MOST_POINTS, HANDS):
                errand = replace(self._errand, folder=str(self._folder / str(kill_at)), number=number_of(kill_at))
                shutil.copytree(self._errand.folder, errand.folder)
                trace = one.send(self._road, errand, kill_at, each=self._each)
                if not trace.was_killed:
                    assert trace.status == 0
                    survived += 1
                    if survived == SURVIVALS:
                        return
                    continue
                survived = 0
                self.points[kill_at] = trace.points[-1]
                self.found[kill_at] = self._look_after(one, errand, f"{kill_at}: {trace.points[-1]}")
        raise AssertionError("the road has no end")

    def _look_after(self, one: Nursery, errand: Errand, where: str) -> str:
        """What the account got, and what history says in the end."""
        status = one.send("after", errand).status
        found = json.loads((Path(errand.folder) / FOUND).read_text(encoding="utf-8")) if status == 0 else {}
        sent = sum(errand.number == dial["destination_number"] for dial in self._simulator.dials())
        if wrong := list(self._wrong(found, sent)):
            self.failed[where] = "; ".join(wrong)
        outcomes = [str(call["outcome"]) for call in found.get("calls", ())]
        return f"{'sent' if sent else 'not sent'} | {', '.join(outcomes) or 'no such dial'}"

    def _wrong(self, found: dict[str, Any], sent: int) -> Iterator[str]:
        if not found:
            yield "the next process failed"
            return
        if sent > 1:
            yield f"dialled {sent} times"
        if found["integrity"] != "ok":
            yield f"the database is damaged: {found['integrity']}"
        if found["still_open"] != 0:
            yield "a dial is open for ever"
        if len(found["calls"]) != found["journalled"] or (sent and not found["calls"]):
            yield f"{found['journalled']} dials on disk, {sent} sent, {len(found['calls'])} in history"
        for call in found["calls"]:
            yield from self.wrong_about(call, sent)

    def wrong_about(self, call: dict[str, Any], sent: int) -> Iterator[str]:
        """A call that was sent is found; of one that was not, is said that it is not known, since when, and why."""
        if call["settled"] is not True or call["since"] is None:
            yield f"not settled: {call}"
        if sent and call["outcome"] != "answered":
            yield f"not found: {call}"
        if not sent and (call["state"], call["outcome"], bool(call["why"])) != ("unknown", "unknown", True):
            yield f"said of a call that never was: {call}"


class RefusedDeaths(Deaths):
    """The account says no: nothing is ever found, and what is known says no or not known."""

    def wrong_about(self, call: dict[str, Any], sent: int) -> Iterator[str]:
        if call["settled"] is not True or call["since"] is None or not call["why"]:
            yield f"not settled: {call}"
        if call["outcome"] not in ({"refused", "unknown"} if sent else {"unknown"}):
            yield f"said of a call that was refused: {call}"


@contextmanager
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    try:
        yield made
    finally:
        made.close()


@contextmanager
def account(step: Step) -> Iterator[SimulatorThread]:
    script = CallScript(by_ending={str(digit): step for digit in range(10)})
    switches = Switches(rate_limit=0, record_delay=1)
    with SimulatorThread(SimulatedAccount(), switches, SimulatedClock(60), script=script) as simulator:
        yield simulator


def number_of(kill_at: int) -> str:
    """A customer of its own for each death."""
    return f"447700900{kill_at:03d}"

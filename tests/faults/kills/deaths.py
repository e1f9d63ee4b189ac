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
from acefone_desktop.simulator.calling.timeline import Leg
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread
from tests.faults.kills.deeds import NOTE
from tests.faults.kills.roads import FOUND, WEBHOOK_SECRET, Errand, data_folder
from tests.faults.kills.tracer import Trace
from tests.faults.power_cuts import cut_power

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.simulation import ReceivedRequest

MOST_POINTS = 400
_DEEDS = ("/v1/call/hangup", "/v1/call/options")
HANDS = 2
SURVIVALS = 2
"""Runs in a row that end before the next write: some make a few writes more than others."""


class Nursery:
    """A process that gives birth to others, each of which walks one road; see `nursery`."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.kills.nursery"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def send(self, road: str, errand: Errand, kill_at: int | str | None = None, *, each: bool = True) -> Trace:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wish = {"road": road, "errand": asdict(errand), "kill_at": kill_at, "each": each}
        print(json.dumps(wish), file=self._process.stdin, flush=True)
        return Trace(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate(timeout=60)


class Deaths:
    """One road over one account: walks it up to each write, and then finds out what is known of it.

    `port`: where its webhooks arrive, if any. Then only one road is walked at a time. `power_cut`: the computer dies
    too, and with it what was not yet made durable.
    """

    def __init__(
        self,
        road: str,
        folder: Path,
        simulator: SimulatorThread,
        *,
        each: bool = True,
        port: int = 0,
        power_cut: bool = False,
    ) -> None:
        self._road, self._folder, self._simulator, self._each = road, folder, simulator, each
        self._hands, self._power_cut = 1 if port else HANDS, power_cut
        agent = simulator.account.first_agent
        template = folder / "template"
        self._errand = Errand(
            str(template), simulator.base_url, simulator.token, agent.id, agent.name, agent.follow_me_number, "", port
        )
        self.seen: set[str] = set()
        """All kinds of writes that any of the runs came to."""
        self.points: dict[int, str] = {}
        self.found: dict[int, str] = {}
        self.failed: dict[str, str] = {}

    def all(self) -> None:
        """Every write, until the road ends before the next one; and each kind of which no run has died yet."""
        with nursery() as one:
            assert one.send("prepare", self._errand).status == 0
        hands = range(1, self._hands + 1)
        for hand in hands:
            shutil.copytree(self._errand.folder, self._rehearsal(hand).folder)
        with ThreadPoolExecutor(self._hands) as pool:
            for each in [pool.submit(self._every, place) for place in hands]:
                each.result()
        self._left_out()

    def _rehearsal(self, hand: int) -> Errand:
        return replace(
            self._errand, folder=str(self._folder / f"rehearsal {hand}"), number=number_of(MOST_POINTS + hand)
        )

    def _every(self, first: int) -> None:
        with nursery() as one:
            self._rehearse(one, first)
            survived = 0
            for place in range(first, MOST_POINTS, self._hands):
                survived = 0 if self._dies(one, place, place) else survived + 1
                if survived == SURVIVALS:
                    return
        raise AssertionError("the road has no end")

    def _left_out(self) -> None:
        """Threads run beside each other, so that a write may have been the next one in none of the runs."""
        left_out = sorted(self.seen - set(self.points.values()))
        if not left_out:
            return
        with nursery() as one:
            self._rehearse(one, 1)
            for number, kind in enumerate(left_out, MOST_POINTS + HANDS + 1):
                self._dies(one, number, kind)

    def _rehearse(self, one: Nursery, hand: int) -> None:
        """Has the process load what is needed, so that its children have it already."""
        for road in (self._road, "after"):
            one.send(road, self._rehearsal(hand), 0)

    def _dies(self, one: Nursery, place: int, kill_at: int | str) -> bool:
        """One run, and what is found of it; whether it came to where it was to die. Noted under `place`."""
        errand = replace(self._errand, folder=str(self._folder / str(place)), number=number_of(place))
        shutil.copytree(self._errand.folder, errand.folder)
        trace = one.send(self._road, errand, kill_at, each=self._each)
        self.seen.update(trace.points)
        if not trace.was_killed:
            assert trace.status == 0
            return False
        if self._power_cut:
            cut_power(data_folder(errand), trace.synchronised)
        self.points[place] = trace.points[-1]
        self.found[place] = self._look_after(one, errand, f"{place}: {trace.points[-1]}")
        return True

    def _look_after(self, one: Nursery, errand: Errand, where: str) -> str:
        """What the account got, and what history says in the end."""
        status = one.send("after", errand).status
        found = json.loads((Path(errand.folder) / FOUND).read_text(encoding="utf-8")) if status == 0 else {}
        sent = sum(errand.number == dial["destination_number"] for dial in self._simulator.dials())
        if wrong := list(self._wrong(found, sent)):
            self.failed[where] = "; ".join(wrong)
        outcomes = [str(call["outcome"]) for call in found.get("calls", ())]
        return f"{self.asked(errand, sent)} | {', '.join(outcomes) or 'no such dial'}"

    def asked(self, errand: Errand, sent: int) -> str:
        """What the account was asked for on this road."""
        del errand
        return "sent" if sent else "not sent"

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
        yield from self.wrong_besides(found)

    def wrong_besides(self, found: dict[str, Any]) -> Iterator[str]:
        """For roads on which more happens than a dial."""
        del found
        yield from ()

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


class DeedDeaths(Deaths):
    """Something is done to the call, once at most; history tells of it what the account knows."""

    def asked(self, errand: Errand, sent: int) -> str:
        assert sent, "the deed comes after the dial"
        call_id = self._truth(errand.number).call_id
        return "done" if any(call_id in each.body for each in self._deeds()) else "not done"

    def _truth(self, number: object) -> SimulatedCall:
        all_calls = self._simulator.simulator._simulation.calls.all()
        return next(each for each in all_calls if each.destination == number)

    def _deeds(self) -> Iterator[ReceivedRequest]:
        return (each for each in self._simulator.requests if each.path in _DEEDS)

    def wrong_about(self, call: dict[str, Any], sent: int) -> Iterator[str]:
        assert sent, "the deed comes after the dial"
        truth = self._truth(call["customer"])
        missed_by = truth.timeline.missed_by if truth.timeline is not None else None
        true = {None: "answered", Leg.AGENT: "agent_missed", Leg.CUSTOMER: "customer_missed"}[missed_by]
        if call["settled"] is not True or call["outcome"] != true:
            yield f"it was {true}, and said of it is: {call}"
        if (deeds := sum(truth.call_id in each.body for each in self._deeds())) > 1:
            yield f"it was asked for {deeds} times"

    def wrong_besides(self, found: dict[str, Any]) -> Iterator[str]:
        if any(note not in {"", NOTE} for note in found["notes"]):
            yield f"a note is half there: {found['notes']}"


@contextmanager
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    try:
        yield made
    finally:
        made.close()


@contextmanager
def account(step: Step, *, port: int = 0) -> Iterator[SimulatorThread]:
    """A fast account; with a port it sends webhooks there."""
    script = CallScript(by_ending={str(digit): step for digit in range(10)})
    switches = Switches(rate_limit=0, record_delay=1)
    webhooks = f"http://127.0.0.1:{port}/hook/{WEBHOOK_SECRET}" if port else None
    clock = SimulatedClock(60)
    with SimulatorThread(SimulatedAccount(), switches, clock, script=script, webhook_url=webhooks) as simulator:
        yield simulator


def number_of(kill_at: int) -> str:
    """A customer of its own for each death; the agent's own number is below."""
    return f"447700900{100 + kill_at}"

"""What must hold after every run, whatever the line did."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.dialing import Dialed, NotDialed, PerhapsDialed
from acefone_desktop.simulator.calling.timeline import Leg
from tests.faults.world import SECRET

if TYPE_CHECKING:
    from collections import Counter

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from tests.faults.world import World

QUIET_S = 1800.0
WRITTEN_S = 60.0
"""After which the last look is over and what it told is on disk."""
KEPT_CONNECTIONS = 4
"""As many as the client keeps for the next look."""

_OPENERS = re.compile(r"[\s().+\-\u2010-\u2015]")
_RECORDING = re.compile(r"/file/recording|type=rec")


def check_dials(world: World, made: Counter[str]) -> None:
    """One request per dial, at the line and at the account; each dial in history, with nothing false about it.

    `made` counts the dials of each number.
    """
    assert len(world.proxy.dials) <= made.total()
    assert len(world.simulator.dials()) <= len(world.proxy.dials)
    identifiers = [str(each["custom_identifier"]) for each in world.simulator.dials()]
    assert len(set(identifiers)) == len(identifiers), "a dial has been sent twice"
    by_intent = {call.intent_id: call for call in world.history() if call.intent_id}
    true_calls = {str(call.custom_identifier): call for call in world.true_calls}
    assert set(true_calls) <= set(by_intent), "a call that runs is not in history"
    assert len(by_intent) == made.total(), "a dial is forgotten"
    for intent_id, call in by_intent.items():
        check_truth(call, true_calls.get(str(intent_id)))


def check_truth(call: Call, truth: SimulatedCall | None) -> None:
    """What history says of a settled call is true, or says that it is not known, since when, and why."""
    assert call.is_settled
    if call.outcome is CallOutcome.UNKNOWN:
        assert call.requested_at is not None, "when it was asked for is known"
        assert call.state in {CallState.UNKNOWN, CallState.ENDED}
        return
    if truth is None or truth.timeline is None:
        assert call.outcome in {CallOutcome.REFUSED, CallOutcome.FAILED}, f"{call.outcome} of a call that never was"
        return
    expected = {
        None: CallOutcome.ANSWERED, Leg.AGENT: CallOutcome.AGENT_MISSED, Leg.CUSTOMER: CallOutcome.CUSTOMER_MISSED,
    }[truth.timeline.missed_by]  # fmt: skip
    assert call.outcome is expected
    if call.talk_seconds is not None:
        assert abs(call.talk_seconds - truth.timeline.talk_seconds) <= 2
    if call.call_id is not None:
        assert call.call_id == truth.call_id, "the evidence of another call was taken for this one's"


def check_outcomes(world: World) -> None:
    """What the dialler said came of each request does not contradict what the account had of it."""
    true_identifiers = {str(call.custom_identifier) for call in world.true_calls}
    for outcome in world.outcomes:
        match outcome:
            case NotDialed(intent, _):
                assert intent.id not in true_identifiers, "a call that runs was said not to be dialled"
            case Dialed(intent, _):
                assert intent.id in true_identifiers, "a call that never was is said to be dialled"
            case PerhapsDialed(_, error):
                assert error.explanation


async def check_evidence(world: World) -> None:
    """All that was told is on disk; history and the tracker know the same."""
    kept = set(await world.journal.open_evidence(world.clock.now().replace(year=2000)))
    assert {told for call in world.calls for told in call.evidence | call.contested} <= kept
    rows = {call.key: call for call in world.history()}
    for call in world.calls:
        assert rows[call.key] == call
    assert not await world.journal.intents_without_reply()


def check_log(world: World, *numbers: str) -> None:
    """At the most talkative level: no token, no secret, no recording, no customer's number."""
    secrets = (world.simulator.account.token, SECRET, world.simulator.account.password)
    for line in world.log.lines:
        assert not any(secret in line for secret in secrets), "a secret in the log"
        assert not _RECORDING.search(line), "a recording's address in the log"
        digits = _OPENERS.sub("", line)
        assert not any(number[-9:] in digits for number in numbers), f"a number in the log: {line}"


async def check_rest(world: World) -> None:
    """With nothing open the provider is left alone, and no more is open than what is kept."""
    asked = len(world.proxy.requests)
    await world.clock.sleep(QUIET_S)
    assert len(world.proxy.requests) == asked, "asked for calls with none to ask for"
    assert world.proxy.open_connections <= KEPT_CONNECTIONS


def check_nothing_is_left(world: World, tasks_before: set[asyncio.Task[object]]) -> None:
    """After the end: no task of the app's, no connection."""
    left = asyncio.all_tasks() - tasks_before
    assert not [task for task in left if not task.done()]
    assert world.proxy.open_connections == 0


async def check_everything(world: World, made: Counter[str]) -> None:
    """All of these, for a run whose calls are settled and whose app is still open."""
    await world.clock.sleep(WRITTEN_S)
    await check_rest(world)
    check_dials(world, made)
    check_outcomes(world)
    await check_evidence(world)
    check_log(world, *made)

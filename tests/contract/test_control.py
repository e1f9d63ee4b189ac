"""Ending, transferring and listening in, against the simulated account over HTTP: what is sent, and how often."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.call_control import TargetKind, TransferTarget
from acefone_desktop.domain.calls import Call, CallKey
from acefone_desktop.domain.control_errors import (
    HangUpNotAllowedError,
    HangUpUnknownError,
    OptionsNotAllowedError,
    TransferUnknownError,
)
from acefone_desktop.domain.dialing import Accepted, CallIntent, Dialed, DialRequest, IntentId
from acefone_desktop.domain.errors import RefusedError
from acefone_desktop.domain.incoming_calls import Standing, standing
from acefone_desktop.domain.provider_directory import CallOption
from acefone_desktop.services.account_watch import AccountLook, AccountWatch
from acefone_desktop.services.call_control import CallController
from acefone_desktop.services.tracking import CallTracker
from acefone_desktop.simulator.calling.incoming import IncomingOutcome, IncomingStep
from acefone_desktop.simulator.switches import ListForm, OptionsTrouble, Switches
from tests.support.tracking import MemoryJournal, StillClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from acefone_desktop.adapters.acefone.client import AcefoneClient
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.simulator.clock import ManualClock
    from acefone_desktop.simulator.thread import SimulatorThread
    from tests.contract.conftest import Connect

KEY = CallKey("dl-1")
COLLEAGUE = TransferTarget(kind=TargetKind.AGENT, intercom="0601234560007", name="Grace Okafor")


class AccountTime(StillClock):
    """The simulated account's own time, so that its stamps and ours agree; nothing sleeps in it."""

    def __init__(self, time: ManualClock) -> None:
        super().__init__()
        self._time = time

    def now(self) -> datetime:
        return self._time.now()


class Desk:
    """A client, a tracker that asks nothing by itself, and what can be done to its calls."""

    def __init__(self, account: SimulatorThread, client: AcefoneClient, agent: Agent, clock: ManualClock) -> None:
        self.account, self.client, self.agent, self.time = account, client, agent, clock
        self.clock = AccountTime(clock)
        self.tracker = CallTracker(client, MemoryJournal(), self.clock, agent, polling=False)
        self.control = CallController(client, self.tracker, self.clock, agent)

    async def talk(self) -> Call:
        """Dials, and looks once the customer is on the line."""
        now = self.clock.now()
        intent = CallIntent(IntentId("dl-1"), DialRequest(digits="447700900123", agent_id=self.agent.id), now)
        await self.client.originate(intent)
        self.tracker.begin(intent)
        self.tracker.dial_outcome(Dialed(intent, Accepted()))
        self.time.advance(20)
        return await self.look()

    async def look(self) -> Call:
        await self.tracker.take_rows(await self.client.live_calls(), self.clock.now())
        return self.tracker.calls[-1]

    def posted(self, path: str) -> list[dict[str, object]]:
        return [json.loads(r.body) for r in self.account.requests if (r.method, r.path) == ("POST", f"/v1/{path}")]


@pytest.fixture
async def desk(still_simulator: SimulatorThread, manual_clock: ManualClock, connect: Connect) -> Desk:
    client = connect(still_simulator.base_url, still_simulator.token)
    agent = next(agent for agent in await client.agents() if agent.id == AgentId(still_simulator.agent_id))
    return Desk(still_simulator, client, agent, manual_clock)


async def limited(desk: Desk, connect: Connect) -> CallController:
    """The same with a token that may only read."""
    client = connect(desk.account.base_url, desk.account.account.limited_token)
    return CallController(client, desk.tracker, desk.clock, desk.agent)


@pytest.mark.parametrize("intercom", ["0601234560007", "1008", "2001", "442079460321"])
async def test_a_call_goes_to_extension_intercom_department_or_number(desk: Desk, intercom: str) -> None:
    call = await desk.talk()
    await desk.control.transfer(KEY, TransferTarget(kind=TargetKind.NUMBER, intercom=intercom))
    assert desk.posted("call/options") == [{"type": 4, "call_id": call.call_id, "intercom": intercom}]
    assert desk.tracker.calls[-1].transferred_to == intercom
    (row,) = await desk.client.live_calls()
    assert row.agent.name == ("Grace Okafor" if intercom in {"0601234560007", "1008"} else "Asha Rao")


@pytest.mark.parametrize(("trouble", "done"), [(OptionsTrouble.ERROR_500, False), (OptionsTrouble.DROPPED, True)])
async def test_a_transfer_without_an_answer_is_unknown_and_sent_once(
    desk: Desk, trouble: OptionsTrouble, done: bool
) -> None:
    await desk.talk()
    desk.account.switches = Switches(rate_limit=0, options_trouble=trouble)
    with pytest.raises(TransferUnknownError):
        await desk.control.transfer(KEY, COLLEAGUE)
    assert len(desk.posted("call/options")) == 1
    assert desk.tracker.calls[-1].transferred_to == ""
    (row,) = await desk.client.live_calls()
    assert (row.agent.name == "Grace Okafor") is done


async def test_what_the_provider_says_against_a_transfer_is_told(desk: Desk) -> None:
    await desk.talk()
    with pytest.raises(RefusedError, match="Provide a valid intercom"):
        await desk.control.transfer(KEY, TransferTarget(kind=TargetKind.EXTENSION, intercom="77"))
    assert len(desk.posted("call/options")) == 1


@pytest.mark.parametrize("has_success", [False, True])
async def test_a_missing_right_is_named_whichever_way_the_403_is_written(
    desk: Desk, connect: Connect, has_success: bool
) -> None:
    call = await desk.talk()
    desk.account.switches = Switches(rate_limit=0, forbidden_has_success=has_success)
    control = await limited(desk, connect)
    with pytest.raises(OptionsNotAllowedError, match="POST /v1/call/options"):
        await control.transfer(KEY, COLLEAGUE)
    with pytest.raises(OptionsNotAllowedError):
        await control.listen_in(CallOption.MONITOR, str(call.call_id))
    directory = await control.directory()
    assert (len(directory.agents) > 0, directory.departments) == (True, ())
    assert directory.departments_trouble is not None


@pytest.mark.parametrize("option", [CallOption.MONITOR, CallOption.WHISPER, CallOption.BARGE])
async def test_listening_in_names_the_call_and_our_agent(desk: Desk, option: CallOption) -> None:
    call = await desk.talk()
    await desk.control.listen_in(option, str(call.call_id))
    (sent,) = desk.posted("call/options")
    assert sent == {"type": option.value, "call_id": call.call_id, "agent_id": desk.account.agent_id}


@pytest.mark.parametrize("form", ListForm)
async def test_departments_are_read_bare_or_wrapped(desk: Desk, form: ListForm) -> None:
    desk.account.switches = Switches(rate_limit=0, departments_form=form)
    directory = await desk.control.directory()
    assert [(group.name, group.intercom) for group in directory.departments] == [("Sales", "2001"), ("Support", "2002")]


async def test_a_hang_up_that_met_trouble_is_unknown_and_one_without_the_right_is_explained(
    desk: Desk, connect: Connect
) -> None:
    await desk.talk()
    with pytest.raises(HangUpNotAllowedError, match="POST /v1/call/hangup"):
        await _hang_up_with_limited_token(desk, connect)
    desk.account.switches = Switches(rate_limit=0, hangup_fails_once=True)
    with pytest.raises(HangUpUnknownError):
        await desk.control.hang_up(KEY)
    assert not desk.tracker.calls[-1].hang_up_asked
    assert len(desk.posted("call/hangup")) == 2


async def _hang_up_with_limited_token(desk: Desk, connect: Connect) -> None:
    client = connect(desk.account.base_url, desk.account.account.limited_token)
    tracker = CallTracker(client, MemoryJournal(), desk.clock, desk.agent, polling=False)
    await tracker.take([told for call in desk.tracker.calls for told in call.evidence])
    await CallController(client, tracker, desk.clock, desk.agent).hang_up(KEY)


@pytest.mark.parametrize(
    ("outcome", "steps"),
    [
        (IncomingOutcome.ANSWERED, [Standing.RINGING, Standing.TALKING]),
        (IncomingOutcome.MISSED, [Standing.RINGING]),
    ],
)
async def test_a_call_that_comes_in_is_seen_among_the_live_calls(
    desk: Desk, outcome: IncomingOutcome, steps: list[Standing]
) -> None:
    desk.account.ring_in(IncomingStep(outcome=outcome))
    desk.account.ring_in(IncomingStep(outcome=IncomingOutcome.COLLEAGUE, caller="447700900456"))
    seen = []
    for _ in steps:
        desk.time.advance(5)
        seen.append(standing(await desk.look(), desk.agent))
    assert seen == steps
    assert [call.customer for call in desk.tracker.calls] == ["447700900123"]


async def test_the_whole_account_is_watched_at_a_polite_pace_and_looks_are_shared(desk: Desk) -> None:
    clock = StillClock()
    looks: list[AccountLook] = []
    watch = AccountWatch(desk.client, desk.tracker, clock)
    desk.account.ring_in(IncomingStep())
    desk.time.advance(3)
    await _watched(watch, looks.append, clock)
    assert [[row.customers for row in look.rows] for look in looks] == [[("447700900123",)]]
    assert [call.customer for call in desk.tracker.calls] == ["447700900123"]


async def _watched(watch: AccountWatch, on_look: Callable[[AccountLook], None], clock: StillClock) -> None:
    seen = asyncio.Event()

    def look(taken: AccountLook) -> None:
        on_look(taken)
        seen.set()

    watching = asyncio.create_task(watch.run(look))
    async with asyncio.timeout(15):
        await seen.wait()
        await clock.advance(1)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)

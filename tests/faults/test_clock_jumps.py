"""The computer's clock is set in the middle of a call: the whole app over real HTTP keeps its times.

In real time, with a calendar that the test moves; the steady clock of the system below it is the real one.
"""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.app.compose import Foundation, new_sign_ins, open_session
from acefone_desktop.bridge.call_clock import CallClock
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import Agent, AgentId, ApiToken, ServiceRegion
from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.dialing import DialRequest
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import CallScript, Step
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.thread import SimulatorThread
from tests.faults.kills.roads import until, until_settled
from tests.support.simulator import UNLIMITED
from tests.support.storage import opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.services.calling import CallingSession

NUMBER = "447700900123"
STEP = Step(row_at=2, agent_answers_at=4, customer_answers_at=16, ends_at=71)
JUMPS = [timedelta(hours=1), timedelta(minutes=-7), timedelta(days=-400)]


class SettableClock(SystemClock):
    """The computer's clock, wrong by `ahead`."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@asynccontextmanager
async def signed_in(folder: Path, simulator: SimulatorThread, clock: SettableClock) -> AsyncIterator[CallingSession]:
    mine = simulator.account.first_agent
    agent = Agent(id=AgentId(mine.id), name=mine.name, phone=mine.follow_me_number)
    account = AccountSettings(base_url=simulator.base_url, region=ServiceRegion.OTHER, agent=agent)
    foundation = Foundation(places_for("default", folder, os.environ))
    foundation.clock = clock
    session = open_session(foundation, new_sign_ins(), Settings(account=account), ApiToken(simulator.token), "")
    await session.open()
    try:
        yield session
    finally:
        await session.close()
        foundation.close()


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_setting_the_clock_in_a_call_changes_no_time_of_it(tmp_path: Path, jump: timedelta) -> None:
    clock, face = SettableClock(), CallClock()
    switches, script = replace(UNLIMITED, record_delay=1), CallScript(by_ending={"123": STEP})
    with SimulatorThread(SimulatedAccount(), switches, SimulatedClock(30), script=script) as sim:
        async with signed_in(tmp_path, sim, clock) as session:
            began = clock.now()

            def see(calls: tuple[Call, ...]) -> None:
                for call in calls:
                    face.see(call, clock.now())

            session.tracker.subscribe(see)
            await session.dial(DialRequest(digits=NUMBER, agent_id=AgentId(sim.agent_id), confirmed=True))
            await until(session, lambda: any(call.call_id for call in session.tracker.calls))
            clock.ahead = jump
            (running,) = session.tracker.calls
            assert 0 <= face.seconds(running) < 60, "the timer on the card has jumped"
            await until_settled(session)
            (call,) = session.tracker.calls
            assert (call.outcome, call.talk_seconds, call.ring_seconds) == (CallOutcome.ANSWERED, 55, 12)
            assert face.seconds(call) == 55
            assert call.requested_at is not None
            assert abs(call.requested_at - began) < timedelta(seconds=60)
            assert all(abs(told.told_at - began) < timedelta(minutes=5) for told in call.evidence)
    assert len(sim.dials()) == 1
    with opened(places_for("default", tmp_path, os.environ).data) as profile:
        assert profile.history.page(None, 10) == (call,)

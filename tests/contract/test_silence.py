"""The reply to a dial that never comes: waited out, told as unknown, never sent again, and found in the records."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.client import AcefoneClient
from acefone_desktop.adapters.acefone.http.pacing import Pace as ClientPace
from acefone_desktop.adapters.acefone.http.sign_in import TokenSignIn
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.app.compose import new_intent_id
from acefone_desktop.domain.account import ApiToken
from acefone_desktop.domain.call_reading import CallOutcome, CallState
from acefone_desktop.domain.call_watch import Pace
from acefone_desktop.domain.dialing import DialRequest, PerhapsDialed
from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.policy import KnownCountries
from acefone_desktop.services.dialing import Dialer
from acefone_desktop.services.tracking import CallTracker
from acefone_desktop.simulator.calling.call_script import DialReply
from acefone_desktop.simulator.switches import Switches
from tests.support.storage import opened
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.simulator.clock import ManualClock
    from acefone_desktop.simulator.thread import SimulatorThread

PATIENCE_S = 1.5
QUICK = Pace(until_seen_s=0.02, ringing_s=0.04, record_s=0.05, slow_record_s=0.1, record_within_s=30.0)
NUMBER = "447700900123"
WHOLE_CALL_S = 600.0
AT_HOME = KnownCountries("GB", frozenset().__contains__)


def test_a_reply_is_waited_for_twenty_seconds() -> None:
    assert ClientPace().reply_s == 20.0


async def test_a_dial_whose_reply_never_comes_is_sent_once_and_its_end_is_found_in_the_records(
    still_simulator: SimulatorThread, manual_clock: ManualClock, tmp_path: Path
) -> None:
    still_simulator.switches = Switches(rate_limit=0, dial_reply=DialReply.HELD)
    pace = ClientPace(spacing_s=0.001, burst=50, reply_s=PATIENCE_S)
    client = AcefoneClient(still_simulator.base_url, TokenSignIn(ApiToken(still_simulator.token)), UTC, pace=pace)
    agent = next(agent for agent in await client.agents() if agent.id == still_simulator.agent_id)
    loop = asyncio.get_running_loop()
    told: list[Call] = []
    settled: asyncio.Future[Call] = loop.create_future()
    with opened(tmp_path) as profile:
        clock = SystemClock()
        tracker = CallTracker(client, profile.journal, clock, agent, pace=QUICK)
        tracker.subscribe(partial(_hear, told, settled))
        await tracker.start()
        try:
            began = loop.time()
            dialling = asyncio.create_task(
                Dialer(client, profile.journal, tracker, clock, agent, new_intent_id, AT_HOME).dial(
                    DialRequest(digits=NUMBER, agent_id=agent.id)
                )
            )
            with ThreadPoolExecutor(1) as aside:
                await loop.run_in_executor(aside, wait_until, still_simulator.dials)
            manual_clock.advance(WHOLE_CALL_S)  # the call has come and gone before anybody gives up waiting
            outcome = await dialling
            assert loop.time() - began >= PATIENCE_S
            assert isinstance(outcome, PerhapsDialed)
            call = await asyncio.wait_for(settled, 15)
        finally:
            await tracker.stop()
            await client.close()
        assert await profile.journal.intents_without_reply() == ()
        assert [kept.outcome for kept in profile.history.page(None, 9)] == [CallOutcome.ANSWERED]
    assert len(still_simulator.dials()) == 1
    assert CallState.UNKNOWN in {seen.state for seen in told}
    assert (call.state, call.outcome, call.customer) == (CallState.ENDED, CallOutcome.ANSWERED, NUMBER)
    named_by = {evidence.source for evidence in call.evidence if evidence.call_id}
    assert named_by == {Source.CALL_RECORDS}


def _hear(told: list[Call], settled: asyncio.Future[Call], calls: tuple[Call, ...]) -> None:
    told += calls
    for call in calls:
        if call.is_settled and not settled.done():
            settled.set_result(call)

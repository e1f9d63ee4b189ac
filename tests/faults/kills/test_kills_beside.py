"""kill -9 at the writes of `acefone-desktop call` while the app runs: the app takes up what is left, at once."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.database import FILE_NAME
from acefone_desktop.app.compose import Foundation, new_sign_ins, open_session
from acefone_desktop.app.instance.instance_messages import (
    CALLS_KEPT,
    HEADER_SIZE,
    TAKEN,
    decode_message,
    encode_answer,
    message_size,
)
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import Agent, AgentId, ApiToken, ServiceRegion
from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.tracking import CallTracker
from tests.faults.kills.deaths import account, number_of, nursery
from tests.faults.kills.roads import QUICK, Errand
from tests.faults.kills.test_kills import ANSWERED
from tests.faults.kills.tracer import can_trace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from acefone_desktop.desktop.paths import Places
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.services.calling import CallingSession
    from acefone_desktop.simulator.thread import SimulatorThread

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not can_trace(), reason="the system does not let a process trace its child (ptrace)"),
]

LONGEST_S = 60.0
FIRST_POINT, MOST_POINTS = 6, 200
"""The dial comes to disk some writes after the first of these."""


@asynccontextmanager
async def running_app(errand: Errand) -> AsyncIterator[CallingSession]:
    """The app without a window: signed in, with its door open for what commands tell it."""
    agent = Agent(id=AgentId(errand.agent_id), name=errand.agent_name, phone=errand.agent_phone)
    settings = Settings(account=AccountSettings(base_url=errand.base_url, region=ServiceRegion.OTHER, agent=agent))
    foundation = Foundation(places_of(errand))
    foundation.settings.save(settings)
    session = open_session(foundation, new_sign_ins(), settings, ApiToken(errand.token), "")

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        header = await reader.readexactly(HEADER_SIZE)
        frame = header + await reader.readexactly(message_size(header) - HEADER_SIZE)
        writer.write(encode_answer(TAKEN))
        writer.close()
        if decode_message(frame).kind == CALLS_KEPT:
            await session.tracker.read_journal()

    foundation.places.prepare_runtime()
    server = await asyncio.start_unix_server(hear, foundation.places.socket)
    await session.open()
    try:
        yield session
    finally:
        server.close()
        await server.wait_closed()
        await session.close()
        foundation.close()


def places_of(errand: Errand) -> Places:
    return places_for("default", Path(errand.folder), os.environ)


def is_on_disk(errand: Errand) -> bool:
    with closing(sqlite3.connect(places_of(errand).data / FILE_NAME)) as connection:
        return bool(connection.execute("SELECT count(*) FROM intent").fetchone()[0])


async def settled(session: CallingSession) -> Call:
    changed = asyncio.Event()
    session.tracker.subscribe(lambda _: changed.set())
    async with asyncio.timeout(LONGEST_S):
        while not (session.tracker.calls and all(call.is_settled for call in session.tracker.calls)):
            changed.clear()
            await changed.wait()
    (call,) = session.tracker.calls
    return call


def check(call: Call, sent: int) -> None:
    """At most one request, and the truth: where there was none, that it is not known, since when, and why."""
    assert sent <= 1
    assert call.requested_at is not None
    if sent:
        assert call.outcome is CallOutcome.ANSWERED
    else:
        assert (call.state, call.outcome, bool(call.reason)) == (CallState.UNKNOWN, CallOutcome.UNKNOWN, True)


async def test_a_running_app_takes_up_the_dial_of_a_command_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = CallTracker.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "pace", QUICK)
    taken_up = {"sent": 0, "not sent": 0}
    loop = asyncio.get_running_loop()
    with account(ANSWERED) as simulator, nursery() as one, ThreadPoolExecutor(1) as pool:
        for road in ("prepare", "call"):
            await loop.run_in_executor(pool, one.send, road, errand_of(simulator, tmp_path, 0), 0)
        for kill_at in range(FIRST_POINT, MOST_POINTS):
            errand = errand_of(simulator, tmp_path, kill_at)
            async with running_app(errand) as session:
                trace = await loop.run_in_executor(pool, partial(one.send, "call", errand, kill_at, each=False))
                assert trace.was_killed
                if is_on_disk(errand):
                    call = await settled(session)
                    sent = sum(errand.number == dial["destination_number"] for dial in simulator.dials())
                    check(call, sent)
                    taken_up["sent" if sent else "not sent"] += 1
            if taken_up["sent"]:
                break
    assert taken_up["not sent"] >= 2, taken_up


def errand_of(simulator: SimulatorThread, folder: Path, kill_at: int) -> Errand:
    agent = simulator.account.first_agent
    return Errand(
        str(folder / str(kill_at)), simulator.base_url, simulator.token, agent.id, agent.name,
        agent.follow_me_number, number_of(kill_at),
    )  # fmt: skip

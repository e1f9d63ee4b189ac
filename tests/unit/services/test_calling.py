"""A session of real parts: the client over HTTP, the tracker, the journal on disk."""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.compose import Foundation, new_sign_ins, open_session
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import Agent, AgentId, ApiToken, ServiceRegion
from acefone_desktop.domain.dialing import Dialed, DialRequest
from acefone_desktop.domain.errors import ListenerAddressError, ListenerError, NotSetUpError
from acefone_desktop.domain.settings import AccountSettings, ListenerSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.simulator.thread import SimulatorThread

AGENT = Agent(AgentId("0501234560001"), "Asha Rao", phone="447700900001")
SECRET = "a-secret-of-sixteen-letters-and-more"


@pytest.fixture
def foundation(tmp_path: Path) -> Iterator[Foundation]:
    foundation = Foundation(places_for("default", tmp_path, {}))
    yield foundation
    foundation.close()


def settings_for(simulator: SimulatorThread, *, polling: bool = True, port: int = 8765) -> Settings:
    account = AccountSettings(region=ServiceRegion.OTHER, base_url=simulator.base_url, agent=AGENT)
    return Settings(account=account, polling=polling, listener=ListenerSettings(enabled=True, port=port))


def _tell_the_end(over: asyncio.Future[Call], calls: tuple[Call, ...]) -> None:
    for call in calls:
        if call.is_settled and not over.done():
            over.set_result(call)


async def test_without_webhooks_and_polling_a_taken_port_still_leaves_calls_followed(
    foundation: Foundation, simulator: SimulatorThread
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = settings_for(simulator, polling=False, port=other.getsockname()[1])
        session = open_session(foundation, new_sign_ins(), settings, ApiToken(simulator.token), SECRET)
        over: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        try:
            assert isinstance(await session.open(), ListenerError)
            session.tracker.subscribe(partial(_tell_the_end, over))
            assert isinstance(await session.dial(DialRequest(digits="447700900123", agent_id=AGENT.id)), Dialed)
            call = await asyncio.wait_for(over, 20)
        finally:
            await session.close()
    assert call.outcome is not None
    assert call.outcome.value == "answered"
    assert len(simulator.dials()) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.invalid", ""])  # noqa: S104 (never listened at)
async def test_an_address_that_others_could_reach_costs_the_webhooks_and_not_the_calls(
    foundation: Foundation, simulator: SimulatorThread, host: str
) -> None:
    settings = settings_for(simulator, polling=False)
    settings = settings.changed_by(listener=ListenerSettings(enabled=True, host=host))
    session = open_session(foundation, new_sign_ins(), settings, ApiToken(simulator.token), SECRET)
    try:
        trouble = await session.open()
        assert isinstance(trouble, ListenerAddressError)
        assert "127.0.0.1" in trouble.remedy
        over: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        session.tracker.subscribe(partial(_tell_the_end, over))
        assert isinstance(await session.dial(DialRequest(digits="447700900123", agent_id=AGENT.id)), Dialed)
        assert (await asyncio.wait_for(over, 20)).outcome is not None
    finally:
        await session.close()
    assert len(simulator.dials()) == 1


async def test_a_session_closed_twice_or_before_it_was_opened_is_closed(
    foundation: Foundation, simulator: SimulatorThread
) -> None:
    session = open_session(foundation, new_sign_ins(), settings_for(simulator), ApiToken(simulator.token), "")
    await session.close()
    assert await session.open() is None
    await session.close()
    await session.close()
    assert simulator.requests == ()


def test_settings_without_an_agent_open_nothing(foundation: Foundation, simulator: SimulatorThread) -> None:
    for settings in (Settings(), Settings(account=AccountSettings(base_url=simulator.base_url))):
        with pytest.raises(NotSetUpError):
            open_session(foundation, new_sign_ins(), settings, ApiToken(simulator.token), "")

"""What the demo furnishes: an account that works by itself, both ways status comes in, and nothing of the user's."""

from __future__ import annotations

import asyncio
import secrets
from functools import partial
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.app.compose import Foundation, account_line, session_vault
from acefone_desktop.app.desktop.demo import _free_port, _furnish
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.call_reading import CallOutcome
from acefone_desktop.domain.dialing import DialRequest
from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.switches import Switches
from acefone_desktop.simulator.thread import SimulatorThread

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.calls import Call


async def test_the_furnished_account_calls_and_hears_of_it_both_ways(tmp_path: Path) -> None:
    port, secret = _free_port(), secrets.token_urlsafe()
    places, vault = places_for("demo", tmp_path, {}), session_vault()
    hook = f"http://127.0.0.1:{port}/hook/{secret}"
    with SimulatorThread(SimulatedAccount(), Switches(), SimulatedClock(20), webhook_url=hook) as running:
        await _furnish(places, vault, running, ListenerSettings(enabled=True, port=port), secret)
        account = SettingsFile(places.settings).load().account
        assert account is not None
        assert account.agent is not None
        assert len(account.caller_ids) == len(running.numbers)
        foundation = Foundation(places)
        line = account_line(foundation, vault, session_vault())
        over: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        try:
            assert foundation.contact_reader().favourites(9), "somebody to practise with"
            opened = await line.open(partial(_tell_the_end, over), lambda: None)
            assert opened.listener_trouble is None
            await line.dial(DialRequest(digits="447700900123", agent_id=account.agent.id))
            call = await asyncio.wait_for(over, 30)
        finally:
            await line.close()
            foundation.close()
        assert len(running.dials()) == 1
    assert call.outcome is CallOutcome.ANSWERED
    assert {Source.WEBHOOK, Source.LIVE_CALLS} <= {told.source for told in call.evidence}
    assert not _is_written(tmp_path, running.token)
    assert not _is_written(tmp_path, secret)


def _tell_the_end(over: asyncio.Future[Call], calls: tuple[Call, ...]) -> None:
    for call in calls:
        if call.is_settled and not over.done():
            over.set_result(call)


def _is_written(folder: Path, text: str) -> bool:
    return any(text.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())

"""The local webhook listener: what the account reports by itself reaches the card, and strangers are turned away."""

from __future__ import annotations

import http.client
import socket
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.services.account_line import LISTENER_SECRET
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.thread import SimulatorThread
from tests.support import event_storm
from tests.support.app_driver import AppDriver
from tests.support.simulator import UNLIMITED

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.desktop_session import DesktopSession

SECRET = "a-secret-for-one-test-only"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


REPORT = b'{"call_id": "1700000000.1", "call_status": "Answered by customer", "direction": "click_to_call"}'


def status_of(port: int, path: str) -> int:
    """The answer to a webhook sent to this path."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", path, REPORT, {"content-type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()


def asked(account: SimulatorThread) -> bool:
    """Whether the app has asked which calls are going on."""
    return any("live_calls" in request.path for request in account.requests)


@pytest.mark.parametrize("polling", [False, True], ids=["alone", "and by asking"])
def test_a_call_is_followed_by_webhooks(
    place: DesktopSession, manual_clock: ManualClock, landline_areas: Path, polling: bool
) -> None:
    port = free_port()
    webhooks = f"http://127.0.0.1:{port}/hook/{SECRET}"
    with SimulatorThread(SimulatedAccount(), UNLIMITED, manual_clock, webhook_url=webhooks) as account:
        app = AppDriver(place, account, landline_areas)
        try:
            app.set_up(polling=polling, listener=ListenerSettings(enabled=True, port=port))
            app.keep_secret(LISTENER_SECRET, SECRET)
            app.open()
            app.dial("07700900123")
            if polling:
                app.desktop.wait_until(lambda: asked(account), 20.0, "a look at live calls")
            for seconds, words in (
                (5, "You answered; calling or talking to 07700 900123"),
                (12, "Connected"),
                (60, "Call ended"),
            ):
                manual_clock.advance(seconds)
                app.await_words(words)
                app.await_tool_tip(f".*{words}")
            assert asked(account) is polling
            assert [call["outcome"] for call in app.history()] == ["answered"]
            assert len(account.dials()) == 1
            assert app.quit() == 0
        finally:
            app.close()


def test_only_whoever_knows_the_secret_is_let_in(app: AppDriver) -> None:
    port = free_port()
    app.set_up(listener=ListenerSettings(enabled=True, port=port))
    app.keep_secret(LISTENER_SECRET, SECRET)
    app.open()
    app.await_ready_listener(port)
    refused = {status_of(port, path) for path in ("/", "/hook", "/hook/", "/hook/a-guess-at-the-secret", "/hook/x/y")}
    assert refused == {404}
    assert status_of(port, f"/hook/{SECRET}") == 200
    assert "Connected" not in app.words()
    assert SECRET not in app.running.errors


def test_a_port_that_is_taken_is_said(app: AppDriver) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        app.set_up(listener=ListenerSettings(enabled=True, port=port))
        app.start()
        app.await_words(f".*{port}.*")


def test_in_a_flood_of_other_peoples_calls_every_event_of_ours_reaches_the_card(
    place: DesktopSession, manual_clock: ManualClock, landline_areas: Path
) -> None:
    port = free_port()
    webhooks = f"http://127.0.0.1:{port}/hook/{SECRET}"
    with SimulatorThread(SimulatedAccount(), UNLIMITED, manual_clock, webhook_url=webhooks) as account:
        app = AppDriver(place, account, landline_areas)
        storm = [sys.executable, "-m", event_storm.__name__, str(port), "5000", "0", "0.08", "120"]
        try:
            app.set_up(polling=False, listener=ListenerSettings(enabled=True, port=port))
            app.keep_secret(LISTENER_SECRET, SECRET)
            app.open()
            app.await_ready_listener(port)
            flood = place.start(storm, SECRET=SECRET)
            app.dial("07700900123")
            for seconds, words in (
                (5, "You answered; calling or talking to 07700 900123"),
                (12, "Connected"),
                (60, "Call ended"),
            ):
                manual_clock.advance(seconds)
                app.await_words(words)
            assert flood.running, flood.errors
            flood.end()
            assert [call["outcome"] for call in app.history()] == ["answered"], "nobody else's call is kept"
            assert app.quit() == 0
        finally:
            app.close()

"""Trouble while a call goes on: the program stands still, the account is busy, the network is gone.

Each time, what the card says is true, it comes back by itself, and one request was sent.
"""

from __future__ import annotations

import signal
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.services.account_line import LISTENER_SECRET
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import CallScript, Step
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.thread import SimulatorThread
from tests.e2e.test_webhooks import SECRET
from tests.support.app_driver import PATIENCE_S, AppDriver
from tests.support.free_ports import free_port
from tests.support.loopback_line import LoopbackLine
from tests.support.simulator import UNLIMITED

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.desktop_session import DesktopSession

UNSEEN = "We cannot see this call at the moment"
LONGER_PATIENCE_S = 60.0
"""For what the app itself waits for before it says or does it."""


def looks(account: SimulatorThread) -> list[float]:
    """When the account was asked which calls go on, in seconds of real time where its clock is real."""
    return [request.at.timestamp() for request in account.requests if "live_calls" in request.path]


def assert_answered_once(app: AppDriver) -> None:
    """The whole truth about the account's usual call, and one request for it."""
    app.await_words("Call ended", LONGER_PATIENCE_S)
    app.await_words("0:55")
    app.await_tool_tip("07700 900123: Call ended")
    (call,) = app.history()
    assert (call["outcome"], call["talk_seconds"], call["ring_seconds"]) == ("answered", 55, 12)
    assert len(app.simulator.dials()) == 1


def test_after_standing_still_the_app_tells_how_the_call_went(paced_app: AppDriver, manual_clock: ManualClock) -> None:
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900123")
    manual_clock.advance(5)
    app.await_words("You answered; calling or talking to 07700 900123")
    app.running.send(signal.SIGSTOP)
    manual_clock.advance(100)
    asked = len(app.simulator.requests)
    app.running.send(signal.SIGCONT)
    assert_answered_once(app)
    first, *_ = app.simulator.requests[asked:]
    assert "live_calls" in first.path


def test_webhooks_that_came_while_the_app_stood_still_are_not_lost(
    place: DesktopSession, manual_clock: ManualClock, landline_areas: Path
) -> None:
    port = free_port()
    webhooks = f"http://127.0.0.1:{port}/hook/{SECRET}"
    with SimulatorThread(SimulatedAccount(), UNLIMITED, manual_clock, webhook_url=webhooks) as account:
        app = AppDriver(place, account, landline_areas)
        try:
            app.set_up(polling=False, listener=ListenerSettings(enabled=True, port=port))
            app.keep_secret(LISTENER_SECRET, SECRET)
            app.open()
            app.await_ready_listener(port)
            app.dial("07700900123")
            manual_clock.advance(5)
            app.await_words("You answered; calling or talking to 07700 900123")
            app.running.send(signal.SIGSTOP)
            manual_clock.advance(12)
            manual_clock.advance(60)
            app.running.send(signal.SIGCONT)
            assert_answered_once(app)
            assert not looks(account)
        finally:
            app.running.send(signal.SIGCONT)
            app.close()


@pytest.mark.parametrize("says_when", [True, False], ids=["says when to come back", "does not say"])
def test_a_busy_account_is_left_alone_for_a_while_and_the_call_is_told_to_its_end(
    place: DesktopSession, landline_areas: Path, *, says_when: bool
) -> None:
    """Real time, as that is what the account's patience is measured in; one request in three seconds is too many."""
    busy = replace(UNLIMITED, rate_limit=1, rate_window=3.0, retry_after_header=says_when)
    script = CallScript(by_ending={"123": Step(agent_answers_at=5, customer_answers_at=17, ends_at=72)})
    with SimulatorThread(SimulatedAccount(), UNLIMITED, SimulatedClock(10), script=script) as account:
        app = AppDriver(place, account, landline_areas)
        try:
            app.set_up()
            app.open()
            app.dial("07700900123")
            app.await_words("You answered; calling or talking to 07700 900123")
            account.switches, before = busy, len(looks(account))
            app.desktop.wait_until(lambda: len(looks(account)) >= before + 3, PATIENCE_S, "looks at a busy account")
            account.switches = UNLIMITED
            assert_answered_once(app)
            gaps = [later - sooner for sooner, later in pairwise(looks(account)[before:])]
            assert min(gaps) >= (1.0 if says_when else 0.5), "it was asked sooner than is right"
            asked = len(looks(account)) + sum("records" in request.path for request in account.requests)
            told = f"In the last hour calls were asked about {asked} times, of 1800 at most"
            app.desktop.wait_until(lambda: told in app.command("doctor").stdout, PATIENCE_S, "all requests, counted")
        finally:
            app.close()


def test_a_network_that_is_gone_is_said_and_the_call_is_found_again(
    place: DesktopSession, still_simulator: SimulatorThread, manual_clock: ManualClock, landline_areas: Path
) -> None:
    port = int(still_simulator.base_url.rpartition(":")[2])
    app = AppDriver(place, still_simulator, landline_areas)
    with LoopbackLine(port) as line:
        try:
            app.prepare_settings(base_url=line.base_url)
            app.keep_token()
            app.open()
            app.dial("07700900123")
            manual_clock.advance(5)
            app.await_words("You answered; calling or talking to 07700 900123")
            line.cut()
            manual_clock.advance(100)
            app.await_words(UNSEEN, LONGER_PATIENCE_S)
            app.await_words("Last known: You answered; calling or talking to .*")
            app.await_tool_tip(f"07700 900123: {UNSEEN}")
            line.mend()
            assert_answered_once(app)
        finally:
            app.close()

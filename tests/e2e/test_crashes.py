"""The program is ended without warning at different moments of a call: nothing is dialled twice, nothing forgotten."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import DialReply
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.thread import SimulatorThread
from tests.support.simulator import SPEED, UNLIMITED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.app_driver import AppDriver


def test_a_crash_while_the_reply_is_awaited_ends_in_the_truth_about_the_call(app: AppDriver) -> None:
    app.set_up()
    app.simulator.switches = replace(UNLIMITED, dial_reply=DialReply.HELD)
    app.open()
    app.dial("07700900123")
    app.running.kill()
    app.open_again()
    app.desktop.wait_until(lambda: [call["outcome"] for call in app.history()] == ["answered"], 20.0, "the outcome")
    assert len(app.simulator.dials()) == 1


def test_a_crash_while_the_phone_rings_leaves_the_call_to_the_next_run(
    paced_app: AppDriver, manual_clock: ManualClock
) -> None:
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900123")
    manual_clock.advance(3.5)
    app.await_words("Your phone is ringing")
    app.running.kill()
    app.open_again()
    app.await_words("Your phone is ringing")
    app.await_words("07700 900123")
    app.click("Hang up")
    app.await_hang_ups(1)
    manual_clock.advance(10)
    app.await_words("You hung up before 07700 900123 was called")
    (call,) = app.history()
    assert call["outcome"] == "agent_missed"
    assert len(app.simulator.dials()) == 1


def test_a_crash_at_the_moment_of_enter_dials_at_most_once(app: AppDriver) -> None:
    app.set_up()
    app.open()
    app.type_number("07700900123")
    app.desktop.screen.key("Return")
    app.running.kill()
    app.open_again()
    sent = len(app.simulator.dials())
    assert sent <= 1
    if sent:
        app.desktop.wait_until(lambda: [call["outcome"] for call in app.history()] == ["answered"], 20.0, "the outcome")
    assert len(app.simulator.dials()) == sent


def test_a_note_that_was_said_to_be_saved_outlives_a_crash_and_is_found_in_history(
    paced_app: AppDriver, manual_clock: ManualClock
) -> None:
    """At the pace of the test: a card that grows while the mouse is on its way has its buttons elsewhere."""
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900123")
    manual_clock.advance(3.5)
    app.await_words("Your phone is ringing")
    app.click("Note")
    app.await_node("Note about this call")
    app.desktop.screen.type_text("Wants 30 seats")
    app.await_words("Saved")
    app.running.kill()
    manual_clock.advance(200)
    app.open_again()
    app.click("History")
    app.await_words(".*, with a note")
    app.desktop.screen.type_text("30 seats")
    app.await_words(".*, with a note")
    app.desktop.screen.key("Down")
    app.await_words("Wants 30 seats")
    assert len(app.simulator.dials()) == 1


@pytest.fixture
def silent_port() -> Iterator[socket.socket]:
    """A port where connections hang: its queue is full, and nobody takes anything out of it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(2)]
        for each in waiting:
            each.settimeout(0)
            each.connect_ex(listener.getsockname())
        yield listener
        for each in waiting:
            each.close()


def test_a_crash_before_anything_is_sent_leaves_a_call_that_is_not_known(
    app: AppDriver, silent_port: socket.socket
) -> None:
    """What was written down before sending is all there is: the next run says so, and does not send it."""
    port = silent_port.getsockname()[1]
    app.prepare_settings(base_url=f"http://127.0.0.1:{port}")
    app.keep_token()
    app.open()
    app.type_number("07700900123")
    app.desktop.screen.key("Return")
    app.await_words("Asking Acefone to call")
    app.running.kill()
    silent_port.close()
    with SimulatorThread(SimulatedAccount(), UNLIMITED, SimulatedClock(SPEED), port=port) as account:
        app.open_again()
        app.await_words("We don't know whether this call went out.*")
        app.await_tool_tip("07700 900123: We don't know whether this call went out.*")
        app.desktop.wait_until(lambda: any("call" in r.path for r in account.requests), 20.0, "a look at the calls")
        (call,) = app.history()
        assert (call["customer"], call["state"]) == ("447700900123", "unknown")
        assert account.dials() == []

"""Calls of the command line beside the running app: it shows them at once, and one of the two follows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.app_driver import PATIENCE_S, PROGRAM

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.app_driver import AppDriver
    from tests.support.session_processes import Process

CALL = ("call", "07700900123", "--json")


def looks(app: AppDriver) -> int:
    """How often the account was asked which calls go on."""
    return sum("live_calls" in request.path for request in app.simulator.requests)


def states(command: Process) -> list[str]:
    return [json.loads(line)["state"] for line in command.output.splitlines()]


def test_the_running_app_shows_a_commands_call_and_follows_it_to_its_end(
    paced_app: AppDriver, manual_clock: ManualClock
) -> None:
    app = paced_app
    app.set_up()
    app.open()
    done = app.command(*CALL)
    assert (done.returncode, json.loads(done.stdout)["state"]) == (0, "accepted"), done.stderr
    for seconds, words in (
        (0, "Your phone will ring in a moment"),
        (3.5, "Your phone is ringing"),
        (120, "Call ended"),
    ):
        manual_clock.advance(seconds)
        app.await_words(words)
        app.await_tool_tip(f".*{words}")
    assert [call["outcome"] for call in app.history()] == ["answered"]
    assert len(app.simulator.dials()) == 1


@pytest.mark.parametrize("end", ["waits", "killed"])
def test_a_command_that_waits_hears_of_the_call_from_the_app(
    paced_app: AppDriver, manual_clock: ManualClock, end: str
) -> None:
    app = paced_app
    app.set_up()
    app.open()
    command = app.desktop.start([*PROGRAM, *CALL, "--wait"])
    app.await_words("Your phone will ring in a moment")
    manual_clock.advance(3.5)
    app.await_words("Your phone is ringing")
    app.desktop.wait_until(lambda: "agent_ringing" in states(command), PATIENCE_S, "the command to say so")
    if end == "killed":
        command.kill()
    manual_clock.advance(120)
    app.await_words("Call ended")
    if end == "waits":
        assert command.wait() == 0, command.errors
        assert states(command)[-1] == "ended"
    assert len(app.simulator.dials()) == 1


def test_a_command_goes_on_alone_when_the_app_is_killed(paced_app: AppDriver, manual_clock: ManualClock) -> None:
    app = paced_app
    app.set_up()
    app.open()
    command = app.desktop.start([*PROGRAM, *CALL, "--wait"])
    app.await_words("Your phone will ring in a moment")
    app.running.kill()
    before = looks(app)
    manual_clock.advance(3.5)
    app.desktop.wait_until(lambda: "agent_ringing" in states(command), PATIENCE_S, "the command to say so")
    assert looks(app) > before
    manual_clock.advance(120)
    assert command.wait() == 0, command.errors
    assert len(app.simulator.dials()) == 1


def test_what_a_command_told_an_app_that_is_ending_starts_no_new_one(app: AppDriver) -> None:
    app.set_up()
    app.open()
    assert app.command(*CALL).returncode == 0
    assert app.quit() == 0
    app.desktop.wait_until(lambda: not app.desktop.tray_items(), PATIENCE_S, "the icon to go")
    assert app.command(*CALL).returncode == 0
    assert len(app.simulator.dials()) == 2

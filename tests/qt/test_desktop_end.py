"""The app ends within two seconds whatever is under way, and what is known is on disk."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.bridge.account_store import Line
from acefone_desktop.simulator.calling.call_script import DialReply
from acefone_desktop.ui.window.main_window import MainWindow
from tests.qt.running_app import Desk, await_line, prompting_vault, windows

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


def ended(desk: Desk, began: float) -> None:
    """It took less than two seconds and left no thread of ours."""
    assert time.monotonic() - began < 2.0
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"network", "store"}


def test_the_app_ends_at_once_with_a_call_open_and_knows_it_again(
    desk: Desk, still_simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(still_simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: bool(app.parts.calls.state.open_calls) and not app.parts.dial.state.busy)
        (call,) = app.parts.calls.state.calls
        began = time.monotonic()
    ended(desk, began)
    with desk.running() as app:
        await_line(qtbot, app)
        qtbot.waitUntil(lambda: [known.key for known in app.parts.calls.state.calls] == [call.key])
        assert desk.notifications.shown == [], "it is no news"
    assert len(still_simulator.dials()) == 1


def test_the_app_ends_at_once_while_a_dial_waits_for_its_reply_and_never_sends_it_again(
    desk: Desk, still_simulator: SimulatorThread, qtbot: QtBot
) -> None:
    still_simulator.switches = replace(still_simulator.switches, dial_reply=DialReply.SLOW)
    desk.set_up(still_simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: len(still_simulator.dials()) == 1)
        began = time.monotonic()
    ended(desk, began)
    with desk.running() as app:
        await_line(qtbot, app)
        qtbot.waitUntil(lambda: len(app.parts.calls.state.calls) == 1)
        (call,) = app.parts.calls.state.calls
        assert call.state.value == "unknown"
    assert len(still_simulator.dials()) == 1


def test_the_app_ends_at_once_while_the_keyring_waits_for_a_person(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    desk.vault, keyring = prompting_vault()
    try:
        with desk.running() as app:
            qtbot.waitUntil(keyring.asked.is_set)
            app.parts.dial.set_text("07700 900123")
            app.parts.dial.dial()
            assert app.parts.account.state.line is Line.OPENING
            began = time.monotonic()
        ended(desk, began)
    finally:
        keyring.answered.set()
    assert simulator.dials() == []


def test_size_and_place_are_kept_though_the_window_was_never_closed(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.setGeometry(70, 50, 430, 620)
    kept = desk.settings.load()
    assert kept.window_geometry
    assert kept.account is not None
    assert kept.account.base_url == simulator.base_url
    with desk.running() as app:
        await_line(qtbot, app)
        assert app.windows.main.geometry().getRect() == (70, 50, 430, 620)


def test_an_app_that_never_opened_its_line_ends_too(desk: Desk) -> None:
    with desk.running(begin=False):
        began = time.monotonic()
    ended(desk, began)
    assert windows(MainWindow) == []

"""Calls are announced while nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.qt.running_app import Desk, await_line, look_elsewhere

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


def test_a_call_is_announced_only_while_nobody_looks_and_without_its_number(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        look_elsewhere(qtbot)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        standing = desk.notifications.standing
        qtbot.waitUntil(lambda: any(call.is_settled for call in app.parts.calls.state.calls), timeout=15_000)
        (call,) = app.parts.calls.state.calls
        qtbot.waitUntil(lambda: list(standing) == [call.key])
        assert all("900123" not in title + body for _, title, body, _ in desk.notifications.shown)
        app.windows.open()
        qtbot.waitUntil(app.windows.main.isActiveWindow)
        app.look_again(Qt.ApplicationState.ApplicationActive)
        qtbot.waitUntil(lambda: standing == {})
    assert desk.notifications.closed


@pytest.mark.parametrize("reason", ["watched", "switched off"])
def test_nothing_is_announced_to_those_who_look_or_want_none(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, reason: str
) -> None:
    desk.set_up(simulator, notifications=reason == "watched")
    with desk.running() as app:
        await_line(qtbot, app)
        if reason == "watched":
            qtbot.waitUntil(app.windows.main.isActiveWindow)
        else:
            app.windows.main.hide()
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: any(call.is_settled for call in app.parts.calls.state.calls), timeout=15_000)
    assert desk.notifications.shown == []


def test_a_click_on_a_notification_brings_its_call_to_the_front(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.hide()
        for number in ("07700 900123", "07700 900124"):
            app.parts.dial.set_text(number)
            app.parts.dial.dial()
            qtbot.waitUntil(lambda: not app.parts.dial.state.busy)
        qtbot.waitUntil(lambda: len(app.parts.calls.state.calls) == 2)
        first = app.parts.calls.state.calls[0]
        qtbot.waitUntil(lambda: first.key in desk.notifications.standing)
        desk.notifications.click(first.key)
        qtbot.waitUntil(app.windows.main.isVisible)
        assert app.parts.calls.state.selected == first.key

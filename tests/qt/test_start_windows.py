"""From the start to a call the main window alone is shown: whatever else flashed up would take the keyboard from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.qt.running_app import Desk, await_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


class ShownWindows(QObject):
    """Notes every window that is shown, however briefly."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.append(type(watched).__name__)
        return False


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[ShownWindows]:
    windows = ShownWindows()
    qapp.installEventFilter(windows)
    yield windows
    qapp.removeEventFilter(windows)


def test_nothing_but_the_main_window_is_shown_from_the_start_to_a_call(
    desk: Desk, simulator: SimulatorThread, shown: ShownWindows, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: any(call.is_settled for call in app.parts.calls.state.calls), timeout=15_000)
        assert shown.kinds == ["MainWindow"]
        assert app.windows.is_watched

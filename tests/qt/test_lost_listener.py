"""A webhook listener that ends by itself: what is said of it while it is away, and once it is back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from acefone_desktop.app.desktop import desktop_app
from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.ui.window.place import Place
from tests.qt.running_app import Desk, await_line, said

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface"),
    pytest.mark.skipif(sys.platform != "linux", reason="where the process is found by its parent"),
]


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def listener_process() -> int:
    """The number of the one process that this one has started to listen."""
    found = subprocess.run(
        ["pgrep", "--parent", str(os.getpid()), "--full", "--", "--listener-process"],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(found.stdout)


def settings_words(app: DesktopApp) -> str:
    app.windows.main.go_to(Place.SETTINGS)
    return " | ".join(label.text() for label in app.windows.main.findChildren(QLabel) if label.isVisible())


def taken(port: int) -> socket.socket:
    """Another program's use of the port."""
    other = socket.socket()
    other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    other.bind(("127.0.0.1", port))
    other.listen()
    return other


def test_the_settings_say_at_once_that_it_is_gone_and_that_it_is_back(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, port: int
) -> None:
    desk.set_up(simulator, listener=ListenerSettings(enabled=True, port=port), polling=False)
    with desk.running() as app:
        await_line(qtbot, app)
        assert f"Listening on port {port}." in settings_words(app)
        heard: list[str] = []
        app.parts.account.changed.connect(lambda: heard.append(settings_words(app)))
        first = listener_process()
        os.kill(first, signal.SIGKILL)
        qtbot.waitUntil(lambda: len(heard) >= 2, timeout=20_000)
        assert "The webhook listener has stopped by itself" in heard[0]
        assert "Listening on port" not in heard[0]
        assert f"Listening on port {port}." in heard[1]
        assert listener_process() != first
        assert said(app) == "", "a moment's gap moves nothing in the window"


def test_one_that_stays_away_is_told_of_in_the_window_until_it_is_back(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_app, "LONG_LOST_MS", 50)
    desk.set_up(simulator, listener=ListenerSettings(enabled=True, port=port))
    with desk.running() as app:
        await_line(qtbot, app)
        os.kill(listener_process(), signal.SIGKILL)
        qtbot.waitUntil(lambda: app.parts.account.state.listener_trouble is not None, timeout=20_000)
        with closing(taken(port)):
            qtbot.waitUntil(lambda: "in use" in settings_words(app), timeout=20_000)
            assert "The webhook listener has stopped by itself" in said(app)
            assert "It is started again by itself" in said(app)
        qtbot.waitUntil(lambda: said(app) == "", timeout=20_000)
        assert f"Listening on port {port}." in settings_words(app)


def test_one_that_cannot_begin_says_that_it_tries_again_and_is_there_once_the_port_is_free(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, port: int
) -> None:
    desk.set_up(simulator, listener=ListenerSettings(enabled=True, port=port))
    with closing(taken(port)) as other, desk.running() as app:
        await_line(qtbot, app)
        told: list[str] = []
        app.parts.account.changed.connect(lambda: told.append(said(app)))
        for words in (said(app), settings_words(app)):
            assert "The webhook listener could not start." in words
            assert "tries again by itself" in words
        other.close()
        qtbot.waitUntil(lambda: f"Listening on port {port}." in settings_words(app), timeout=20_000)
        assert said(app) == "", "what was wrong is so no more"
        assert app.parts.account.state.trouble is None
        assert told == [""], "a try in vain is no news"

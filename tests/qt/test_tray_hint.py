"""Whoever closes the window for the first time is told where the app is, and how to end it; nobody is told twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.desktop.demo import _furnish
from acefone_desktop.app.desktop.desktop_app import TRAY_HINT
from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.ui.assistant.assistant_window import AssistantWindow
from acefone_desktop.ui.tray.tray_icon import Tray
from tests.qt.running_app import Desk, await_line, windows

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


@pytest.fixture
def tray(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop with a tray, which the offscreen one has not."""
    monkeypatch.setattr(Tray, "is_available", property(lambda _: True))


def hints(desk: Desk) -> list[tuple[str, str]]:
    return [(title, body) for key, title, body, _ in desk.notifications.shown if key == TRAY_HINT]


@pytest.mark.usefixtures("tray")
def test_the_first_close_ever_says_that_the_app_goes_on_and_how_to_end_it(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator, notifications=False)  # that setting is about calls
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
        qtbot.waitUntil(lambda: bool(hints(desk)))
        ((title, body),) = hints(desk)
        assert "goes on in the tray" in title
        assert "choose Quit in the icon's menu" in body
        app.windows.open()
        qtbot.waitUntil(lambda: TRAY_HINT not in desk.notifications.standing)
        app.windows.main.close()
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
        assert not app.windows.main.isVisible()
    assert len(hints(desk)) == 1


@pytest.mark.usefixtures("tray")
def test_a_click_on_it_opens_the_window(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
        qtbot.waitUntil(lambda: bool(hints(desk)))
        desk.notifications.click(TRAY_HINT)
        qtbot.waitUntil(app.windows.main.isVisible)


@pytest.mark.usefixtures("tray")
def test_closing_the_assistant_into_the_tray_says_so_too(desk: Desk, qtbot: QtBot) -> None:
    with desk.running() as app:
        (assistant,) = windows(AssistantWindow)
        with qtbot.assertNotEmitted(app.quit_wanted):
            assistant.close()
        qtbot.waitUntil(lambda: len(hints(desk)) == 1)


@pytest.mark.usefixtures("tray")
def test_whoever_was_told_once_is_not_told_again(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator, tray_explained=True)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
    assert hints(desk) == []


def test_without_a_tray_nothing_is_said_of_one(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        with qtbot.waitSignal(app.quit_wanted):
            app.windows.main.close()
    assert hints(desk) == []
    assert not desk.settings.load().tray_explained


@pytest.mark.usefixtures("tray")
def test_whoever_only_tries_the_demo_is_told_nothing(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    asyncio.run(_furnish(desk.places, desk.keyring, simulator, ListenerSettings(), "s3cret-of-the-demo"))
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
        assert not app.windows.main.isVisible()
    assert hints(desk) == []

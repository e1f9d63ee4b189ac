"""The key is held while the settings want it; what it finds is shown, and never later than it was wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from acefone_desktop.app.desktop import hotkey_desk
from acefone_desktop.app.desktop.desktop_app import DesktopApp
from acefone_desktop.app.desktop.hotkey_desk import HotkeyDesk
from acefone_desktop.app.desktop.selection_desk import texts_as_the_window_in_front
from acefone_desktop.app.desktop.window_run import take_message
from acefone_desktop.app.instance.instance_messages import DIAL_CLIPBOARD, Message
from acefone_desktop.desktop.hotkey.hotkey_news import Held, Mechanism, News, Taken, Tell
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.settings import HotkeySettings
from acefone_desktop.domain.shortcut import Shortcut
from acefone_desktop.simulator.thread import SimulatorThread
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.settings.hotkey_status import HotkeyStanding
from tests.qt.running_app import Desk, await_line, look_elsewhere, notices, said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, simulator: SimulatorThread) -> Desk:
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    return desk


@pytest.fixture
def app(desk: Desk, qtbot: QtBot) -> Iterator[DesktopApp]:
    with desk.running() as app:
        await_line(qtbot, app)
        yield app


def number(app: DesktopApp) -> str | None:
    return app.parts.dial.state.number.e164 if app.parts.dial.state.number else None


def test_the_number_found_is_shown_as_one_that_the_key_brought(app: DesktopApp, qtbot: QtBot) -> None:
    app.selection.search([lambda: "call 020 7946 0123 or 07700 900123"])
    qtbot.waitUntil(lambda: number(app) == "+442079460123")
    assert app.parts.dial._origin is Origin.HOTKEY
    assert app.parts.dial.state.others == 1


def test_numbers_on_offer_stay_so_when_settings_or_the_account_change(app: DesktopApp, qtbot: QtBot) -> None:
    app.selection.search([lambda: "call 020 7946 0123 or 07700 900123"])
    qtbot.waitUntil(lambda: number(app) == "+442079460123")
    app.parts.settings.change(close_to_tray=False)
    assert app.parts.dial.state.others == 1
    app.parts.settings.change(last_caller_id="442079460124")
    assert app.parts.dial.state.others == 1


def test_of_a_long_text_the_numbers_reach_the_field(app: DesktopApp, qtbot: QtBot) -> None:
    app.selection.search([lambda: "word " * 3000 + "020 7946 0123 ext. 5, or 07700 900123"])
    qtbot.waitUntil(lambda: number(app) is not None)
    state = app.parts.dial.state
    assert state.number is not None
    assert (state.number.e164, state.number.extension, state.others) == ("+442079460123", "5", 1)


def test_a_text_that_never_comes_is_given_up_and_what_comes_too_late_is_not_shown(
    app: DesktopApp, qtbot: QtBot
) -> None:
    late, has_come = threading.Event(), threading.Event()

    def hangs() -> str:
        late.wait(10)
        has_come.set()
        return "020 7946 0123"

    app.selection._patience.setInterval(50)
    app.selection.search([hangs])
    qtbot.waitUntil(lambda: "No phone number is selected or copied." in said(app))
    late.set()
    assert has_come.wait(10)
    app.selection.search([lambda: "07700 900123"])
    qtbot.waitUntil(lambda: number(app) is not None)
    assert number(app) == "+447700900123"
    assert "No phone number" not in said(app)


def test_a_key_pressed_again_while_the_text_is_read_reads_nothing_more(app: DesktopApp, qtbot: QtBot) -> None:
    goes_on = threading.Event()

    def slow() -> str:
        goes_on.wait(10)
        return "020 7946 0123"

    app.selection.search([slow])
    app.selection.dial_selection("token")
    goes_on.set()
    qtbot.waitUntil(lambda: number(app) == "+442079460123")


def test_that_there_is_no_number_is_told_beside_the_work_and_without_the_text(
    desk: Desk, app: DesktopApp, qtbot: QtBot
) -> None:
    look_elsewhere(qtbot)
    app.selection.search([lambda: "secret words"])
    qtbot.waitUntil(lambda: bool(desk.notifications.shown))
    key, title, body, urgent = desk.notifications.shown[-1]
    assert (title, urgent) == ("No phone number is selected or copied.", False)
    assert "secret" not in title + body
    assert notices(app.windows.main) == []
    app.selection.search([lambda: "07700 900123"])
    qtbot.waitUntil(lambda: key not in desk.notifications.standing)


def test_without_notifications_it_is_told_in_the_window(app: DesktopApp, qtbot: QtBot) -> None:
    app.parts.settings.change(notifications=False)
    look_elsewhere(qtbot)
    app.selection.search([lambda: "secret words"])
    qtbot.waitUntil(lambda: "No phone number is selected or copied." in said(app))


@pytest.mark.parametrize("way", ["link", "typed", "dialled"])
def test_that_there_was_none_is_said_until_there_is_a_number_or_a_call(
    app: DesktopApp, qtbot: QtBot, simulator: SimulatorThread, way: str
) -> None:
    if way == "dialled":
        app.parts.dial.set_text("07700900111")
    app.parts.settings.change(notifications=False)
    app.selection.search([lambda: "secret words"])
    qtbot.waitUntil(lambda: "No phone number is selected or copied." in said(app))
    if way == "link":
        app.show_link("tel:+447700900123")
    elif way == "typed":
        app.parts.dial.set_text("07700900123")
    else:
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: len(simulator.dials()) == 1)
    assert "No phone number" not in said(app)


@pytest.mark.parametrize(
    ("texts", "dials"),
    [
        (["07700 900123"], 1),
        (["", "07700 900123"], 1),
        (["no number", "07700 900123"], 0),
        (["07700 900123 or 07700 900456"], 0),
        (["0909 879 0123"], 0),
    ],
)
def test_a_call_goes_out_at_once_only_where_nobody_can_be_surprised(
    app: DesktopApp, qtbot: QtBot, simulator: SimulatorThread, texts: list[str], dials: int
) -> None:
    app.parts.settings.change(hotkey=HotkeySettings(dial_at_once=True))
    app.selection.search([lambda text=text: text for text in texts])  # type: ignore[misc]
    if dials:
        qtbot.waitUntil(lambda: len(simulator.dials()) == dials)
    else:
        qtbot.waitUntil(lambda: number(app) is not None)
        assert not app.parts.dial.state.busy
        assert simulator.dials() == []


def test_where_no_key_can_be_had_the_command_is_at_hand(app: DesktopApp) -> None:
    desk = HotkeyDesk(
        app.parts.settings, app.parts.network, app.selection, app.system.settings.hotkey, lambda: "command", {}
    )
    desk.begin()
    app.parts.settings.change(hotkey=HotkeySettings(enabled=True))
    desk.status.look_wanted.emit()
    assert not desk.status.state.is_offered
    assert desk.status.state.command == "command"
    desk.close()


def test_a_session_without_a_portal_says_so_and_is_asked_again_when_somebody_looks(
    app: DesktopApp, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    desk = HotkeyDesk(
        app.parts.settings,
        app.parts.network,
        app.selection,
        app.system.settings.hotkey,
        lambda: "command",
        {"WAYLAND_DISPLAY": "wayland-0"},
    )
    desk.begin()
    app.parts.settings.change(hotkey=HotkeySettings(enabled=True))
    qtbot.waitUntil(lambda: desk.status.state.standing is HotkeyStanding.UNAVAILABLE)
    assert (desk.status.state.is_offered, desk.status.state.chosen_there) == (True, True)
    with qtbot.waitSignal(desk.status.changed, check_params_cb=lambda s: s.standing is HotkeyStanding.ASKING):
        desk.status.look_wanted.emit()
    qtbot.waitUntil(lambda: desk.status.state.standing is HotkeyStanding.UNAVAILABLE)
    desk.status.recording.emit(True)
    assert desk.status.state.standing is HotkeyStanding.OFF
    desk.close()


def test_a_taken_key_is_asked_for_again_when_the_person_comes_back_and_not_every_time(
    app: DesktopApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Shortcut] = []
    answers: list[News] = [Taken(), Taken(), Held()]

    def hold(mechanism: object, shortcut: Shortcut, environment: object, tell: Tell) -> None:
        asked.append(shortcut)
        tell(answers.pop(0))

    monkeypatch.setattr(hotkey_desk, "hold_hotkey", hold)
    qtbot.waitUntil(lambda: app._hotkey is not None)
    desk = app._hotkey
    assert desk is not None
    monkeypatch.setattr(desk, "_mechanism", Mechanism.X11)
    app.parts.settings.change(hotkey=HotkeySettings(enabled=True))
    qtbot.waitUntil(lambda: desk.status.state.standing is HotkeyStanding.TAKEN)
    come, go = Qt.ApplicationState.ApplicationActive, Qt.ApplicationState.ApplicationInactive
    for state in (come, go, come, go):
        desk._came_or_went(state)
    assert len(asked) == 1, "not so soon"
    monkeypatch.setattr(hotkey_desk, "TRY_EVERY_MS", 0)
    qtbot.waitUntil(lambda: desk._asked.hasExpired(1))
    desk._came_or_went(go)
    assert len(asked) == 1
    desk._came_or_went(come)
    qtbot.waitUntil(lambda: desk.status.state.standing is HotkeyStanding.TAKEN)
    qtbot.waitUntil(lambda: desk._asked.hasExpired(1))
    desk._came_or_went(come)
    qtbot.waitUntil(lambda: desk.status.state.standing is HotkeyStanding.HELD)
    qtbot.waitUntil(lambda: desk._asked.hasExpired(1))
    desk._came_or_went(come)
    assert len(asked) == 3, "what we have is not asked for"
    desk.close()
    app.parts.settings.change(close_to_tray=not app.parts.settings.state.close_to_tray)
    assert len(asked) == 3, "nor is anything after the end"


def test_in_a_wayland_session_the_window_comes_forward_before_anything_is_read(
    desk: Desk, app: DesktopApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the window that has the keyboard may read there."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.delenv("DISPLAY", raising=False)
    app.windows.main.close()
    app.selection.dial_selection("a-token")
    assert app.windows.is_open
    qtbot.waitUntil(lambda: bool(desk.notifications.shown) or "No phone number is selected" in said(app))


def test_as_the_window_in_front_it_reads_through_the_toolkit(app: DesktopApp, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("07700 900123")
    app.selection.search(texts_as_the_window_in_front())
    qtbot.waitUntil(lambda: number(app) == "+447700900123")


def test_another_process_may_ask_for_it(
    desk: Desk, app: DesktopApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    take_message(app, Message(DIAL_CLIPBOARD, "", "a-token"))
    qtbot.waitUntil(lambda: bool(desk.notifications.shown) or "No phone number is selected" in said(app))

"""Which window is there, and what closing one means."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.bridge.account_store import Line
from acefone_desktop.domain.errors import VaultAbsentError, VaultError, VaultLockedError, VaultUnsafeError
from acefone_desktop.ui.assistant.assistant_window import AssistantWindow
from acefone_desktop.ui.parts.toggles import Switch
from acefone_desktop.ui.window.main_window import MainWindow
from acefone_desktop.ui.window.place import Place
from tests.qt.running_app import Desk, await_line, notices, windows

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


def test_closing_the_only_window_without_a_tray_ends_the_app(desk: Desk, qtbot: QtBot) -> None:
    with desk.running() as app:
        (assistant,) = windows(AssistantWindow)
        with qtbot.waitSignal(app.quit_wanted):
            assistant.close()


def test_closing_the_assistant_beside_the_window_leaves_the_app(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.change_account()
        (assistant,) = windows(AssistantWindow)
        with qtbot.assertNotEmitted(app.quit_wanted):
            assistant.close()
        assert app.windows.main.isVisible()


def test_a_geometry_that_is_not_readable_is_ignored(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator, window_geometry="?? no base64 ??")
    with desk.running() as app:
        await_line(qtbot, app)
        assert app.windows.main.isVisible()


def test_a_notice_given_before_there_is_a_window_is_shown_in_the_first_one(desk: Desk, qtbot: QtBot) -> None:
    with desk.running(begin=False) as app:
        app.windows.show_notice("caution", "The settings file cannot be read.")
        app.begin(in_tray=True)
        (assistant,) = windows(AssistantWindow)
        assert notices(assistant) == ["The settings file cannot be read."]


def test_a_notice_is_taken_back_by_its_own_code_only(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.show_notice("danger", "One thing.", code="one")
        app.windows.hide_notice("another")
        assert notices(app.windows.main) == ["One thing."]
        app.windows.hide_notice("one")
        assert notices(app.windows.main) == []


def test_the_trays_wishes_lead_to_their_places(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        places = [app.windows.main.place]
        app.tray.settings_wanted.emit()
        places.append(app.windows.main.place)
        app.tray.dial_wanted.emit("+447700900123")
        places.append(app.windows.main.place)
        assert places == [Place.DIAL, Place.SETTINGS, Place.DIAL]
        assert app.parts.dial.state.text == "07700 900123"
        assert len(windows(MainWindow)) == 1
    assert simulator.dials() == []


@pytest.mark.skipif(sys.platform != "linux", reason="what other systems say depends on the machine")
def test_the_settings_say_what_is_the_case_on_this_computer_and_change_it(
    desk: Desk, simulator: SimulatorThread, home: Path, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        window = app.windows.main
        window.go_to(Place.SETTINGS)
        qtbot.waitUntil(lambda: "Phone links do not open here." in texts(window))
        (start,) = [switch for switch in window.findChildren(Switch) if switch.text().startswith("Start when")]
        assert not start.isChecked()
        start.click()
        qtbot.waitUntil(lambda: (home / ".config" / "autostart").is_dir() and start.isChecked() and start.isEnabled())
        assert len(list((home / ".config" / "autostart").iterdir())) == 1


def texts(window: QWidget) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


class UselessVault(SessionVault):
    """A keyring that cannot be used, whoever tries how often."""

    def __init__(self, error: type[VaultError]) -> None:
        super().__init__()
        self._error = error

    async def read(self, name: str) -> str | None:  # noqa: ARG002 (the port's)
        """Raises what is wrong with it."""
        raise self._error


@pytest.mark.parametrize("error", [VaultAbsentError, VaultUnsafeError])
def test_where_no_keyring_can_be_used_the_next_step_is_to_sign_in_for_this_session(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, error: type[VaultError]
) -> None:
    desk.set_up(simulator)
    desk.vault = UselessVault(error)
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        next(b for b in app.windows.main.findChildren(QPushButton) if b.isVisible() and b.text() == "Sign in").click()
        (assistant,) = windows(AssistantWindow)
        assert assistant.isVisible()


def test_a_locked_keyring_that_stays_locked_has_a_way_around_it(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    desk.vault = UselessVault(VaultLockedError)
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        told = [label.text() for label in app.windows.main.findChildren(QLabel) if label.isVisible()]
        assert any("sign in for this session only: Settings → Account → Change" in text for text in told)

"""What the tray says of the account while there is no call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.bridge.account_store import Line
from tests.qt.running_app import Desk, await_line, prompting_vault

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


def test_the_tray_says_ready_only_once_the_account_is(
    theme: Theme, tmp_path: Path, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    desk.vault, keyring = prompting_vault()
    keyring.set_password("Acefone Desktop (default)", "token", simulator.token)
    try:
        with desk.running() as app:
            assert app.tray.tool_tip.endswith("\nConnecting…"), "before the account is even looked at"
            qtbot.waitUntil(keyring.asked.is_set)
            assert app.parts.account.state.line is Line.OPENING
            assert app.tray.tool_tip.endswith("\nConnecting…")
            keyring.answered.set()
            await_line(qtbot, app)
            assert app.tray.tool_tip.endswith("\nReady")
    finally:
        keyring.answered.set()


def test_without_an_account_the_tray_says_that_nobody_is_signed_in(theme: Theme, tmp_path: Path) -> None:
    with Desk(theme, tmp_path).running() as app:
        assert app.tray.tool_tip.endswith("\nNot signed in")

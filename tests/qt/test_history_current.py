"""History in the window after a crash: what nobody follows does not go on, as the command line says too."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.command_line import run_command
from acefone_desktop.bridge.account_store import Line
from acefone_desktop.services.account import TOKEN
from tests.qt.running_app import Desk, await_line, settled
from tests.support.storage import a_call, opened

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, simulator: SimulatorThread) -> Desk:
    """Two calls that were going on when they were last heard of, seven hours ago and one."""
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    now = datetime.now(UTC)
    calls = [a_call(f"dl-{hours}", now - timedelta(hours=hours)) for hours in (7, 1)]
    with opened(desk.places.data) as profile:
        settled(profile.journal.record_calls(calls))
    return desk


def test_a_call_that_is_too_old_to_be_followed_does_not_go_on(
    desk: Desk, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.running() as app:
        await_line(qtbot, app)
        shown = [call.state.value for call in app.parts.history.page(None, 10)]
        assert shown == ["connected", "unknown"]
        assert run_command(["history", "--json", "--data-dir", str(desk.places.data.parent.parent)]) == 0
        printed = json.loads(capsys.readouterr().out)["calls"]
        assert [call["state"] for call in printed] == shown


def test_while_nobody_can_follow_none_goes_on(desk: Desk, qtbot: QtBot) -> None:
    settled(desk.keyring.delete(TOKEN))
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        assert [call.state.value for call in app.parts.history.page(None, 10)] == ["unknown", "unknown"]

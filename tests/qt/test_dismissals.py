"""A card that was put away stays away, also when the account is opened again and when the app is started again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.call_reading import CallOutcome
from acefone_desktop.simulator.calling.call_script import DialReply
from tests.qt.running_app import Desk, await_line
from tests.support.storage import opened

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.simulator.clock import ManualClock
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, still_simulator: SimulatorThread) -> Desk:
    """A computer whose next call is of unknown outcome: its reply is never seen."""
    desk = Desk(theme, tmp_path)
    still_simulator.switches = replace(still_simulator.switches, dial_reply=DialReply.DROPPED)
    desk.set_up(still_simulator)
    return desk


def dial_and_dismiss(qtbot: QtBot, app: DesktopApp) -> None:
    """One call of which nobody knows how it went; its card is put away."""
    await_line(qtbot, app)
    app.parts.dial.set_text("07700 900123")
    app.parts.dial.dial()
    qtbot.waitUntil(lambda: [c.state.value for c in app.parts.calls.state.calls] == ["unknown"])
    (call,) = app.parts.calls.state.calls
    app.parts.calls.dismiss(call.key)
    assert app.parts.calls.state.calls == ()


def open_again(qtbot: QtBot, app: DesktopApp) -> None:
    """The line is opened afresh, as after a change of settings."""
    with qtbot.waitSignal(app.parts.account.calls_taken_up) as taken_up:
        app.parts.account.open()
    assert len(taken_up.args[0]) == 1, "it is followed further"


def test_it_does_not_come_back_when_the_account_is_opened_again(desk: Desk, qtbot: QtBot) -> None:
    with desk.running() as app:
        dial_and_dismiss(qtbot, app)
        open_again(qtbot, app)
        assert app.parts.calls.state.calls == ()


def test_it_does_not_come_back_with_the_next_start(desk: Desk, qtbot: QtBot) -> None:
    with desk.running() as app:
        dial_and_dismiss(qtbot, app)
    for _ in range(2):
        with desk.running() as app:
            await_line(qtbot, app)
            open_again(qtbot, app)
            assert app.parts.calls.state.calls == ()


def test_how_it_went_is_told_by_history_and_by_no_card(
    desk: Desk, still_simulator: SimulatorThread, manual_clock: ManualClock, qtbot: QtBot
) -> None:
    with desk.running() as app:
        dial_and_dismiss(qtbot, app)
    manual_clock.advance(600)
    with desk.running() as app:
        await_line(qtbot, app)
        qtbot.waitUntil(
            lambda: [call.outcome for call in app.parts.history.page(None, 9)] == [CallOutcome.ANSWERED], timeout=20_000
        )
        open_again(qtbot, app)
        assert app.parts.calls.state.calls == ()
        qtbot.waitUntil(lambda: desk.settings.load().dismissed_calls == ())
    with opened(desk.places.data) as profile:
        assert [call.customer for call in profile.history.page(None, 9)] == ["447700900123"]
    assert len(still_simulator.dials()) == 1

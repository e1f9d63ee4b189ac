"""What came while notifications were quiet is told, also where the app was ended before anybody could read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.desktop import quiet_summary
from acefone_desktop.app.desktop.quiet_summary import QUIET_OVER
from acefone_desktop.domain.notification_settings import NotificationSettings, QuietSpan
from acefone_desktop.ui.window.place import Place
from tests.qt.running_app import Desk, await_line, look_elsewhere, said
from tests.qt.scene import OVER, RUNNING
from tests.qt.test_call_preview import MISSED

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")
ONE_OF_EACH = "While notifications were quiet: one missed call, one call did not get through."
TWO_MISSED = "While notifications were quiet: 2 missed calls, one call did not get through."


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, simulator: SimulatorThread) -> Desk:
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    return desk


def hide(app: DesktopApp, qtbot: QtBot) -> None:
    """Into the tray, with the person in another program."""
    await_line(qtbot, app)
    look_elsewhere(qtbot)
    app.windows.main.hide()


def named(call: Call, name: str) -> Call:
    return type(call).of(replace(each, call_id=name) for each in call.evidence)


def counts(desk: Desk) -> tuple[int, int]:
    """On disk."""
    notifying = desk.settings.load().notifying
    return notifying.quiet_missed, notifying.quiet_failed


def be_quiet(desk: Desk, app: DesktopApp, qtbot: QtBot) -> None:
    """Two calls come to nothing, and nothing pops up."""
    app.notifications.quiet.begin(QuietSpan.OPEN_END)
    app.parts.calls.take_in_at_once((RUNNING["connected"],))
    app.parts.calls.take_in_at_once((named(MISSED, "21"), OVER["refused"]))
    qtbot.waitUntil(lambda: counts(desk) == (1, 1), timeout=20_000)


def test_a_summary_that_the_end_of_the_app_cut_off_is_told_at_its_next_start(desk: Desk, qtbot: QtBot) -> None:
    with desk.running() as app:
        hide(app, qtbot)
        be_quiet(desk, app, qtbot)
    over = datetime.now().astimezone() - timedelta(minutes=1)
    kept = desk.settings.load()
    desk.settings.save(kept.changed_by(notifying=replace(kept.notifying, quiet_until=over)))
    with desk.running() as app:
        qtbot.waitUntil(lambda: ONE_OF_EACH in said(app), timeout=20_000)
        app.windows.notice_acted.emit(QUIET_OVER)
        assert app.windows.main.place is Place.HISTORY
        qtbot.waitUntil(lambda: counts(desk) == (0, 0), timeout=20_000)
    with desk.running() as app:
        await_line(qtbot, app)
        assert said(app) == ""


def test_while_it_stays_quiet_the_next_run_counts_on(desk: Desk, qtbot: QtBot) -> None:
    with desk.running() as app:
        hide(app, qtbot)
        be_quiet(desk, app, qtbot)
    with desk.running() as app:
        hide(app, qtbot)
        assert said(app) == ""
        app.parts.calls.take_in_at_once((named(MISSED, "22"),))
        app.notifications.quiet.end()
        app.windows.open()
        assert TWO_MISSED in said(app)


def test_a_summary_in_a_window_that_nobody_has_opened_is_told_again(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet_summary, "READING_MS", 1)
    with desk.running() as app:
        hide(app, qtbot)
        be_quiet(desk, app, qtbot)
        app.notifications.quiet.end()
        qtbot.waitUntil(lambda: not app.notifications._summary._reading.isActive(), timeout=20_000)
    assert counts(desk) == (1, 1)
    with desk.running() as app:
        qtbot.waitUntil(lambda: ONE_OF_EACH in said(app), timeout=20_000)
        app.windows.open()
        qtbot.waitUntil(app.windows.main.isActiveWindow, timeout=20_000)
        app.notifications.see()
        qtbot.waitUntil(lambda: counts(desk) == (0, 0), timeout=20_000)
        assert ONE_OF_EACH in said(app), "it stands until it is closed"


def test_what_comes_in_a_second_quiet_time_is_not_forgotten_with_what_was_read_of_the_first(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet_summary, "READING_MS", 1)
    with desk.running() as app:
        hide(app, qtbot)
        be_quiet(desk, app, qtbot)
        app.notifications.quiet.end()
        app.notifications.quiet.begin(QuietSpan.HOUR)
        app.parts.calls.take_in_at_once((named(MISSED, "22"),))
        qtbot.waitUntil(lambda: counts(desk) == (2, 1), timeout=20_000)
        app.windows.open()
        qtbot.waitUntil(app.windows.main.isActiveWindow, timeout=20_000)
        app.notifications.see()
        qtbot.waitUntil(lambda: not app.notifications._summary._reading.isActive(), timeout=20_000)
        app.notifications.quiet.end()
        assert TWO_MISSED in said(app)


def test_there_are_only_so_many_calls() -> None:
    with pytest.raises(ValueError, match="9999"):
        NotificationSettings(quiet_missed=10_000)

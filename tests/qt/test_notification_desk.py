"""Pressing a notification does what its button says, once; and in quiet times nothing comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from acefone_desktop.app.desktop.quiet_summary import QUIET_OVER
from acefone_desktop.domain.announcements import Deed
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.notification_settings import NotificationSettings, Preview, QuietSpan
from acefone_desktop.ui.calls.call_note_field import CallNoteField
from acefone_desktop.ui.window.place import Place
from tests.qt.running_app import Desk, await_line, look_elsewhere, said
from tests.qt.scene import OVER, RUNNING, a_call
from tests.qt.test_call_preview import MISSED, RINGING_IN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.app.desktop.desktop_app import DesktopApp
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")
PREMIUM = "449098790123"
TALKED = (Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.ENDED)


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


@pytest.fixture
def app(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> Iterator[DesktopApp]:
    """The app, ready, with the person in another program."""
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        look_elsewhere(qtbot)
        app.windows.main.hide()
        yield app


def tell(desk: Desk, app: DesktopApp, qtbot: QtBot, *calls: Call) -> None:
    """These calls have moved on; returns when the last of them has been notified."""
    before = len(desk.notifications.announced)
    app.parts.calls.take_in_at_once(calls)
    qtbot.waitUntil(lambda: len(desk.notifications.announced) > before)
    qtbot.waitUntil(lambda: calls[-1].key in desk.notifications.standing)


def press(desk: Desk, call: Call, deed: Deed) -> None:
    desk.notifications.click(call.key, deed)


def test_hang_up_asks_once_however_often_it_is_pressed(desk: Desk, app: DesktopApp, qtbot: QtBot) -> None:
    asked = QSignalSpy(app.parts.calls.hang_up_wanted)
    app.parts.calls.hang_up_wanted.disconnect(app.parts.account.hang_up)
    tell(desk, app, qtbot, RUNNING["connected"])
    for _ in range(3):
        press(desk, RUNNING["connected"], Deed.HANG_UP)
    qtbot.waitUntil(lambda: asked.count() > 0)
    press(desk, RUNNING["connected"], Deed.OPEN)
    qtbot.waitUntil(app.windows.main.isVisible)
    assert asked.count() == 1


def test_hang_up_that_does_not_work_is_told_where_it_was_pressed(desk: Desk, app: DesktopApp, qtbot: QtBot) -> None:
    tell(desk, app, qtbot, RUNNING["connected"])  # the account knows nothing of this call
    press(desk, RUNNING["connected"], Deed.HANG_UP)
    qtbot.waitUntil(lambda: desk.notifications.standing["dl-1"][0].startswith("Hanging up did not work"))
    assert not app.windows.main.isVisible()


def test_hang_up_of_a_call_that_has_ended_says_so_and_does_nothing(desk: Desk, app: DesktopApp, qtbot: QtBot) -> None:
    asked = QSignalSpy(app.parts.calls.hang_up_wanted)
    tell(desk, app, qtbot, RUNNING["connected"])
    tell(desk, app, qtbot, OVER["answered"])
    press(desk, OVER["answered"], Deed.HANG_UP)
    qtbot.waitUntil(lambda: desk.notifications.standing["dl-1"][0] == "This call had ended already")
    assert asked.count() == 0


def test_hang_up_before_the_calls_id_is_known_says_why_not(desk: Desk, app: DesktopApp, qtbot: QtBot) -> None:
    call = a_call(Fact.ACCEPTED, Fact.AGENT_RINGING)
    tell(desk, app, qtbot, call)
    press(desk, call, Deed.HANG_UP)
    qtbot.waitUntil(lambda: "has not told us the call's id" in desk.notifications.standing["dl-1"][0])


def test_call_again_dials_once_however_often_it_is_pressed(
    desk: Desk, app: DesktopApp, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    call = a_call(*TALKED, customer="447700900123", call_id="1", talk_s=3)
    tell(desk, app, qtbot, call)
    press(desk, call, Deed.CALL_AGAIN)
    press(desk, call, Deed.CALL_AGAIN)
    qtbot.waitUntil(lambda: not app.parts.dial.state.busy and bool(simulator.dials()))
    press(desk, call, Deed.CALL_AGAIN)
    qtbot.waitUntil(lambda: call.key not in desk.notifications.standing)
    qtbot.waitUntil(lambda: any(each.is_settled for each in app.parts.calls.state.calls), timeout=15_000)
    assert [dial["destination_number"] for dial in simulator.dials()] == ["447700900123"]
    assert app.windows.main.isVisible()


def test_call_again_asks_in_the_window_where_the_policy_asks(
    desk: Desk, app: DesktopApp, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    call = a_call(*TALKED, customer=PREMIUM, call_id="1", talk_s=3)
    tell(desk, app, qtbot, call)
    press(desk, call, Deed.CALL_AGAIN)
    qtbot.waitUntil(lambda: app.parts.dial.state.confirming)
    assert app.windows.main.isVisible()
    assert app.windows.main.place is Place.DIAL
    assert simulator.dials() == []


def test_call_again_of_a_call_that_is_still_looked_for_only_opens_it(
    desk: Desk, app: DesktopApp, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    tell(desk, app, qtbot, OVER["unknown"])
    press(desk, OVER["unknown"], Deed.CALL_AGAIN)
    qtbot.waitUntil(app.windows.main.isVisible)
    assert app.parts.calls.state.selected == "dl-1"
    assert (app.parts.dial.state.text, simulator.dials()) == ("", [])


def test_add_note_puts_the_keyboard_into_that_calls_note(desk: Desk, app: DesktopApp, qtbot: QtBot) -> None:
    first = a_call(*TALKED, key="dl-1", call_id="1", talk_s=3)
    second = a_call(*TALKED, key="dl-2", customer="447700900456", call_id="2", talk_s=3)
    tell(desk, app, qtbot, first)
    tell(desk, app, qtbot, second)
    press(desk, first, Deed.ADD_NOTE)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), CallNoteField))
    assert app.parts.calls.state.selected == "dl-1"
    field = QApplication.focusWidget()
    assert isinstance(field, CallNoteField)
    field.insertPlainText("Wants a callback")
    qtbot.waitUntil(lambda: app.parts.notes.note(first).text == "Wants a callback")
    assert app.parts.notes.note(second).is_blank


@pytest.mark.parametrize("deed", list(Deed))
def test_a_press_on_what_has_gone_only_opens_the_window(
    desk: Desk, app: DesktopApp, simulator: SimulatorThread, qtbot: QtBot, deed: Deed
) -> None:
    tell(desk, app, qtbot, OVER["answered"])
    app.parts.calls.dismiss(OVER["answered"].key)
    qtbot.waitUntil(lambda: desk.notifications.standing == {})
    press(desk, OVER["answered"], deed)
    qtbot.waitUntil(app.windows.main.isVisible)
    assert simulator.dials() == []


def test_in_quiet_times_nothing_comes_and_what_was_missed_is_one_line_afterwards(
    desk: Desk, app: DesktopApp, qtbot: QtBot
) -> None:
    tell(desk, app, qtbot, RUNNING["connected"])
    app.tray.quiet_wanted.emit(QuietSpan.OPEN_END)
    qtbot.waitUntil(lambda: desk.notifications.standing == {})
    shown = len(desk.notifications.announced)
    for place, call in enumerate((RINGING_IN, MISSED, OVER["refused"], OVER["unknown"])):
        names = ("call_id", f"2{place}") if call.intent_id is None else ("intent_id", f"dl-{place + 5}")
        moved = [replace(one, **dict([names])) for one in call.evidence]  # type: ignore[arg-type]
        app.parts.calls.take_in_at_once((type(call).of(moved),))
    app.tray.quiet_end_wanted.emit()
    tell(desk, app, qtbot, a_call(*TALKED, key="dl-9", call_id="9"))
    assert [each.key for each in desk.notifications.announced[shown:]] == ["dl-9"]
    app.windows.open()
    assert "While notifications were quiet: one missed call, 2 calls did not get through." in said(app)
    app.windows.notice_acted.emit(QUIET_OVER)
    assert app.windows.main.place is Place.HISTORY


def test_quiet_times_are_remembered_and_end_by_themselves(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    over = datetime.now().astimezone() - timedelta(minutes=1)
    desk.set_up(simulator, notifying=NotificationSettings(is_quiet=True, quiet_until=over))
    with desk.running() as app:
        await_line(qtbot, app)
        assert not app.parts.settings.state.notifying.is_quiet
        app.notifications.quiet.begin(QuietSpan.HOUR)
        app.tray.refresh_menu()
        texts = [action.text() for action in app.tray.menu.actions()]
        assert any(text.startswith("Quiet until") for text in texts), texts
    with desk.running() as app:
        await_line(qtbot, app)
        assert app.notifications.quiet.is_on
        assert not app.notifications.are_shown


def test_a_change_of_what_may_be_shown_changes_what_stands(desk: Desk, app: DesktopApp, qtbot: QtBot) -> None:
    tell(desk, app, qtbot, RUNNING["connected"])
    number = desk.notifications.standing["dl-1"][1]
    assert number
    app.parts.settings.change(notifying=NotificationSettings(preview=Preview.NOTHING))
    qtbot.waitUntil(lambda: desk.notifications.standing == {"dl-1": ("Connected", "")})
    app.parts.settings.change(notifications=False)
    qtbot.waitUntil(lambda: desk.notifications.standing == {})


@pytest.mark.parametrize("leaves", [True, False])
def test_what_stands_goes_when_it_is_seen_if_that_is_wanted(
    desk: Desk, app: DesktopApp, qtbot: QtBot, leaves: bool
) -> None:
    app.parts.settings.change(notifying=NotificationSettings(leave_when_seen=leaves))
    tell(desk, app, qtbot, RUNNING["connected"])
    app.windows.open()
    qtbot.waitUntil(app.windows.main.isActiveWindow)
    app.notifications.see()
    app.parts.calls.take_in_at_once((OVER["answered"],))
    if leaves:
        qtbot.waitUntil(lambda: desk.notifications.standing == {})
    else:
        qtbot.waitUntil(lambda: desk.notifications.standing["dl-1"][0] == "Call ended")

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.errors import OfflineError
from acefone_desktop.ui.tray.tray_icon import LONGEST_ENTRY, Tray, TrayState, state_of
from tests.qt.scene import OVER, RUNNING, Past, People, Scene, a_call

STATES = {
    "requested": TrayState.RINGING,
    "agent-ringing": TrayState.RINGING,
    "customer-ringing": TrayState.RINGING,
    "connected": TrayState.CONNECTED,
    "answered": TrayState.IDLE,
    "customer-missed": TrayState.IDLE,
    "refused": TrayState.PROBLEM,
    "failed": TrayState.PROBLEM,
    "unknown": TrayState.PERHAPS,
}


@pytest.fixture
def tray(scene: Scene, qtbot: QtBot) -> Tray:
    tray = Tray(scene.calls, scene.faces, scene.people, scene.past)
    qtbot.addWidget(tray.menu)
    return tray


def open_menu(tray: Tray) -> list[QAction]:
    tray.menu.aboutToShow.emit()
    return tray.menu.actions()


def entry(tray: Tray, text: str) -> QAction:
    return next(action for action in open_menu(tray) if action.text() == text)


@pytest.mark.parametrize("name", STATES)
def test_the_dot_tells_the_state(name: str) -> None:
    assert state_of((RUNNING | OVER)[name]) is STATES[name]


def test_without_calls_the_dot_is_for_problems() -> None:
    assert state_of(None) is TrayState.IDLE
    assert state_of(None, problem=True) is TrayState.PROBLEM
    assert state_of(RUNNING["connected"], problem=True) is TrayState.CONNECTED


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (RUNNING["agent-ringing"], "Tom Field: Your phone is ringing"),
        (RUNNING["customer-ringing"], "Ringing Tom Field"),
        (RUNNING["connected"], "Tom Field: Connected"),
        (OVER["customer-missed"], "Tom Field did not answer"),
    ],
)
def test_the_tool_tip_says_the_same_as_the_card(tray: Tray, scene: Scene, call: Call, line: str) -> None:
    assert tray.tool_tip.endswith("\nReady")
    scene.calls.take_in_at_once((call,))
    assert tray.tool_tip.endswith(f"\n{line}")


def test_the_tool_tip_does_not_pass_old_news_for_the_state_of_a_call(tray: Tray, scene: Scene) -> None:
    scene.calls.take_in_at_once((RUNNING["accepted"],))
    scene.calls.show_sight(OfflineError())
    assert tray.tool_tip.endswith("Tom Field: We cannot see this call at the moment")
    scene.calls.show_sight(None)
    assert tray.tool_tip.endswith("Tom Field: Your phone will ring in a moment")


def test_a_problem_is_said_until_it_is_over(tray: Tray) -> None:
    tray.show_problem("The token was refused (401).")
    assert tray.tool_tip.endswith("The token was refused (401).")
    tray.show_problem("")
    assert tray.tool_tip.endswith("Ready")


def test_the_menu_leads_everywhere(tray: Tray) -> None:
    spies = {
        "Open Acefone Desktop": QSignalSpy(tray.open_wanted),
        "Dial…": QSignalSpy(tray.quick_dial_wanted),
        "Settings": QSignalSpy(tray.settings_wanted),
        "Quit": QSignalSpy(tray.quit_wanted),
    }
    for text, spy in spies.items():
        entry(tray, text).trigger()
        assert spy.count() == 1, text


def test_favourites_and_recents_fill_the_number_in(tray: Tray) -> None:
    spy = QSignalSpy(tray.dial_wanted)
    entry(tray, "Aisha Rahman").trigger()
    entry(tray, "+1 202-555-0188").trigger()
    assert [spy.at(n)[0] for n in range(spy.count())] == ["+447700900456", "+12025550188"]


def test_an_ampersand_in_a_name_is_a_letter(scene: Scene, qtbot: QtBot) -> None:
    people = People((replace(scene.people.contacts[0], name="Field & Sons"),))
    tray = Tray(scene.calls, scene.faces, people, Past(()))
    qtbot.addWidget(tray.menu)
    assert "Field && Sons" in [action.text() for action in open_menu(tray)]


def test_a_long_name_does_not_widen_the_menu_without_end(scene: Scene, qtbot: QtBot) -> None:
    people = People((replace(scene.people.contacts[0], name="Maximiliana " * 12),))
    tray = Tray(scene.calls, scene.faces, people, Past(()))
    qtbot.addWidget(tray.menu)
    (line,) = [action.text() for action in open_menu(tray) if action.text().startswith("Maximiliana")]
    assert line.endswith("…")
    assert len(line) <= LONGEST_ENTRY


def test_a_running_call_can_be_hung_up_once_its_id_is_known(tray: Tray, scene: Scene) -> None:
    spy = QSignalSpy(scene.calls.hang_up_wanted)
    scene.calls.take_in_at_once((RUNNING["accepted"],))
    assert not entry(tray, "Hang up").isEnabled()
    scene.calls.take_in_at_once((RUNNING["connected"],))
    entry(tray, "Hang up").trigger()
    assert spy.count() == 1
    assert not entry(tray, "Hang up").isEnabled()
    scene.calls.take_in_at_once((OVER["answered"],))
    assert "Hang up" not in [action.text() for action in open_menu(tray)]


def test_a_click_opens_quick_dial_and_a_middle_click_the_window(tray: Tray) -> None:
    quick, opened = QSignalSpy(tray.quick_dial_wanted), QSignalSpy(tray.open_wanted)
    icon = tray.findChild(QSystemTrayIcon)
    assert icon is not None
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    icon.activated.emit(QSystemTrayIcon.ActivationReason.MiddleClick)
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert (quick.count(), opened.count()) == (1, 1)


def test_the_call_that_matters_most_is_shown(tray: Tray, scene: Scene) -> None:
    scene.calls.take_in_at_once((RUNNING["connected"], a_call(key="dl-2", customer="447700900456")))
    scene.calls.take_in_at_once((a_call(key="dl-2", customer="447700900456", age_s=1),))
    assert "Aisha Rahman" in tray.tool_tip


def test_what_is_said_at_rest_can_be_that_nothing_can_be_called_yet(tray: Tray, scene: Scene) -> None:
    tray.show_rest("Connecting…")
    assert tray.tool_tip.endswith("\nConnecting…")
    scene.calls.take_in_at_once((RUNNING["connected"],))
    assert tray.tool_tip.endswith("Connected")
    scene.calls.forget()
    assert tray.tool_tip.endswith("\nConnecting…")

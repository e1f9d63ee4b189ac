"""The settings of the global key: chosen by pressing it, told whether it works, bound by hand where none is had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.settings import HotkeySettings, Settings
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.settings.hotkey_status import HotkeyStanding, HotkeyState
from acefone_desktop.ui.settings.key_field import KeyField
from acefone_desktop.ui.settings.settings_hotkey import HotkeySection
from tests.qt.page_scene import ACCOUNT, PageScene

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COMMAND = "/opt/acefone/bin/acefone-desktop dial-clipboard"
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Shown:
    """The section, with a field beside it to look at instead."""

    def __init__(self, qtbot: QtBot, theme: Theme, **hotkey: object) -> None:
        settings = replace(Settings(account=ACCOUNT), hotkey=HotkeySettings(**hotkey))  # type: ignore[arg-type]
        self.scene = PageScene(settings_state=settings)
        self.status = self.scene.system.hotkey
        self.records: list[bool] = []
        self.looks: list[None] = []
        self.status.recording.connect(self.records.append)
        self.status.look_wanted.connect(lambda: self.looks.append(None))
        self.section, self.other = HotkeySection(self.scene.settings, self.status, theme), QLineEdit()
        self.window = QWidget()
        column(self.window, self.section, self.other)
        self.window.resize(400, 400)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def hotkey(self) -> HotkeySettings:
        return self.scene.settings.state.hotkey

    @property
    def field(self) -> KeyField:
        (field,) = self.section.findChildren(KeyField)
        return field

    def switch(self, title: str) -> QCheckBox:
        return next(switch for switch in self.section.findChildren(QCheckBox) if switch.text() == title)

    def words(self) -> str:
        return " | ".join(w.text() for w in self.section.findChildren(QLabel) if w.isVisible() and w.text())

    def command(self) -> str:
        (label,) = self.section.findChildren(ElidedLabel)
        return label.whole_text if label.isVisible() else ""


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, request: pytest.FixtureRequest) -> Iterator[Shown]:
    shown = Shown(qtbot, theme, enabled=getattr(request, "param", True))
    yield shown
    shown.scene.network.close()


@pytest.mark.parametrize("shown", [False], indirect=True)
def test_it_is_off_until_somebody_wants_it(shown: Shown) -> None:
    assert not shown.switch("Dial what is selected or copied").isChecked()
    assert not shown.field.isVisible()
    shown.switch("Dial what is selected or copied").click()
    assert shown.hotkey == HotkeySettings(enabled=True)
    assert shown.field.isVisible()
    shown.switch("Call at once").click()
    assert shown.hotkey == HotkeySettings(enabled=True, dial_at_once=True)


def test_a_key_is_chosen_by_pressing_it_and_none_is_held_meanwhile(shown: Shown) -> None:
    shown.field.click()
    assert (shown.records, shown.field.text()) == ([True], "Press the new key…")
    QTest.keyPress(shown.field, Qt.Key.Key_Control, CTRL)
    QTest.keyClick(shown.field, Qt.Key.Key_P, CTRL | ALT)
    assert shown.hotkey.shortcut == "Ctrl+Alt+P"
    assert (shown.records, shown.field.text()) == ([True, False], "Ctrl+Alt+P")


@pytest.mark.parametrize("leave", ["escape", "look elsewhere", "hide"])
def test_whoever_chooses_none_keeps_the_one_there_was(shown: Shown, leave: str) -> None:
    shown.field.click()
    if leave == "escape":
        QTest.keyClick(shown.field, Qt.Key.Key_Escape)
    elif leave == "hide":
        shown.window.hide()
    else:
        shown.other.setFocus()
    assert (shown.records, shown.field.text()) == ([True, False], "Ctrl+Shift+F7")
    assert shown.hotkey.shortcut == "Ctrl+Shift+F7"


def test_a_key_that_people_need_elsewhere_is_refused_with_the_reason_and_another_waited_for(shown: Shown) -> None:
    shown.field.click()
    QTest.keyClick(shown.field, Qt.Key.Key_C, CTRL)
    assert "Hold two of Ctrl, Alt, Shift and the like with it" in shown.words()
    QTest.keyClick(shown.field, Qt.Key.Key_1, CTRL | Qt.KeyboardModifier.KeypadModifier)
    assert "Choose a letter, a digit, a function key" in shown.words()
    QTest.keyClick(shown.field, Qt.Key.Key_Tab, CTRL)
    assert shown.records == [True]
    QTest.keyClick(shown.field, Qt.Key.Key_Home, CTRL | SHIFT)
    assert shown.hotkey.shortcut == "Ctrl+Shift+Home"
    assert "Hold two" not in shown.words()


def test_a_digit_with_shift_is_known_by_its_place(shown: Shown) -> None:
    """What the key writes is a dollar sign, and on other keyboards something else."""
    shown.field.click()
    place_of_4 = 13
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Dollar, CTRL | SHIFT, place_of_4, 0x24, 0, "$")
    QApplication.sendEvent(shown.field, event)
    assert shown.hotkey.shortcut == "Ctrl+Shift+4"


def test_keys_of_the_field_do_nothing_unless_one_is_being_chosen(shown: Shown) -> None:
    shown.field.setFocus()
    QTest.keyClick(shown.field, Qt.Key.Key_P, CTRL | ALT)
    assert shown.hotkey.shortcut == "Ctrl+Shift+F7"
    QTest.keyClick(shown.field, Qt.Key.Key_Space)
    assert shown.records == [True]


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (HotkeyStanding.ASKING, "Asking the desktop for the key…"),
        (HotkeyStanding.HELD, "The key works in every program."),
        (HotkeyStanding.TAKEN, "Another program has this key. The app takes it once it is free; or choose another."),
    ],
)
def test_whether_the_key_works_is_said(shown: Shown, standing: HotkeyStanding, words: str) -> None:
    shown.status.show(HotkeyState(standing=standing, command=COMMAND))
    assert words in shown.words()
    assert shown.command() == ""


def test_where_no_key_can_be_had_the_command_is_shown_and_copied(shown: Shown) -> None:
    for state in (HotkeyState(standing=HotkeyStanding.UNAVAILABLE), HotkeyState(is_offered=False)):
        shown.status.show(replace(state, command=COMMAND))
        assert "Bind the command below" in shown.words()
        assert shown.command() == COMMAND
        QGuiApplication.clipboard().clear()
        (copy,) = shown.section.findChildren(QToolButton)
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        assert QGuiApplication.clipboard().text() == COMMAND
    assert not shown.switch("Dial what is selected or copied").isEnabled()
    assert not shown.field.isVisible()


def test_a_key_that_the_desktop_chose_is_called_as_the_desktop_calls_it(shown: Shown) -> None:
    shown.status.show(HotkeyState(standing=HotkeyStanding.HELD, chosen_there=True, trigger="Meta+D"))
    assert "In every program: Meta+D. Change it in the desktop's settings." in shown.words()
    assert not shown.field.isVisible()


def test_coming_into_view_has_the_key_looked_after(shown: Shown) -> None:
    assert len(shown.looks) == 1
    shown.window.hide()
    shown.window.show()
    assert len(shown.looks) == 2

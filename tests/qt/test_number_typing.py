"""Typing at the keyboard: the plus that 0 gives, and the next number while one is being dialled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from acefone_desktop.ui.dial.dial_pad import DialPad
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.dial.number_details import NumberDetails
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from tests.qt.scene import Scene

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(dial_page: DialPage) -> DialPage:
    return dial_page


def press(widget: QWidget, key: Qt.Key, text: str, *, shift: bool = False, repeated: bool = False) -> None:
    modifiers = SHIFT if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text, repeated))


def hold_zero(widget: QWidget, field: QWidget) -> None:
    press(widget, Qt.Key.Key_0, "0")
    for _ in range(8):
        press(field, Qt.Key.Key_0, "0", repeated=True)


@pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_ParenRight, ")"), (Qt.Key.Key_Equal, "=")])
def test_shift_and_zero_begin_a_number_with_plus(page: DialPage, key: Qt.Key, text: str) -> None:
    press(page.field, key, text, shift=True)
    QTest.keyClicks(page.field, "447700900123")
    assert page.field.text() == "+44 7700 900123"
    page.field.selectAll()
    press(page.field, key, text, shift=True)
    assert page.field.text() == "+"


def test_shift_and_zero_on_the_pad_or_a_button_begin_a_number_with_plus(page: DialPage) -> None:
    pad = page.findChild(DialPad)
    assert pad is not None
    pad.keys[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(pad.keys[0], Qt.Key.Key_ParenRight, ")", shift=True)
    assert page.field.text() == "+"
    assert page.field.hasFocus()


def test_a_bracket_within_a_number_and_a_zero_that_needs_shift_stay(page: DialPage) -> None:
    press(page.field, Qt.Key.Key_0, "0", shift=True)
    assert page.field.text() == "0"
    page.field.clear()
    QTest.keyClicks(page.field, "tom (x")
    press(page.field, Qt.Key.Key_ParenRight, ")", shift=True)
    assert page.field.text() == "tom (x)"


def test_a_plus_goes_before_a_number_that_lacks_it(page: DialPage) -> None:
    QTest.keyClicks(page.field, "447700900123")
    page.field.setCursorPosition(0)
    press(page.field, Qt.Key.Key_ParenRight, ")", shift=True)
    assert page.field.text() == "+44 7700 900123"


def test_holding_zero_at_the_start_gives_one_plus(page: DialPage) -> None:
    hold_zero(page.field, page.field)
    assert page.field.text() == "+"
    pad = page.findChild(DialPad)
    assert pad is not None
    page.field.clear()
    pad.keys[0].setFocus(Qt.FocusReason.TabFocusReason)
    hold_zero(pad.keys[0], page.field)
    assert page.field.text() == "+"


def test_zeros_within_a_number_repeat_and_two_presses_are_two_zeros(page: DialPage) -> None:
    QTest.keyClicks(page.field, "0044")
    assert page.field.text().replace(" ", "") == "0044"
    page.field.clear()
    QTest.keyClicks(page.field, "7")
    hold_zero(page.field, page.field)
    assert page.field.text().replace(" ", "") == "7" + "0" * 9


def test_a_number_typed_while_one_is_dialled_is_a_new_one(page: DialPage, scene: Scene) -> None:
    QTest.keyClicks(page.field, "07700900123")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert scene.dial.state.busy
    QTest.keyClicks(page.field, "07700900456")
    assert page.field.text() == "07700 900456"


def test_pad_and_paste_begin_a_new_number_too_while_one_is_dialled(page: DialPage, scene: Scene) -> None:
    pad = page.findChild(DialPad)
    assert pad is not None
    scene.dial.set_text("07700900123")
    scene.dial.dial()
    QTest.mouseClick(pad.keys[4], Qt.MouseButton.LeftButton)
    QTest.mouseClick(pad.keys[4], Qt.MouseButton.LeftButton)
    assert page.field.text() == "55"


def test_a_paste_while_one_is_dialled_is_read_as_a_whole(page: DialPage, scene: Scene) -> None:
    scene.dial.set_text("07700900123")
    scene.dial.dial()
    QGuiApplication.clipboard().setText("Tom: 07700 900456")
    QTest.keyClick(page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.field.text() == "07700 900456"


def test_the_number_being_dialled_can_still_be_corrected(page: DialPage, scene: Scene) -> None:
    scene.dial.set_text("07700900123")
    scene.dial.dial()
    QTest.keyClick(page.field, Qt.Key.Key_Backspace)
    QTest.keyClicks(page.field, "4")
    assert page.field.text() == "07700 900124"


@pytest.mark.parametrize("number", ["07700900789", "09098790123"])
def test_a_number_being_dialled_bears_no_sign_of_refusal(page: DialPage, scene: Scene, number: str) -> None:
    scene.dial.set_text(number)
    scene.dial.dial(confirmed=True)
    details = page.findChild(NumberDetails)
    assert scene.dial.state.busy
    assert details is not None
    assert not any(sign.isVisible() for sign in details.findChildren(GlyphLabel))
    scene.dial.set_text("999")
    assert any(sign.isVisible() for sign in details.findChildren(GlyphLabel))


def test_a_nought_in_brackets_stays_where_it_was_typed(page: DialPage) -> None:
    QTest.keyClicks(page.field, "+44 (0)7700 900123")
    assert page.field.text() == "+44 (0)7700 900123"
    number = page.findChild(NumberDetails)
    assert number is not None
    assert "447700900123" in number.toolTip()

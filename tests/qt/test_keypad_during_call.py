"""The keypad in a window that a call leaves little room: hidden, and brought back by a press on its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from acefone_desktop.ui.dial.dial_pad import DialPad, PadShape
from acefone_desktop.ui.dial.suggestion_list import SuggestionList
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from tests.qt.scene import OVER, RUNNING, Scene, a_call
from tests.qt.screens import a_window, moves
from tests.qt.test_call_card import the_button
from tests.qt.test_call_card_room import card_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.look.theme import Theme
    from acefone_desktop.ui.window.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ONE = (RUNNING["connected"],)
TWO = (*ONE, a_call(key="dl-2", customer="447700900456", age_s=4))


def in_call(
    qtbot: QtBot, theme: Theme, scene: Scene, calls: tuple[Call, ...] = ONE, size: tuple[int, int] = (400, 680)
) -> MainWindow:
    window = a_window(theme, scene)
    window.resize(*size)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    scene.calls.take_in_at_once(calls)
    card_of(qtbot, window)
    qtbot.waitUntil(lambda: window.dial_page.height() < size[1] - 250 and not moves(window))  # the card has slid in
    return window


def pad_of(window: MainWindow) -> DialPad:
    pad = window.dial_page.findChild(DialPad)
    assert pad is not None
    return pad


def toggle_of(window: MainWindow) -> QToolButton:
    return next(b for b in window.dial_page.findChildren(QToolButton) if "keypad" in b.accessibleName().lower())


def suggestions_of(window: MainWindow) -> SuggestionList:
    suggestions = window.dial_page.findChild(SuggestionList)
    assert suggestions is not None
    return suggestions


def lies(window: MainWindow, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint()), part.size())


def test_a_press_brings_the_keypad_back_and_another_the_list(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene()
    window = in_call(qtbot, theme, scene)
    page, pad, toggle = window.dial_page, pad_of(window), toggle_of(window)
    others = [page.findChild(kind) for kind in (SuggestionList, ChoiceBox)]
    assert (pad.isVisible(), toggle.isVisible()) == (False, True)
    assert toggle.accessibleName() == toggle.toolTip() == "Show the keypad"
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(pad.isVisible)
    assert not any(part is not None and part.isVisible() for part in others)
    assert toggle.accessibleName() == "Hide the keypad"
    for key in (0, 7, 7, 0, 0):
        QTest.mouseClick(pad.keys[(key - 1) % 11], Qt.MouseButton.LeftButton)
    assert page.field.text() == "07700"
    assert page.field.hasFocus()
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert not pad.isVisible()
    assert all(part is not None and part.isVisible() for part in others)


@pytest.mark.parametrize("calls", [ONE, TWO], ids=["one", "two"])
@pytest.mark.parametrize("width", [320, 400])
def test_what_one_presses_stays_where_it_is_and_the_keys_are_whole(
    qtbot: QtBot, theme: Theme, calls: tuple[Call, ...], width: int
) -> None:
    scene = Scene()
    window = in_call(qtbot, theme, scene, calls, (width, 680))
    page, pad, toggle = window.dial_page, pad_of(window), toggle_of(window)
    fixed = [page.field, toggle, the_button(page, "Call")]
    before = [lies(window, part) for part in fixed]
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    for text in ("", "0770", "0909 879 0123", "+1 202 555 0123"):
        scene.dial.set_text(text)
        page.grab()
        qtbot.waitUntil(lambda: pad.shape is not None and pad.height() == pad.shape.height)
        assert [lies(window, part) for part in fixed] == before, text
        area = lies(window, pad)
        assert area.top() > before[1].bottom()
        assert area.bottom() < before[2].top()
        assert all(pad.rect().contains(key.geometry()) for key in pad.keys)
        assert not any(area.intersects(lies(window, label)) for label in page.findChildren(QLabel) if label.isVisible())
    assert pad.shape is (PadShape.LOW if calls is ONE else PadShape.FLAT)


def test_the_arrow_keys_go_the_way_the_keys_lie(qtbot: QtBot, theme: Theme) -> None:
    window = in_call(qtbot, theme, Scene(), TWO)
    pad = pad_of(window)
    QTest.mouseClick(toggle_of(window), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(pad.isVisible)
    pad.keys[0].setFocus()
    QTest.keyClick(pad.keys[0], Qt.Key.Key_Down)
    assert window.focusWidget() is pad.keys[6]


def test_names_and_questions_come_first_and_the_keypad_after_them(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene()
    window = in_call(qtbot, theme, scene)
    pad, toggle = pad_of(window), toggle_of(window)
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    scene.dial.set_text("tom")
    assert not pad.isVisible()
    assert suggestions_of(window).isVisible()
    scene.dial.set_text("07")
    assert pad.isVisible()


def test_where_no_key_would_fit_the_button_says_what_to_do(qtbot: QtBot, theme: Theme) -> None:
    window = in_call(qtbot, theme, Scene(), ONE, (320, 560))
    toggle = toggle_of(window)
    assert (toggle.isVisible(), toggle.isEnabled()) == (True, False)
    assert "Make the window taller" in toggle.toolTip()
    window.resize(320, 660)
    qtbot.waitUntil(toggle.isEnabled)


def test_once_the_call_is_over_the_whole_keypad_is_there_and_needs_no_button(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene()
    window = in_call(qtbot, theme, scene)
    QTest.mouseClick(toggle_of(window), Qt.MouseButton.LeftButton)
    scene.calls.take_in_at_once((OVER["answered"],))
    qtbot.waitUntil(lambda: pad_of(window).shape is PadShape.FULL and not toggle_of(window).isVisible())
    assert suggestions_of(window).isVisible()


@pytest.mark.parametrize(("room", "shape"), [(500, PadShape.FULL), (216, PadShape.FULL), (215, PadShape.LOW)])
def test_the_tallest_shape_that_fits_is_taken(room: int, shape: PadShape) -> None:
    assert PadShape.tallest(room) is shape
    assert PadShape.tallest(PadShape.FLAT.height) is PadShape.FLAT
    assert PadShape.tallest(PadShape.FLAT.height - 1) is None

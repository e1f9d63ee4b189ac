"""Writing a note in the call's card."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.call_notes import LONGEST_NOTE
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.calls.call_note import CallNoteBox
from acefone_desktop.ui.calls.call_note_field import CallNoteField
from acefone_desktop.ui.calls.leg_picture import LegPicture
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.window.main_window import MainWindow
from tests.qt.scene import OVER, RUNNING, Scene, a_call
from tests.qt.screens import LONG_NOTE, a_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CALL, ENDED = RUNNING["connected"], OVER["answered"]
NEWER = a_call(key="dl-2", customer="447700900456")


class Card:
    """The card of a call in its window."""

    def __init__(self, qtbot: QtBot, theme: Theme, *calls: Call, note: str = "", scene: Scene | None = None) -> None:
        self.scene = scene or Scene()
        if note:
            self.scene.noted.texts[calls[0].key] = note
        self.window: MainWindow = a_window(theme, self.scene)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.scene.calls.take_in_at_once(calls)
        qtbot.waitUntil(lambda: bool(self.window.findChildren(CallNoteBox)))
        (self.box,) = self.window.findChildren(CallNoteBox)
        self.field: CallNoteField = self.box.field

    @property
    def button(self) -> QToolButton:
        """The one that opens the field."""
        signs = [b for b in self.window.findChildren(QToolButton) if b.accessibleName() == "Note" and b.isVisible()]
        assert len(signs) == 1
        return signs[0]

    def press(self) -> None:
        """Presses it."""
        QTest.mouseClick(self.button, Qt.MouseButton.LeftButton)
        assert self.field.hasFocus()


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> Card:
    return Card(qtbot, theme, CALL)


@pytest.mark.parametrize("call", [CALL, ENDED], ids=["running", "ended"])
def test_a_button_opens_a_field_that_saves_what_is_typed(qtbot: QtBot, theme: Theme, call: Call) -> None:
    card = Card(qtbot, theme, call)
    assert not card.field.isVisible()
    card.press()
    QTest.keyClicks(card.field, "Wants an offer")
    assert card.box.status.text() == "Saving…"
    qtbot.waitUntil(lambda: card.box.status.text() == "Saved")
    assert card.scene.noted.texts == {call.key: "Wants an offer"}


def test_a_note_that_is_there_is_shown_with_its_call(qtbot: QtBot, theme: Theme) -> None:
    card = Card(qtbot, theme, ENDED, note="Wants an offer\nCall on Monday")
    assert card.field.isVisible()
    assert card.field.toPlainText() == "Wants an offer\nCall on Monday"
    assert card.box.status.text() == ""


def test_escape_leaves_the_field_and_keeps_the_text(card: Card) -> None:
    card.press()
    QTest.keyClicks(card.field, "Wants an offer")
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert not card.field.hasFocus()
    assert card.button.hasFocus()
    assert card.field.isVisible()
    assert card.field.toPlainText() == "Wants an offer"
    assert card.scene.noted.texts == {CALL.key: "Wants an offer"}


def test_leaving_it_empty_folds_it(card: Card) -> None:
    card.press()
    QTest.keyClicks(card.field, "  ")
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert not card.field.isVisible()
    assert card.scene.noted.texts == {CALL.key: ""}


@pytest.mark.parametrize("way", ["another field", "closing the window", "dismissing the card"])
def test_nothing_is_lost_whatever_comes_next(qtbot: QtBot, theme: Theme, way: str) -> None:
    card = Card(qtbot, theme, ENDED)
    card.press()
    QTest.keyClicks(card.field, "Wants an offer")
    if way == "another field":
        card.window.dial_page.setFocus()
    elif way == "closing the window":
        card.window.close()
    else:
        card.scene.calls.dismiss(ENDED.key)
    qtbot.waitUntil(lambda: card.scene.noted.texts == {ENDED.key: "Wants an offer"}, timeout=300)


def test_the_call_may_end_while_one_writes(card: Card) -> None:
    card.press()
    QTest.keyClicks(card.field, "Wants ")
    card.scene.calls.take_in_at_once((ENDED,))
    assert card.field.hasFocus()
    QTest.keyClicks(card.field, "an offer")
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert card.scene.noted.texts == {CALL.key: "Wants an offer"}


def test_typing_is_undone_inside_the_field_alone(qtbot: QtBot, theme: Theme) -> None:
    card = Card(qtbot, theme, CALL, note="Wants an offer")
    card.press()
    QTest.keyClicks(card.field, " soon")
    card.scene.notes.flush()
    card.scene.calls.take_in_at_once((ENDED,))
    QTest.keySequence(card.field, QKeySequence(QKeySequence.StandardKey.Undo))
    assert card.field.toPlainText() == "Wants an offer"
    QTest.keySequence(card.field, QKeySequence(QKeySequence.StandardKey.Undo))
    assert card.field.toPlainText() == "Wants an offer"
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert card.scene.noted.texts == {CALL.key: "Wants an offer"}


def test_a_new_call_does_not_take_the_place_of_one_that_is_written_about(card: Card) -> None:
    card.press()
    QTest.keyClicks(card.field, "Wants ")
    card.scene.calls.take_in_at_once((NEWER,))
    QTest.keyClicks(card.field, "an offer")
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert card.scene.noted.texts == {CALL.key: "Wants an offer"}
    assert card.scene.calls.state.selected == CALL.key
    card.scene.calls.take_in_at_once((a_call(key="dl-3", customer="12025550188"),))
    assert card.scene.calls.state.selected == "dl-3", "from here on they may again"


def test_what_is_typed_never_goes_to_another_calls_note(card: Card) -> None:
    card.scene.calls.take_in_at_once((NEWER, CALL))
    card.scene.calls.select(CALL.key)
    card.press()
    QTest.keyClicks(card.field, "Wants an offer")
    card.scene.calls.select(NEWER.key)
    assert not card.field.hasFocus()
    assert not card.field.isVisible()
    assert card.field.toPlainText() == ""
    assert card.scene.noted.texts == {CALL.key: "Wants an offer"}
    card.scene.calls.select(CALL.key)
    assert card.field.toPlainText() == "Wants an offer"


def test_what_could_not_be_saved_is_said_and_stays(card: Card) -> None:
    card.scene.noted.trouble = StorageError()
    card.press()
    QTest.keyClicks(card.field, "Wants an offer")
    card.scene.notes.flush()
    assert card.box.status.text().startswith("Not saved yet. The app's database cannot be used.")
    card.scene.noted.trouble = None
    card.scene.notes.flush()
    assert card.box.status.text() == "Saved"


def fill(field: CallNoteField, count: int) -> None:
    paste(field, "x" * count)


def paste(field: CallNoteField, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    field.insertFromMimeData(data)


@pytest.mark.parametrize("way", ["paste", "type", "compose"])
@pytest.mark.parametrize(("character", "most"), [("x", 3), ("é", 3), ("😀", 1)])
def test_a_note_has_its_limit(card: Card, way: str, character: str, most: int) -> None:
    card.press()
    fill(card.field, LONGEST_NOTE - 3)
    card.field.moveCursor(QTextCursor.MoveOperation.Start)
    if way == "paste":
        paste(card.field, character * LONGEST_NOTE)
    for _ in range(4 if way != "paste" else 0):
        if way == "type":
            press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(card.field, press)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(character)
            QApplication.sendEvent(card.field, composed)
    assert card.field.toPlainText() == character * most + "x" * (LONGEST_NOTE - 3)
    assert "characters left" in card.box.status.text()
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert card.field.left_over >= 0
    while card.field.document().isUndoAvailable():
        card.field.undo()
    assert card.field.toPlainText() == ""


def test_in_a_full_note_words_can_be_replaced(card: Card) -> None:
    card.press()
    fill(card.field, LONGEST_NOTE + 10)
    QTest.keyClick(card.field, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(card.field, "yz")
    assert card.field.toPlainText() == "x" * (LONGEST_NOTE - 1) + "y"


def test_what_is_too_long_already_can_only_become_shorter(qtbot: QtBot, theme: Theme) -> None:
    card = Card(qtbot, theme, CALL, note="x" * (LONGEST_NOTE + 50))
    card.press()
    QTest.keyClicks(card.field, "y")
    assert card.field.toPlainText() == "x" * (LONGEST_NOTE + 50)
    QTest.keyClick(card.field, Qt.Key.Key_Backspace)
    assert card.field.toPlainText() == "x" * (LONGEST_NOTE + 49)


def test_the_field_is_plain_text_and_grows_to_four_lines(card: Card) -> None:
    card.press()
    heights = []
    for _ in range(6):
        heights.append(card.field.height())
        card.field.insertPlainText("<b>more</b>\n")
    assert heights[0] < heights[1] < heights[2] < heights[3] == heights[4] == heights[5]
    assert card.field.toPlainText() == "<b>more</b>\n" * 6


def test_the_window_coming_back_finds_the_empty_field_open(qtbot: QtBot, card: Card) -> None:
    card.press()
    other = QToolButton()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert card.field.isVisible()
    with qtbot.waitActive(card.window):
        card.window.activateWindow()
    assert card.field.hasFocus()


@pytest.mark.parametrize("height", [560, 680])
def test_a_long_note_leaves_the_call_and_the_next_number_in_view(qtbot: QtBot, theme: Theme, height: int) -> None:
    card = Card(qtbot, theme, CALL, note=LONG_NOTE)
    card.window.resize(400, height)
    (frame,) = card.window.findChildren(CallCard)
    picture = frame.findChild(LegPicture)
    assert picture is not None
    qtbot.waitUntil(lambda: picture.isVisible() == (height == 680))
    card.press()
    QTest.keyClicks(card.field, "!")
    qtbot.waitUntil(lambda: frame.mapTo(card.window, QPoint(0, 0)).y() >= 0)
    assert card.window.dial_page.height() >= card.window.dial_page.minimumSizeHint().height()

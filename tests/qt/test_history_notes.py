"""Notes on past calls: seen in the list, read and written under it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from acefone_desktop.ui.look.theme import Theme
from tests.qt.test_history_page import KNOWN, NUMBERLESS, STRANGER, Shown, click

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    return Shown(qtbot, theme, KNOWN, STRANGER, NUMBERLESS)


def write(shown: Shown, text: str) -> None:
    (sign,) = [b for b in shown.page.details.findChildren(QToolButton) if b.accessibleName() == "Note"]
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    QTest.keyClicks(shown.page.details.note.field, text)


def test_a_row_with_a_note_shows_a_mark_and_says_so(shown: Shown) -> None:
    def look(row: int) -> object:
        return shown.page.list.grab(shown.page.list.visualRect(shown.model.index(row))).toImage()

    def read(row: int) -> str:
        return str(shown.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))

    before = [look(row) for row in range(3)]
    shown.scene.notes.write(STRANGER, "Wants an offer")
    assert [look(row) == before[row] for row in range(3)] == [True, False, True]
    assert [read(row).endswith("with a note") for row in range(3)] == [False, True, False]
    shown.scene.notes.write(STRANGER, "")
    assert look(1) == before[1]


def test_the_note_is_read_and_written_under_the_list(shown: Shown) -> None:
    shown.scene.notes.write(KNOWN, "Wants an offer")
    click(shown.page, 0)
    assert shown.page.details.note.field.toPlainText() == "Wants an offer"
    write(shown, " soon")
    click(shown.page, 1)
    assert shown.scene.noted.texts == {KNOWN.key: "Wants an offer soon"}
    assert not shown.page.details.note.field.isVisible()


def test_words_written_elsewhere_show_at_once(shown: Shown) -> None:
    click(shown.page, 0)
    shown.scene.notes.write(KNOWN, "Written in the card")
    assert shown.page.details.note.field.isVisible()
    assert shown.page.details.note.field.toPlainText() == "Written in the card"


def test_a_call_that_is_found_no_more_stays_while_somebody_writes_about_it(shown: Shown) -> None:
    shown.page.search.setText("0188")
    click(shown.page, 0)
    write(shown, "Wants ")
    shown.scene.past.calls = (KNOWN, NUMBERLESS)
    shown.model.refresh()
    write(shown, "an offer")
    QTest.keyClick(shown.page.details.note.field, Qt.Key.Key_Escape)
    assert shown.scene.noted.texts == {STRANGER.key: "Wants an offer"}


def test_new_calls_in_the_list_leave_the_field_alone(shown: Shown) -> None:
    click(shown.page, 1)
    write(shown, "Wants ")
    shown.scene.past.calls = (STRANGER, NUMBERLESS)
    shown.model.refresh()
    assert shown.page.details.note.field.hasFocus()
    QTest.keyClicks(shown.page.details.note.field, "an offer")
    shown.page.close()
    assert shown.scene.noted.texts == {STRANGER.key: "Wants an offer"}


def test_the_call_button_stays_in_reach_beside_a_long_note(shown: Shown) -> None:
    shown.scene.notes.write(KNOWN, "line\n" * 40)
    click(shown.page, 0)
    shown.page.resize(360, 480)
    field, details = shown.page.details.note.field, shown.page.details
    assert field.mapTo(details, QPoint(0, field.height())).y() < details.height()
    assert details.geometry().bottom() < shown.page.height()

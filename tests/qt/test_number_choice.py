"""Several numbers in one text give a choice; what is marked is what is shown, and what is shown is what is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from acefone_desktop.bridge.dialing.candidate_model import CANDIDATE_ROLE
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.ui.dial.candidate_list import CandidateDelegate, CandidateList
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.tray.quick_dial import QuickDial
from tests.qt.scene import NOW, Scene

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.dial.number_field import NumberField
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SEVERAL = "Office 020 7946 0555, or mobile +44 7700 900123; in the US +1 202 555 0188 ext. 12"
SHOWN = ["020 7946 0555", "07700 900123", "+1 202-555-0188"]


@pytest.fixture
def page(dial_page: DialPage) -> DialPage:
    return dial_page


def paste(field: NumberField, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def the_list(page: DialPage) -> CandidateList:
    (view,) = page.findChildren(CandidateList)
    return view


def offered(scene: Scene) -> list[str]:
    return [number.display for number in scene.dial.state.candidates]


def test_each_number_is_offered_with_whose_it_is_its_kind_and_country(page: DialPage, scene: Scene) -> None:
    paste(page.field, SEVERAL)
    assert sorted(offered(scene)) == sorted(SHOWN)
    view = the_list(page)
    assert view.isVisible()
    assert view.currentIndex().row() == 0
    delegate = view.itemDelegate()
    assert isinstance(delegate, CandidateDelegate)
    rows = [view.model().index(row, 0) for row in range(3)]
    lines = {delegate.lines(row.data(CANDIDATE_ROLE)) for row in rows}
    assert ("Tom Field", "07700 900123 · Mobile · United Kingdom") in lines
    assert ("020 7946 0555", "Landline · United Kingdom") in lines
    assert ("+1 202-555-0188", "ext. 12 · Landline or mobile · United States") in lines
    spoken = [row.data(Qt.ItemDataRole.AccessibleTextRole) for row in rows]
    assert "Tom Field, 07700 900123" in spoken
    assert view.grab().toImage().pixelColor(30, 26).alpha() > 0


def test_arrows_show_what_they_mark_enter_takes_it_and_enter_again_calls(page: DialPage, scene: Scene) -> None:
    paste(page.field, SEVERAL)
    first, second, _ = offered(scene)
    assert page.field.text() == first
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    assert page.field.text() == second
    assert the_list(page).currentIndex().row() == 1
    for _ in range(5):
        QTest.keyClick(page.field, Qt.Key.Key_Up)
    assert page.field.text() == first
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert not the_list(page).isVisible()
    assert (page.field.text(), scene.submitted) == (second, [])
    digits = scene.dial.state.number.digits_sent if scene.dial.state.number else None
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert [r.digits for r in scene.submitted] == [digits]


def test_a_click_takes_a_number_and_calls_nobody(page: DialPage, scene: Scene) -> None:
    paste(page.field, SEVERAL)
    view = the_list(page)
    place = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not view.isVisible()
    assert page.field.hasFocus()
    assert scene.submitted == []


def test_escape_leaves_the_choice_first_and_the_number_then(page: DialPage, scene: Scene) -> None:
    paste(page.field, SEVERAL)
    shown = page.field.text()
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert (offered(scene), page.field.text()) == ([], shown)
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""


def test_the_extension_comes_with_its_own_number_alone(page: DialPage, scene: Scene) -> None:
    paste(page.field, SEVERAL)
    place = offered(scene).index("+1 202-555-0188")
    scene.dial.mark_candidate(place)
    number = scene.dial.state.number
    assert number is not None
    assert (number.digits_sent, number.extension) == ("12025550188", "12")
    scene.dial.mark_candidate(offered(scene).index("020 7946 0555"))
    assert scene.dial.state.number is not None
    assert scene.dial.state.number.extension is None


def test_typing_on_or_clearing_ends_the_choice(page: DialPage, scene: Scene) -> None:
    paste(page.field, SEVERAL)
    QTest.keyClick(page.field, Qt.Key.Key_Backspace)
    assert offered(scene) == []
    assert not the_list(page).isVisible()


def test_a_dropped_text_and_one_from_the_key_give_the_same_choice(page: DialPage, scene: Scene) -> None:
    data = QMimeData()
    data.setText(SEVERAL)
    dropped = QDropEvent(
        QPointF(200, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(dropped)
    by_drop = offered(scene)
    scene.dial.clear()
    scene.dial.fill_in(SEVERAL, Origin.HOTKEY)
    assert sorted(by_drop) == sorted(offered(scene)) == sorted(SHOWN)


def test_a_single_number_gives_no_choice(page: DialPage, scene: Scene) -> None:
    paste(page.field, "ring 020 7946 0555 on 12/03/2026 at 14:30, order 4711-0815")
    assert offered(scene) == []
    assert page.findChildren(CandidateList) == []


def test_quick_dial_gives_the_same_choice(scene: Scene, theme: Theme, qtbot: QtBot) -> None:
    popup = QuickDial(scene.quick_store, scene.quick_model, theme, lambda: NOW)
    qtbot.addWidget(popup)
    popup.open_at((200, 200))
    paste(popup._field, SEVERAL)
    (view,) = popup.findChildren(CandidateList)
    assert view.isVisible()
    second = scene.quick_store.state.candidates[1].display
    QTest.keyClick(popup._field, Qt.Key.Key_Down)
    QTest.keyClick(popup._field, Qt.Key.Key_Return)
    assert popup._field.text() == second
    assert not view.isVisible()
    assert scene.submitted == []
    QTest.keyClick(popup._field, Qt.Key.Key_Return)
    assert len(scene.submitted) == 1

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.ui.dial.number_field import NumberField
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.tray.quick_dial import QuickDial, place_beside, pointer_or_corner
from tests.qt.scene import NOW, Past, People, Scene

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def popup(qtbot: QtBot, scene: Scene, theme: Theme) -> QuickDial:
    popup = QuickDial(scene.quick_store, scene.quick_model, theme, lambda: NOW, settling_ms=0)
    qtbot.addWidget(popup)
    with qtbot.waitExposed(popup):
        popup.open_at((700, 590))
    qtbot.waitActive(popup)
    return popup


def field_of(popup: QuickDial) -> NumberField:
    field = popup.findChild(NumberField)
    assert field is not None
    return field


def rows(scene: Scene) -> list[str]:
    model = scene.quick_model
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def test_it_takes_the_keyboard_and_shows_favourites_then_recents(popup: QuickDial, scene: Scene) -> None:
    assert field_of(popup).hasFocus()
    assert rows(scene) == ["Tom Field", "Aisha Rahman", "+12025550188"]


def test_typing_and_enter_dial_from_the_tray_and_close(popup: QuickDial, scene: Scene) -> None:
    QTest.keyClicks(field_of(popup), "07700900123")
    QTest.keyClick(field_of(popup), Qt.Key.Key_Return)
    assert [(r.digits, r.origin) for r in scene.submitted] == [("447700900123", Origin.TRAY)]
    assert not popup.isVisible()


def test_arrow_and_enter_fill_a_favourite_in_and_enter_dials(popup: QuickDial, scene: Scene) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(field_of(popup), key)
    assert field_of(popup).text() == "07700 900456"
    assert scene.submitted == []
    QTest.keyClick(field_of(popup), Qt.Key.Key_Return)
    assert [(r.digits, r.caller_id) for r in scene.submitted] == [("447700900456", "442079460101")]


def test_a_refused_number_does_not_close_it(popup: QuickDial, scene: Scene) -> None:
    QTest.keyClicks(field_of(popup), "999")
    QTest.keyClick(field_of(popup), Qt.Key.Key_Return)
    assert popup.isVisible()
    assert scene.submitted == []


def test_a_doubtful_number_is_asked_about_inside(popup: QuickDial, scene: Scene, no_double_click: None) -> None:
    QTest.keyClicks(field_of(popup), "09098790123")
    QTest.keyClick(field_of(popup), Qt.Key.Key_Return)
    assert scene.submitted == []
    assert any("Call anyway?" in label.text() for label in popup.findChildren(QLabel) if label.isVisible())
    QTest.qWait(2)  # the clock that tells a double click has a resolution of a millisecond
    QTest.keyClick(popup.focusWidget(), Qt.Key.Key_Return)
    assert [r.confirmed for r in scene.submitted] == [True]


def test_escape_closes_it(popup: QuickDial) -> None:
    QTest.keyClick(field_of(popup), Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_a_desktop_that_hands_the_keyboard_about_does_not_close_what_has_just_opened(
    qtbot: QtBot, qapp: QApplication, scene: Scene, theme: Theme
) -> None:
    popup = QuickDial(scene.quick_store, scene.quick_model, theme, lambda: NOW, settling_ms=60_000)
    other = QWidget()
    for window in (popup, other):
        qtbot.addWidget(window)
    popup.open_at((700, 590))
    qtbot.waitActive(popup)
    handed_about = QSignalSpy(qapp.focusWindowChanged)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: handed_about.count() >= 2 and popup.isActiveWindow())  # to the other, and back
    assert popup.isVisible()


def test_going_elsewhere_closes_it(popup: QuickDial, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not popup.isVisible())


def test_it_opens_empty_every_time(popup: QuickDial, scene: Scene) -> None:
    QTest.keyClicks(field_of(popup), "0770")
    popup.close()
    popup.open_at(None)
    assert field_of(popup).text() == ""


def test_a_number_from_the_menu_is_filled_in_and_not_dialled(popup: QuickDial, scene: Scene) -> None:
    popup.open_at(None, "+447700900456")
    assert field_of(popup).text() == "07700 900456"
    assert scene.submitted == []


def test_with_nobody_to_show_it_says_so(qtbot: QtBot, theme: Theme) -> None:
    scene = Scene(people=People(()), past=Past(()))
    popup = QuickDial(scene.quick_store, scene.quick_model, theme, lambda: NOW)
    qtbot.addWidget(popup)
    popup.open_at(None)
    assert any(
        "No favourites or recent calls yet." in label.text()
        for label in popup.findChildren(QLabel)
        if label.isVisible()
    )


@pytest.mark.parametrize("x", [0, 400, 799, 5000])
@pytest.mark.parametrize("y", [0, 300, 599, 5000])
def test_it_is_wholly_on_the_screen_wherever_the_icon_is(qapp: QApplication, x: int, y: int) -> None:
    size = QSize(360, 440)
    corner = place_beside(QPoint(x, y), size)
    area = QGuiApplication.primaryScreen().availableGeometry()
    assert area.left() <= corner.x() <= area.right() - size.width()
    assert area.top() <= corner.y() <= area.bottom() - size.height()


def test_without_the_icons_place_it_opens_at_pointer_or_corner(qapp: QApplication) -> None:
    assert QGuiApplication.primaryScreen().geometry().contains(pointer_or_corner())


def test_a_popup_that_does_not_get_the_keyboard_back_closes_once_it_has_settled(
    qtbot: QtBot, scene: Scene, theme: Theme
) -> None:
    popup = QuickDial(scene.quick_store, scene.quick_model, theme, lambda: NOW, settling_ms=300)
    other = QWidget()
    for window in (popup, other):
        qtbot.addWidget(window)
    popup.open_at(None)
    qtbot.waitUntil(popup.isActiveWindow)
    popup.activateWindow = lambda: None  # type: ignore[method-assign]  # as a desktop that gives it to somebody else
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    qtbot.waitUntil(popup.isHidden)

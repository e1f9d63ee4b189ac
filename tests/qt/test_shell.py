from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.calls import CallKey
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.calls.sliding_slot import SlidingSlot
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.window.main_window import MainWindow, on_screen
from acefone_desktop.ui.window.place import Place
from acefone_desktop.ui.window.places import PlaceButton
from tests.qt.scene import OVER, RUNNING, Scene
from tests.qt.screens import Keeper, a_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def window(qtbot: QtBot, scene: Scene, theme: Theme, keeper: Keeper) -> MainWindow:
    return shown(qtbot, a_window(theme, scene, keeper))


def shown(qtbot: QtBot, window: MainWindow) -> MainWindow:
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitActive(window)
    return window


def slot_of(window: MainWindow) -> SlidingSlot:
    slot = window.findChild(SlidingSlot)
    assert slot is not None
    return slot


def test_the_window_opens_at_the_dial_ready_for_typing(window: MainWindow) -> None:
    assert window.place is Place.DIAL
    assert (window.width(), window.height()) == (400, 680)
    assert window.dial_page.field.hasFocus()


def test_pages_are_built_on_the_first_visit_only(window: MainWindow) -> None:
    assert all(window.page(place) is None for place in Place if place is not Place.DIAL)
    window.go_to(Place.CONTACTS)
    first = window.page(Place.CONTACTS)
    window.go_to(Place.DIAL)
    window.go_to(Place.CONTACTS)
    assert window.page(Place.CONTACTS) is first
    assert window.page(Place.HISTORY) is None


@pytest.mark.parametrize(("key", "place"), list(zip("1234", Place, strict=True)))
def test_control_and_a_digit_lead_to_the_places(window: MainWindow, key: str, place: Place, qtbot: QtBot) -> None:
    window.go_to(Place.SETTINGS if place is not Place.SETTINGS else Place.DIAL)
    with qtbot.waitSignal(window.place_changed) as changed:
        QTest.keyClick(
            window.focusWidget() or window, getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.ControlModifier
        )
    assert changed.args == [place]
    page = window.page(place)
    assert page is not None
    assert page.isVisible()


def test_the_bar_leads_and_shows_where_one_is(window: MainWindow) -> None:
    history = next(b for b in window.findChildren(PlaceButton) if b.place is Place.HISTORY)
    QTest.mouseClick(history, Qt.MouseButton.LeftButton)
    assert window.place is Place.HISTORY
    assert history.isChecked()
    assert not window.dial_page.isVisible()


def test_a_wide_window_has_two_panes(window: MainWindow) -> None:
    window.resize(960, 680)
    contacts = window.page(Place.CONTACTS)
    assert contacts is not None
    assert contacts.isVisible()
    assert window.dial_page.isVisible()
    assert (
        contacts.mapTo(window, contacts.rect().topLeft()).x()
        < window.dial_page.mapTo(window, window.rect().topLeft()).x()
    )
    window.resize(400, 680)
    assert window.dial_page.isVisible()
    assert not contacts.isVisible()


def test_the_window_can_be_made_small(window: MainWindow, scene: Scene) -> None:
    scene.calls.take_in_at_once((RUNNING["connected"],))
    window.resize(320, 300)
    assert (window.width(), window.height()) == (320, 560)
    assert slot_of(window).height() > 200


@pytest.mark.parametrize("width", [400, 960])
def test_the_card_stays_over_whichever_place_is_open(
    window: MainWindow, scene: Scene, width: int, qtbot: QtBot
) -> None:
    window.resize(width, 680)
    assert not slot_of(window).isVisible()
    scene.calls.take_in_at_once((RUNNING["connected"],))
    for place in Place:
        window.go_to(place)
        assert slot_of(window).isVisible()
    qtbot.waitUntil(lambda: slot_of(window).height() > 100)
    scene.calls.take_in_at_once((OVER["answered"],))
    scene.calls.dismiss(CallKey("dl-1"))
    assert not slot_of(window).isVisible()


def test_the_card_is_made_after_the_first_painting(qtbot: QtBot, scene: Scene, theme: Theme, keeper: Keeper) -> None:
    window = a_window(theme, scene, keeper)
    assert slot_of(window).findChild(CallCard) is None
    shown(qtbot, window)
    qtbot.waitUntil(lambda: slot_of(window).findChild(CallCard) is not None)
    assert not slot_of(window).isVisible()


def test_the_card_slides_where_motion_is_wanted(qtbot: QtBot, qapp: QApplication, scene: Scene, theme: Theme) -> None:
    own = Theme(qapp, "light", reduced_motion=False)
    window = shown(qtbot, a_window(own, scene))
    scene.calls.take_in_at_once((RUNNING["connected"],))
    slot = slot_of(window)
    seen: set[int] = set()

    def has_moved() -> bool:
        seen.add(slot.sizeHint().height())
        return len(seen) > 3

    qtbot.waitUntil(has_moved, timeout=2000)
    scene.calls.take_in_at_once((OVER["answered"],))
    scene.calls.dismiss(CallKey("dl-1"))
    qtbot.waitUntil(lambda: not slot.isVisible())
    own.deleteLater()


def test_without_a_tray_closing_ends_the_app(window: MainWindow, keeper: Keeper, qtbot: QtBot) -> None:
    keeper.tray = False
    with qtbot.waitSignal(window.quit_wanted):
        window.close()
    assert not window.isVisible()


def test_with_a_tray_closing_hides_and_opening_brings_back(window: MainWindow, keeper: Keeper, qtbot: QtBot) -> None:
    keeper.tray = True
    with qtbot.waitSignal(window.hidden_to_tray), qtbot.assertNotEmitted(window.quit_wanted):
        window.close()
    assert not window.isVisible()
    window.come_to_front()
    assert window.isVisible()


def test_size_and_place_are_remembered(qtbot: QtBot, scene: Scene, theme: Theme, keeper: Keeper) -> None:
    first = shown(qtbot, a_window(theme, scene, keeper))
    first.setGeometry(60, 40, 420, 600)
    first.close()
    assert keeper.geometry
    second = shown(qtbot, a_window(theme, scene, keeper))
    assert second.geometry() == QRect(60, 40, 420, 600)


def test_a_geometry_that_is_no_geometry_is_ignored(qtbot: QtBot, scene: Scene, theme: Theme) -> None:
    window = shown(qtbot, a_window(theme, scene, Keeper(geometry=b"rubbish")))
    assert (window.width(), window.height()) == (400, 680)


@pytest.mark.parametrize(
    "wanted",
    [QRect(-5000, -5000, 400, 680), QRect(9000, 100, 400, 680), QRect(10, -300, 400, 680), QRect(0, 0, 9000, 9000)],
)
def test_a_window_is_always_on_a_screen(qapp: QApplication, wanted: QRect) -> None:
    area = QGuiApplication.primaryScreen().availableGeometry()
    placed = on_screen(wanted)
    visible = placed.intersected(area)
    assert visible.width() >= 64
    assert visible.height() >= 64
    assert placed.top() >= area.top()


def test_a_window_larger_than_the_screen_is_shrunk_to_it_with_its_title_bar(qapp: QApplication) -> None:
    area = QGuiApplication.primaryScreen().availableGeometry()
    placed = on_screen(QRect(area.left() + 40, area.top() + 40, area.width() * 2, area.height() * 2))
    assert area.contains(placed)
    assert placed.top() >= area.top() + 24


def test_a_banner_says_one_thing_and_offers_one_step(window: MainWindow, qtbot: QtBot) -> None:
    window.show_banner("danger", "The token was refused (401).", "Settings", "token-refused")
    action = next(b for b in window.findChildren(QPushButton) if b.text() == "Settings" and b.isVisible())
    with qtbot.waitSignal(window.banner_acted) as acted:
        QTest.mouseClick(action, Qt.MouseButton.LeftButton)
    assert acted.args == ["token-refused"]
    assert not action.isVisible()


def test_what_takes_time_to_load_waits_for_the_first_painting(qtbot: QtBot, scene: Scene, theme: Theme) -> None:
    window = a_window(theme, scene)
    assert scene.suggestions.rowCount() == 0
    shown(qtbot, window)
    qtbot.waitUntil(lambda: scene.suggestions.rowCount() > 0)
    assert isinstance(window.dial_page, DialPage)


def test_texts_of_the_bar_have_names(window: MainWindow) -> None:
    assert [b.accessibleName() for b in window.findChildren(PlaceButton)] == ["Dial", "Contacts", "History", "Settings"]

"""What is on screen around the number field does not stand in the way of the next number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from acefone_desktop.domain.errors import NotSetUpError
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.parts.layouts import column, icon_button
from acefone_desktop.ui.window.place import Place
from acefone_desktop.ui.window.places import PlaceBar
from tests.qt.running_app import Desk, await_line, said
from tests.qt.scene import OVER, RUNNING, Scene
from tests.qt.screens import Keeper, a_window

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")
MARGIN = 4  # the focus ring with its rounded corners
NO_NUMBER = "This link holds no phone number."


def room_inside(button: QWidget) -> int:
    """How many columns within the ring the icon covers."""
    image = button.grab().toImage()
    ground = image.pixelColor(MARGIN + 1, MARGIN + 1)
    inside = range(MARGIN + 1, image.height() - MARGIN - 1)
    columns = range(MARGIN + 1, image.width() - MARGIN - 1)
    return sum(any(image.pixelColor(x, y) != ground for y in inside) for x in columns)


@pytest.mark.parametrize("place", [Place.DIAL, Place.CONTACTS])
def test_digits_typed_on_the_call_card_go_to_the_number_field(
    qtbot: QtBot, scene: Scene, theme: Theme, place: Place
) -> None:
    window = a_window(theme, scene, Keeper())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitActive(window)
    scene.calls.take_in_at_once((RUNNING["connected"],))
    qtbot.waitUntil(lambda: window.findChild(CallCard) is not None)
    window.go_to(place)
    card = window.findChild(CallCard)
    assert card is not None
    hang_up = next(b for b in card.findChildren(QPushButton) if b.text() == "Hang up")
    hang_up.setFocus()
    QTest.keyClick(hang_up, Qt.Key.Key_0)
    assert window.place is Place.DIAL
    assert window.dial_page.field.hasFocus()
    QTest.keyClicks(window.focusWidget(), "7700900456")
    assert window.dial_page.field.text() == "07700 900456"


def test_the_keyboard_goes_to_the_number_field_when_a_call_that_was_hung_up_by_mouse_ends(
    qtbot: QtBot, scene: Scene, theme: Theme
) -> None:
    window = a_window(theme, scene, Keeper())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitActive(window)
    scene.calls.take_in_at_once((RUNNING["connected"],))
    qtbot.waitUntil(lambda: window.findChild(CallCard) is not None)
    card = window.findChild(CallCard)
    assert card is not None
    hang_up = next(b for b in card.findChildren(QPushButton) if b.text() == "Hang up")
    hang_up.setFocus(Qt.FocusReason.MouseFocusReason)
    scene.calls.take_in_at_once((OVER["answered"],))
    qtbot.waitUntil(lambda: not hang_up.isVisible())
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z)  # a name, which no other control takes
    assert window.dial_page.field.text() == "z"


def test_digits_typed_on_the_bar_go_to_the_number_field(qtbot: QtBot, scene: Scene, theme: Theme) -> None:
    window = a_window(theme, scene, Keeper())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitActive(window)
    bar = window.findChild(PlaceBar)
    assert bar is not None
    place = bar.findChild(QAbstractButton)
    assert place is not None
    place.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(place, Qt.Key.Key_0)
    QTest.keyClicks(window.focusWidget(), "7700900456")
    assert window.dial_page.field.text() == "07700 900456"


@pytest.mark.parametrize("way", ["link", "typed"])
def test_a_number_ends_the_notice_that_a_link_held_none(
    theme: Theme, tmp_path: Path, simulator: SimulatorThread, qtbot: QtBot, way: str
) -> None:
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700900111")
        app.show_link("tel:nobody")
        app.parts.dial.set_max_length(60)
        assert NO_NUMBER in said(app)
        if way == "link":
            app.show_link("tel:+447700900123")
        else:
            app.parts.dial.set_text("07700900123")
        assert NO_NUMBER not in said(app)


def test_a_number_leaves_a_notice_about_something_else(
    theme: Theme, tmp_path: Path, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.open()
        app.windows.show_notice("danger", NotSetUpError().explanation)
        app.show_link("tel:+447700900123")
        assert NotSetUpError().sentence in said(app)


def test_an_icon_keeps_its_size_when_it_gets_the_focus(qtbot: QtBot, theme: Theme) -> None:
    box = QWidget()
    buttons = [icon_button(glyph, "name") for glyph in (Glyph.CARET_LEFT_BOLD, Glyph.X_BOLD)]
    column(box, *buttons)
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    qtbot.waitActive(box)
    first, other = buttons
    other.setFocus()
    at_rest = room_inside(first)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.hasFocus()
    assert room_inside(first) == at_rest

"""Text in which there is no number to call: why, said where the number's details are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from acefone_desktop.bridge.dialing.number_entry import shortfall
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.dial.number_details import NumberDetails
from acefone_desktop.ui.tray.quick_dial import QuickDial
from tests.qt.scene import NOW, Scene
from tests.qt.test_call_card import the_button

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TOO_SHORT = "No number to call: {0} is too short for one."
NOTHING = "No number in this text, and no contact of this name."
CASES = [
    ("Call Tom on +44 7700 90", TOO_SHORT.format("+44 7700 90")),
    ("reach me on 020 7946 please", TOO_SHORT.format("020 7946")),
    ("ring 07700 900123 4567 8901 now", "No number to call: 07700 900123 4567 8901 is too long for one."),
    ("hello", NOTHING),
    ("12 Nov 2026", NOTHING),
    ("on 12-11-2026", NOTHING),
    ("£12500.00 due", NOTHING),
    ("flat 88", NOTHING),
]


@pytest.fixture
def page(dial_page: DialPage) -> DialPage:
    return dial_page


def details_of(parent: QWidget) -> NumberDetails:
    details = parent.findChild(NumberDetails)
    assert details is not None
    return details


def said(parent: QWidget) -> list[str]:
    return [label.text() for label in details_of(parent).findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.mark.parametrize(("text", "reason"), CASES)
@pytest.mark.parametrize("way", ["paste", "typed"])
def test_the_page_says_why_nothing_can_be_dialled(
    page: DialPage, scene: Scene, text: str, reason: str, way: str
) -> None:
    (scene.dial.paste if way == "paste" else scene.dial.set_text)(text)
    if scene.dial.state.number is not None:  # the same digits may be read as a number as they are typed
        pytest.skip("a number was found")
    assert said(page) == [reason]
    call = the_button(page, "Call")
    assert not call.isEnabled()
    assert (call.toolTip(), call.accessibleDescription()) == (reason, reason)
    details = details_of(page)
    assert all(details.rect().contains(part.geometry()) for part in details.findChildren(QLabel) if part.isVisible())


@pytest.mark.parametrize(("text", "reason"), CASES)
def test_quick_dial_says_it_too(qtbot: QtBot, scene: Scene, theme: Theme, text: str, reason: str) -> None:
    popup = QuickDial(scene.quick_store, scene.quick_model, theme, lambda: NOW)
    qtbot.addWidget(popup)
    popup.open_at((200, 700))
    scene.quick_store.paste(text)
    assert reason in said(popup)


def test_nothing_is_said_while_a_name_finds_contacts_or_a_number_is_begun(page: DialPage) -> None:
    for text in ("tom", "+", ""):
        page.field.clear()
        QTest.keyClicks(page.field, text)
        assert not any("No number" in words for words in said(page)), text
    QTest.keyClicks(page.field, "tomz")
    assert said(page) == [NOTHING]
    QTest.keyClick(page.field, Qt.Key.Key_Backspace)
    assert said(page) == []


def test_a_number_that_follows_takes_the_reasons_place(page: DialPage, scene: Scene) -> None:
    scene.dial.paste("Call Tom on +44 7700 90")
    scene.dial.paste("Call Tom on +44 7700 900123")
    assert "United Kingdom · Mobile" in " ".join(said(page))
    assert not any("No number" in words for words in said(page))


@pytest.mark.parametrize(
    "text", ["2026-11-12", "12 11 2026", "12/11/2026", "room 1204", "192.168.100.200", "5,000,000"]
)
def test_dates_amounts_and_addresses_are_no_short_numbers(text: str) -> None:
    assert shortfall(text, "GB") is None


def test_digits_without_end_are_said_in_short(page: DialPage, scene: Scene) -> None:
    scene.dial.paste("call " + "7" * 100_000)
    (reason,) = said(page)
    assert reason == f"No number to call: {'7' * 23}… is too long for one."


@pytest.mark.parametrize("text", ["1 2 (" * 100_000, "1 " * 100_000 + ":", "(" * 100_000, "+1-" * 100_000])
def test_hostile_digits_take_no_time(text: str) -> None:
    begun = time.process_time()
    shortfall(text, "GB")
    assert time.process_time() - begun < 1

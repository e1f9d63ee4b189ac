"""What is said of a number before it is called: kind, country, time, why it is asked about, what will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from acefone_desktop.bridge.dialing.dial_store import DialStore
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.links import read_link
from acefone_desktop.ui.dial.dial_page import DialPage
from tests.qt.scene import NOW, Scene

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot: QtBot, scene: Scene, theme: Theme) -> DialPage:
    scene.dial = DialStore(
        scene.account,
        scene.submitted.append,
        scene.people.by_number,
        scene.remembered.append,
        has_called=lambda _: False,
    )
    page = DialPage(scene.dial, scene.suggestions, theme, lambda: NOW)
    page.resize(400, 660)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.warm_up()
    return page


def words(page: DialPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible() and label.text())


def digits_sent(page: DialPage) -> QLineEdit:
    return next(e for e in page.findChildren(QLineEdit) if e.accessibleName() == "Digits sent")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("07700 900123", "United Kingdom · Mobile"),
        ("020 7946 0123", "United Kingdom · Landline"),
        ("0800 111 1111", "United Kingdom · Freephone"),
        ("+1 202 555 0123", "United States · Landline or mobile · 10:32"),
    ],
)
def test_country_kind_and_the_callees_time(page: DialPage, scene: Scene, text: str, facts: str) -> None:
    scene.dial.set_text(text)
    assert facts in words(page)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0909 879 0123", "Premium-rate number: the call can be expensive."),
        ("+808 1234 5678", "Shared-cost number: a service charge may be added."),
        ("+881 6 1234 5678", "Satellite phone: calls to it are expensive."),
        ("+1 202 555 0123", "First call to this country (US)."),
    ],
)
def test_what_is_asked_about_says_why_in_the_question(page: DialPage, scene: Scene, text: str, reason: str) -> None:
    scene.dial.set_text(text)
    assert reason in words(page)
    page.call_or_pick()
    assert f"{reason} Call anyway?" in words(page)
    assert scene.submitted == []


def test_the_digits_that_will_be_sent_are_reached_and_copied_with_the_keyboard(page: DialPage, scene: Scene) -> None:
    scene.dial.show_number(read_link("tel:+44-20-7946-0777;ext=1204", "GB").number, Origin.LINK)
    page.show_more(shown=True)
    page.field.setFocus()
    for _ in range(15):
        if page.focusWidget() is digits_sent(page):
            break
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is digits_sent(page)
    assert digits_sent(page).text() == "442079460777", "without the extension"
    QTest.keyClick(digits_sent(page), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "442079460777"
    assert "Extension 1204" in words(page)
    scene.dial.dial()
    assert [(r.digits, r.extension) for r in scene.submitted] == [("442079460777", "1204")]


def test_an_extension_is_said_beside_the_reason_to_ask(page: DialPage, scene: Scene) -> None:
    scene.dial.paste("+1 202 555 0123 ext. 9")
    assert "First call to this country (US). Extension 9" in words(page)


def test_of_a_refused_number_nothing_is_said_to_be_sent(page: DialPage, scene: Scene) -> None:
    page.show_more(shown=True)
    for text in ("999", "*#06#", "0770"):
        scene.dial.set_text(text)
        assert (digits_sent(page).text(), digits_sent(page).isReadOnly()) == ("", True)

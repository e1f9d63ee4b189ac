"""In a low window, the field that was refused comes into view with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from acefone_desktop.ui.assistant.assistant import Assistant
from acefone_desktop.ui.look.theme import Theme
from tests.qt.account_desk import AccountDesk, account_desk
from tests.qt.test_assistant import shown, the_button, the_field, words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(home: Path) -> Iterator[AccountDesk]:
    with account_desk(home) as desk:
        yield desk


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, desk: AccountDesk) -> Assistant:
    page = shown(qtbot, theme, desk)
    page.resize(360, 420)
    return page


def scroller(page: Assistant) -> QScrollArea:
    return next(area for area in page.findChildren(QScrollArea) if area.isVisible())


def is_in_view(page: Assistant, field: QLineEdit) -> bool:
    viewport = scroller(page).viewport()
    return viewport.rect().contains(QRect(field.mapTo(viewport, QPoint()), field.size()))


def scroll(page: Assistant, *, to_end: bool) -> None:
    bar = scroller(page).verticalScrollBar()
    assert bar.maximum() > 0, "the window is too tall for this to say anything"
    bar.setValue(bar.maximum() if to_end else 0)


@pytest.mark.parametrize("entered", ["", "hello", "eyJh********************ature"])
def test_a_refused_token_is_scrolled_into_view(page: Assistant, qtbot: QtBot, entered: str) -> None:
    field = the_field(page, "API token")
    field.setText(entered)
    scroll(page, to_end=False)
    the_button(page, "Check and continue").click()
    qtbot.waitUntil(lambda: is_in_view(page, field))


def test_a_refused_address_is_scrolled_into_view(page: Assistant, qtbot: QtBot) -> None:
    the_button(page, "Other address").click()
    field = the_field(page, "Address of the API")
    field.setText("acefone.example")
    qtbot.waitUntil(lambda: scroller(page).verticalScrollBar().maximum() > 0)
    for to_end in (False, True):
        scroll(page, to_end=to_end)
        the_button(page, "Check and continue").click()
        assert "This address cannot be used" in words(page)
        qtbot.waitUntil(lambda: is_in_view(page, field))


@pytest.mark.parametrize(("email", "missing"), [("", "E-mail address or login id"), ("a@example.test", "Password")])
def test_a_field_left_empty_is_scrolled_into_view(page: Assistant, qtbot: QtBot, email: str, missing: str) -> None:
    the_button(page, "E-mail and password").click()
    the_field(page, "E-mail address or login id").setText(email)
    qtbot.waitUntil(lambda: scroller(page).verticalScrollBar().maximum() > 0)
    scroll(page, to_end=False)
    the_button(page, "Check and continue").click()
    qtbot.waitUntil(lambda: is_in_view(page, the_field(page, missing)))

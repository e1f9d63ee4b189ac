"""Where things lie in the assistant: what was refused is in view with its reason, and nothing moves for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.errors import (
    NotAllowedError,
    SettingsNotReadableError,
    TokenMaskedError,
    TokenRefusedError,
    VaultAbsentError,
)
from acefone_desktop.ui.assistant.assistant import Assistant
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.strip import Strip, breakable
from tests.qt.account_desk import AccountDesk, account_desk
from tests.qt.page_scene import OVERVIEW
from tests.qt.test_assistant import shown, the_button, the_field, words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

REFUSED = "It was shown to api-account-uk.acefone.com; a token of another region is refused there too."
ERRORS = (
    NotAllowedError("It lacks: users, my_number."),
    TokenMaskedError(),
    TokenRefusedError(REFUSED, server_message="Deleted or blacklisted token provided"),
)
ASKED = (QAbstractButton, QLineEdit, QScrollArea)


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


def lay_out(page: Assistant) -> None:
    """Everything that waits to be laid out is; a layout may ask for another."""
    for _ in range(5):
        QCoreApplication.sendPostedEvents()
    page.grab()


def places(page: Assistant) -> dict[str, QRect]:
    """Where everything lies that one can click or type into."""
    parts = [part for part in page.findChildren(QWidget) if isinstance(part, ASKED) and part.isVisible()]
    shown = [part for part in parts if not isinstance(part.parent(), Strip)]
    return {
        f"{place} {part.accessibleName() or part.objectName()}": QRect(part.mapTo(page, QPoint()), part.size())
        for place, part in enumerate(shown)
    }


@pytest.mark.parametrize("size", [(400, 680), (360, 480)])
@pytest.mark.parametrize("way", ["API token", "E-mail and password"])
@pytest.mark.parametrize("region", ["Acefone UK", "Other address"])
def test_an_error_moves_nothing_that_can_be_clicked(
    page: Assistant, size: tuple[int, int], way: str, region: str
) -> None:
    page.resize(*size)
    the_button(page, region).click()
    the_button(page, way).click()
    lay_out(page)
    page._sign_in.focus_entry()
    lay_out(page)
    before = places(page)
    assert len(before) >= 8
    for error in ERRORS:
        page._sign_in.show_error(error.explanation)
        assert breakable(error.explanation) in words(page)
        lay_out(page)
        assert places(page) == before, error
    page.show_banner("danger", SettingsNotReadableError("(/home/priya/settings.json)").explanation)
    lay_out(page)
    assert places(page) == before
    page._sign_in.set_busy(busy=True)
    page._sign_in.set_busy(busy=False)
    page.hide_banner()
    page._sign_in.trouble.hide()
    lay_out(page)
    assert places(page) == before


def test_what_is_said_is_readable_whole_however_long(page: Assistant, qtbot: QtBot) -> None:
    page.resize(400, 680)
    strip = page._sign_in.trouble
    for count in (1, 3, 4, 5, 12):
        page._sign_in.show_error("The token was refused, and here is a sentence about why. " * count)
        qtbot.waitUntil(lambda: strip.height() >= strip.heightForWidth(strip.width()))
        lay_out(page)
        assert page.rect().contains(strip.geometry())
        assert strip.geometry().bottom() < the_button(page, "Acefone UK").mapTo(page, QPoint()).y()
        caption = next(label for label in page.findChildren(QLabel) if label.text() == "Where is your account?")
        area = QRect(caption.mapTo(page, QPoint()), caption.size())
        assert not strip.geometry().intersects(area) or strip.geometry().bottom() >= area.bottom(), "half a line"
    page._sign_in.trouble.hide()
    qtbot.waitUntil(lambda: page._head.height() < 120)


def test_whoever_has_an_address_of_their_own_goes_on_by_typing_it(page: Assistant, qtbot: QtBot) -> None:
    the_button(page, "Other address").click()
    field = the_field(page, "Address of the API")
    assert QApplication.focusWidget() is field
    qtbot.waitUntil(lambda: is_in_view(page, field))
    the_button(page, "Acefone India").click()
    assert not field.isVisible()


def test_a_keyring_that_refuses_leaves_the_list_of_users_its_room(page: Assistant, qtbot: QtBot) -> None:
    page.resize(400, 680)
    page._show_step(1)
    page._agents.show_overview(OVERVIEW, None)
    qtbot.waitUntil(lambda: page._agents._numbers.height() > page._agents._numbers.fontMetrics().height())
    before = page._agents.list.height()
    page._agents.show_error(VaultAbsentError().explanation, keyring=True)
    qtbot.waitUntil(page._agents.for_session.isVisible)
    qtbot.waitUntil(lambda: page._agents.list.height() >= before)

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.ui.contacts.contact_card import NumberButton
from acefone_desktop.ui.contacts.contacts_list import contact_lines
from acefone_desktop.ui.look.theme import Theme
from tests.qt.contacts_world import (
    AISHA,
    TOM,
    World,
    a_world,
    nameless,
    the_button,
    the_sign,
    titles,
    words,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, home: Path) -> Iterator[World]:
    with a_world(qtbot, theme, home / "data", TOM, AISHA) as world:
        yield world


@pytest.fixture
def empty_world(qtbot: QtBot, theme: Theme, home: Path) -> Iterator[World]:
    with a_world(qtbot, theme, home / "data") as world:
        yield world


def test_contacts_stand_in_the_order_of_their_names(world: World) -> None:
    assert titles(world) == ["Aisha Rahman", "Tom Field"]


@pytest.mark.parametrize("query", ["tom", "sons", "0123", "07700 900123"])
def test_typing_finds_by_name_company_and_number_and_enter_dials(world: World, qtbot: QtBot, query: str) -> None:
    QTest.keyClicks(world.page.search, query)
    assert titles(world) == ["Tom Field"]
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        QTest.keyClick(world.page.search, Qt.Key.Key_Return)
    assert dialled.args == ["+447700900123"]


def test_enter_without_a_query_or_choice_dials_nobody(world: World) -> None:
    dialled: list[str] = []
    world.page.dial_wanted.connect(dialled.append)
    QTest.keyClick(world.page.search, Qt.Key.Key_Return)
    assert dialled == []


def test_the_arrow_keys_move_through_the_list_from_the_search_box(world: World, qtbot: QtBot) -> None:
    QTest.keyClick(world.page.search, Qt.Key.Key_Down)
    QTest.keyClick(world.page.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        QTest.keyClick(world.page.search, Qt.Key.Key_Return)
    assert dialled.args == ["+447700900123"]


def test_a_double_click_dials_and_a_click_shows_the_details(world: World, qtbot: QtBot) -> None:
    place = world.page.list.visualRect(world.model.index(1)).center()
    QTest.mouseClick(world.page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "Tom Field" in words(world.page.card)
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        QTest.mouseDClick(world.page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialled.args == ["+447700900123"]


def test_a_number_with_an_extension_is_dialled_with_it(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    numbers = world.page.card.findChildren(NumberButton)
    assert [b.text() for b in numbers] == ["07700 900123", "020 7946 0777 ext. 1204"]
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        numbers[1].click()
    assert dialled.args == ["+442079460777 ext. 1204"]


def test_nothing_found_says_what_was_looked_for(world: World) -> None:
    QTest.keyClicks(world.page.search, "zebra")
    assert "No contact matches “zebra”." in words(world.page)
    QTest.keyClick(world.page.search, Qt.Key.Key_Escape)
    assert len(titles(world)) == 2


def test_an_empty_book_teaches_and_its_button_opens_the_form(empty_world: World) -> None:
    assert "No contacts yet" in words(empty_world.page)
    the_button(empty_world.page, "Import a file")
    the_button(empty_world.page, "Add a contact").click()
    assert "New contact" in words(empty_world.page)


@pytest.mark.parametrize("way", ["button", "Ctrl+Z"])
def test_delete_offers_undo_and_undo_brings_everything_back(world: World, qtbot: QtBot, way: str) -> None:
    before = world.kept()
    world.page.list.choose_row(1)
    world.page.list.setFocus()
    with qtbot.waitSignal(world.book.saved):
        QTest.keyClick(world.page.list, Qt.Key.Key_Delete)
    assert titles(world) == ["Aisha Rahman"]
    assert "Deleted Tom Field" in words(world.page.strip)
    with qtbot.waitSignal(world.book.saved):
        if way == "button":
            the_button(world.page.strip, "Undo").click()
        else:
            QTest.keyClick(world.page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert world.kept() == before
    assert not world.page.strip.isVisible()


def test_the_keyboard_stays_on_the_page_when_contacts_are_deleted(world: World, qtbot: QtBot) -> None:
    page = world.page
    for last in (False, True):
        page.list.choose_row(0)
        delete = next(b for b in page.card.findChildren(QAbstractButton) if "Delete" in b.text() + b.accessibleName())
        delete.setFocus()
        with qtbot.waitSignal(world.book.saved):
            delete.click()
        assert not page.card.isVisible()
        assert (page.search if last else page.list).hasFocus()


def test_the_star_makes_a_favourite(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    with qtbot.waitSignal(world.book.saved):
        the_sign(world.page.card, "Favourite").click()
    assert world.kept()[1].favourite
    assert "Tom Field" in words(world.page.card)


def test_the_menu_of_a_contact_calls_each_number(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    world.page.list.customContextMenuRequested.emit(world.page.list.visualRect(world.model.index(1)).center())
    (menu,) = [m for m in world.page.findChildren(QMenu) if m.isVisible()]
    calls = [action for action in menu.actions() if action.text().startswith("Call ")]
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        calls[1].trigger()
    menu.close()
    assert dialled.args == ["+442079460777 ext. 1204"]


def test_everything_to_press_or_fill_in_has_a_name(world: World) -> None:
    world.page.list.choose_row(1)
    assert nameless(world.page) == []
    world.page.edit(world.kept()[1])
    assert nameless(world.page) == []


def test_all_contacts_can_be_scrolled_to(qtbot: QtBot, theme: Theme, home: Path) -> None:
    with a_world(qtbot, theme, home / "data") as world:
        file = world.folder / "many.csv"
        rows = "\n".join(f"Person {place:03},+447700900{place:03}" for place in range(150))
        file.write_text(f"Name,Phone\n{rows}\n", encoding="utf-8")
        with qtbot.waitSignal(world.book.imported):
            world.page.import_paths([file])
        world.page.list.scrollToBottom()
        qtbot.waitUntil(lambda: world.model.rowCount() > 60)
        world.page.list.scrollToBottom()
        qtbot.waitUntil(lambda: world.model.rowCount() == 150)


def test_further_numbers_are_counted_in_words() -> None:
    assert contact_lines(TOM, "GB")[1].endswith(f" · {len(TOM.numbers) - 1} more")


@pytest.mark.parametrize("back_by", ["place", "window"])
def test_what_another_program_has_written_is_there_when_one_comes_back(
    world: World, qtbot: QtBot, back_by: str
) -> None:
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    if back_by == "place":
        world.page.hide()
    else:
        elsewhere.show()
        elsewhere.activateWindow()
        qtbot.waitUntil(elsewhere.isActiveWindow)
    asyncio.run(world.profile.book.save(Contact(name="Mia Hart", numbers=(ContactNumber("+447700900789"),))))
    assert "Mia Hart" not in titles(world)
    world.page.show()
    world.page.activateWindow()
    qtbot.waitUntil(lambda: titles(world) == ["Aisha Rahman", "Mia Hart", "Tom Field"])


def test_coming_back_moves_nothing_where_nobody_has_written(world: World, qtbot: QtBot) -> None:
    world.page.hide()
    with qtbot.assertNotEmitted(world.model.modelReset):
        world.page.show()

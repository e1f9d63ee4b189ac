from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.ui.look.theme import Theme
from tests.qt.contacts_world import (
    AISHA,
    TOM,
    World,
    a_world,
    the_button,
    the_field,
    the_form,
    titles,
    words,
)
from tests.qt.scene import CALLER_IDS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, home: Path) -> Iterator[World]:
    with a_world(qtbot, theme, home / "data", TOM, AISHA) as world:
        yield world


@pytest.fixture
def empty_world(qtbot: QtBot, theme: Theme, home: Path) -> Iterator[World]:
    with a_world(qtbot, theme, home / "data") as world:
        yield world


def test_a_new_contact_is_normalised_and_kept(empty_world: World, qtbot: QtBot) -> None:
    QTest.keyClick(empty_world.page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = the_form(empty_world)
    QTest.keyClicks(the_field(form, "Name"), "  Ines   Gill ")
    QTest.keyClicks(the_field(form, "Number"), "020 7946 0018 x12")
    QTest.keyClicks(the_field(form, "Label, such as mobile"), "office")
    with qtbot.waitSignal(empty_world.book.saved):
        QTest.keyClick(the_field(form, "Number"), Qt.Key.Key_Return)
    (kept,) = empty_world.kept()
    assert (kept.name, kept.numbers) == ("Ines Gill", (ContactNumber("+442079460018", "office", "12"),))
    assert titles(empty_world) == ["Ines Gill"]
    assert "Ines Gill" in words(empty_world.page.card)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("07700 90012", "digits are missing"),
        ("ask Tom", "not a telephone number"),
        ("+44 7700 900123 45678", "too long"),
    ],
)
def test_a_faulty_number_is_refused_with_its_reason(empty_world: World, number: str, reason: str) -> None:
    empty_world.page.edit_new("")
    form = the_form(empty_world)
    the_field(form, "Name").setText("Ines")
    QTest.keyClicks(the_field(form, "Number"), number)
    the_button(form, "Save").click()
    assert reason in words(form)
    assert QGuiApplication.focusObject() is the_field(form, "Number")
    assert empty_world.kept() == ()


def test_a_label_without_its_number_is_not_dropped_silently(empty_world: World, qtbot: QtBot) -> None:
    empty_world.page.edit_new("")
    form = the_form(empty_world)
    the_field(form, "Name").setText("Ines")
    QTest.keyClicks(the_field(form, "Label, such as mobile"), "office")
    the_button(form, "Save").click()
    assert "The number for this label is missing." in words(form)
    assert QGuiApplication.focusObject() is the_field(form, "Number")
    assert empty_world.kept() == ()
    the_field(form, "Label, such as mobile").selectAll()
    QTest.keyClick(the_field(form, "Label, such as mobile"), Qt.Key.Key_Delete)
    assert "The number for this label is missing." not in words(form)
    with qtbot.waitSignal(empty_world.book.saved):
        the_button(form, "Save").click()


def test_a_contact_needs_a_name_a_company_or_a_number(empty_world: World) -> None:
    empty_world.page.edit_new("")
    the_button(the_form(empty_world), "Save").click()
    assert "Give a name, a company or a number." in words(the_form(empty_world))


def test_adding_from_history_begins_with_the_number(world: World) -> None:
    world.page.edit_new("+442079460018")
    assert the_field(the_form(world), "Number").text() == "020 7946 0018"


def test_editing_changes_what_was_changed_and_nothing_else(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    world.page.list.setFocus()
    before = world.kept()[1]
    QTest.keyClick(world.page.list, Qt.Key.Key_F2)
    form = the_form(world)
    the_field(form, "Company").setText("Field Ltd")
    with qtbot.waitSignal(world.book.saved):
        the_button(form, "Save").click()
    after = world.kept()[1]
    assert after.company == "Field Ltd"
    assert (after.id, after.numbers, after.name) == (before.id, before.numbers, before.name)
    assert not form.isVisible()


def test_a_number_kept_as_it_was_given_does_not_stand_in_the_way(world: World, qtbot: QtBot) -> None:
    odd = (ContactNumber("07700 90012", "old"), ContactNumber("1234", "desk", "12"))
    with qtbot.waitSignal(world.book.saved):
        world.book.save(Contact(name="Zoe Hart", numbers=odd))
    world.page.edit(world.kept()[2])
    form = the_form(world)
    the_field(form, "Label, such as mobile").setText("older")
    with qtbot.waitSignal(world.book.saved):
        form.save()
    assert world.kept()[2].numbers == (ContactNumber("07700 90012", "older"), odd[1])


def test_a_number_from_history_can_be_left_without_a_question(world: World) -> None:
    world.page.edit_new("+442079460018")
    QTest.keyClick(the_form(world), Qt.Key.Key_Escape)
    assert not the_form(world).isVisible()


def test_unsaved_changes_are_asked_about(world: World) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    QTest.keyClicks(the_field(form, "Name"), "!")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert "Your changes are not saved." in words(form)
    the_button(form, "Discard").click()
    assert not form.isVisible()
    assert world.kept()[1].name == "Tom Field"


def test_without_changes_escape_leaves_at_once(world: World) -> None:
    world.page.edit(world.kept()[1])
    QTest.keyClick(the_form(world), Qt.Key.Key_Escape)
    assert not the_form(world).isVisible()


def test_enter_on_cancel_does_not_save(world: World) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    the_button(form, "Cancel").setFocus()
    QTest.keyClick(the_button(form, "Cancel"), Qt.Key.Key_Return)
    assert not form.is_saving
    assert not form.isVisible()


def test_a_preferred_caller_id_is_kept(world: World, qtbot: QtBot) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    form._caller_id.setCurrentIndex(2)
    with qtbot.waitSignal(world.book.saved):
        form.save()
    assert world.kept()[1].caller_id == CALLER_IDS[1].number


def test_a_contact_that_cannot_be_saved_stays_in_the_form(world: World) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    form._set_saving(saving=True)
    world.book.failed.emit(StorageError())
    assert form.isVisible()
    assert "The app's database cannot be used." in words(form)
    assert the_button(form, "Save").isEnabled()


def test_tab_goes_down_the_form(world: World) -> None:
    world.page.edit(world.kept()[0])
    form = the_form(world)
    the_field(form, "Name").setFocus()
    seen: list[QWidget] = []
    for _ in range(5):
        widget = QGuiApplication.focusObject()
        assert isinstance(widget, QWidget)
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    names = [widget.accessibleName() for widget in seen]
    assert names == ["Name", "Company", "Number", "Label, such as mobile", "Remove this number"]

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from acefone_desktop.domain.contact_imports import ImportReport, RowProblem
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.services.importing import ContactImporter, ImportProgress
from acefone_desktop.ui.contacts.import_panel import MOST_SHOWN
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.deed_menu import DeedMenu
from tests.qt.contacts_world import (
    AISHA,
    TOM,
    World,
    a_world,
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


def test_a_file_is_imported_from_the_dialogue(empty_world: World, qtbot: QtBot) -> None:
    file = empty_world.folder / "people.csv"
    file.write_text("Name,Phone\nInes Gill,020 7946 0018\nNobody,n/a\n", encoding="utf-8")
    the_button(empty_world.page, "Import a file").setFocus()
    the_button(empty_world.page, "Import a file").click()
    (dialog,) = empty_world.page.findChildren(QFileDialog)
    with qtbot.waitSignal(empty_world.book.imported):
        dialog.filesSelected.emit([str(file)])
    dialog.close()
    assert titles(empty_world) == ["Ines Gill"]
    assert "Import finished: 1 added, 1 not taken." in words(empty_world.page.importing)
    assert empty_world.page.focusWidget() is empty_world.page.search, (
        "not what happens to come after the button that is gone"
    )
    the_button(empty_world.page.importing, "Copy problems").click()
    assert QGuiApplication.clipboard().text().startswith("people.csv, row 3: ")


def test_a_dropped_file_is_imported(empty_world: World, qtbot: QtBot) -> None:
    file = empty_world.folder / "people.vcf"
    file.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ines Gill\nTEL:+442079460018\nEND:VCARD\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, plain)
    empty_world.page.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(empty_world.book.imported):
        empty_world.page.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, plain))
    assert titles(empty_world) == ["Ines Gill"]


def test_other_files_are_not_accepted(empty_world: World) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/somewhere/tune.mp3"), QUrl("https://example.test/people.csv")])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    empty_world.page.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_an_import_can_be_cancelled_and_keeps_what_it_took(empty_world: World, qtbot: QtBot) -> None:
    file = empty_world.folder / "many.csv"
    rows = (f"Person {place},+44770090{place % 10000:04}" for place in range(6000))
    file.write_text("Name,Phone\n" + "\n".join(rows) + "\n", encoding="utf-8")
    empty_world.book.import_advanced.connect(lambda _: the_button(empty_world.page.importing, "Cancel").click())
    with qtbot.waitSignal(empty_world.book.imported, timeout=20_000):
        empty_world.page.import_paths([file])
    assert "Import cancelled" in words(empty_world.page.importing)
    assert 0 < len(empty_world.kept()) < 6000


def test_an_import_that_breaks_off_is_said_and_the_list_read_anew(qtbot: QtBot, theme: Theme, home: Path) -> None:
    def broken() -> ContactImporter:
        raise StorageError

    with a_world(qtbot, theme, home / "data") as world:
        world.book._make_importer = broken
        with qtbot.waitSignals([world.book.changed, world.book.import_failed]):
            world.page.import_paths([Path("a.csv")])
        assert "The app's database cannot be used." in words(world.page.importing)
        assert not world.page.importing.is_running


def test_a_second_import_waits_for_the_first_to_end(world: World) -> None:
    world.page.importing.start(["a.csv"])
    world.page.import_paths([Path("b.csv")])
    assert "b.csv" not in words(world.page.importing)


def test_progress_is_shown_and_a_failure_said(world: World) -> None:
    world.page.importing.start(["a.csv"])
    world.book.import_advanced.emit(ImportProgress("a.csv", 2_250, 10_000))
    assert "2,250 of 10,000" in words(world.page.importing)
    world.book.import_failed.emit(StorageError())
    assert "database" in words(world.page.importing)
    assert not world.page.importing.is_running


def test_a_flood_of_problems_is_cut_on_screen_but_copied_whole(world: World) -> None:
    problems = tuple(RowProblem("a.csv", row, "no number") for row in range(1, MOST_SHOWN + 41))
    world.book.imported.emit(ImportReport(problems=problems))
    shown = world.page.importing._list.toPlainText().splitlines()
    assert len(shown) == MOST_SHOWN + 1
    assert "40 more" in shown[-1]
    the_button(world.page.importing, "Copy problems").click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == MOST_SHOWN + 40


@pytest.mark.parametrize(("name", "beginning"), [("out.csv", "name,"), ("out.vcf", "BEGIN:VCARD")])
def test_contacts_are_exported(world: World, qtbot: QtBot, name: str, beginning: str) -> None:
    the_sign(world.page, "Import and export").click()
    (menu,) = world.page.findChildren(DeedMenu)
    next(action for action in menu.actions() if action.text() == "Export all contacts…").trigger()
    menu.close()
    (dialog,) = world.page.findChildren(QFileDialog)
    with qtbot.waitSignal(world.book.exported):
        dialog.fileSelected.emit(str(world.folder / name))
    dialog.close()
    assert f"Exported 2 contacts to {name}" in words(world.page.strip)
    assert (world.folder / name).read_text(encoding="utf-8-sig").lower().startswith(beginning.lower())


def test_what_is_wrong_with_a_vcard_file_is_counted_in_cards(empty_world: World, qtbot: QtBot) -> None:
    file = empty_world.folder / "people.vcf"
    cards = ("FN:Ines Gill\nTEL:+442079460018", "NOTE:neither name nor number")
    file.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\n{card}\nEND:VCARD\n" for card in cards), encoding="utf-8")
    with qtbot.waitSignal(empty_world.book.imported):
        empty_world.page.import_paths([file])
    the_button(empty_world.page.importing, "Copy problems").click()
    assert QGuiApplication.clipboard().text().startswith("people.vcf, card 2: ")

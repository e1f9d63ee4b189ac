"""Changing the address book: on the network thread, with real files and a real database."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.app.compose import Foundation, contact_importer, export_contacts
from acefone_desktop.bridge.address_book import AddressBook
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.services.directory import Change, Directory
from acefone_desktop.services.importing import BATCH
from tests.support.storage import a_contact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader


@pytest.fixture
def foundation(tmp_path: Path) -> Iterator[Foundation]:
    foundation = Foundation(places_for("default", tmp_path / "data", {}))
    yield foundation
    foundation.close()


@pytest.fixture
def contacts(foundation: Foundation) -> SqliteContactReader:
    return foundation.contact_reader()


@pytest.fixture
def book(foundation: Foundation, qapp: object) -> Iterator[AddressBook]:
    network = NetworkThread()
    yield AddressBook(
        Directory(foundation.contact_book),
        partial(contact_importer, foundation),
        partial(export_contacts, foundation),
        network,
    )
    network.close()


def saved(book: AddressBook, qtbot: QtBot, contact_name: str = "Tom Field") -> Change:
    with qtbot.waitSignal(book.saved) as told:
        book.save(a_contact(contact_name, "+447700900123"))
    change = told.args[0]
    assert isinstance(change, Change)
    return change


def csv_of(path: Path, rows: int, *extra: str) -> Path:
    lines = ["Name,Phone", *(f"Person {n:04},+4477009{n:05}" for n in range(rows)), *extra]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_contact_is_added_changed_deleted_and_each_is_taken_back(
    book: AddressBook, contacts: SqliteContactReader, qtbot: QtBot
) -> None:
    added = saved(book, qtbot)
    assert added.after is not None
    read_again = QSignalSpy(book.changed)
    with qtbot.waitSignal(book.saved) as told:
        book.save(replace(added.after, company="Field & Sons"), added.after)
    assert read_again.count() == 1
    assert contacts.page(None, 9)[0].company == "Field & Sons"
    with qtbot.waitSignal(book.saved):
        book.undo(told.args[0])
    assert contacts.page(None, 9)[0].company == ""
    with qtbot.waitSignal(book.saved) as told_deleted:
        book.delete(added.after)
    assert contacts.count() == 0
    with qtbot.waitSignal(book.saved):
        book.undo(told_deleted.args[0])
    assert contacts.page(None, 9) == (added.after,)
    with qtbot.waitSignal(book.saved):
        book.undo(added)
    assert contacts.count() == 0


def test_favourites_are_marked_and_unmarked(book: AddressBook, contacts: SqliteContactReader, qtbot: QtBot) -> None:
    change = saved(book, qtbot)
    assert change.after is not None
    for wanted in (True, False):
        with qtbot.waitSignal(book.saved) as told:
            book.set_favourite(change.after, favourite=wanted)
        assert told.args[0].after.favourite is wanted
        assert len(contacts.favourites(9)) == int(wanted)


def test_a_book_that_cannot_be_written_is_told(book: AddressBook, foundation: Foundation, qtbot: QtBot) -> None:
    foundation._database._store.close()
    with qtbot.waitSignal(book.failed) as told, qtbot.assertNotEmitted(book.changed):
        book.save(a_contact("Tom Field", "+447700900123"))
    assert told.args[0].code == "storage"


def test_an_import_tells_how_far_it_is_and_what_was_wrong(
    book: AddressBook, contacts: SqliteContactReader, tmp_path: Path, qtbot: QtBot
) -> None:
    advanced = QSignalSpy(book.import_advanced)
    with qtbot.waitSignal(book.imported) as told:
        book.import_files([csv_of(tmp_path / "people.csv", BATCH + 10, ",,"), tmp_path / "none.csv"], "GB")
    report = told.args[0]
    assert report.added == BATCH + 10 == contacts.count()
    assert [problem.file for problem in report.problems if problem.row == 0] == ["none.csv"]
    assert [advanced.at(row)[0].done for row in range(advanced.count())] == [BATCH, BATCH + 10]


def test_a_cancelled_import_keeps_what_it_has_and_the_next_one_is_not_cancelled(
    book: AddressBook, contacts: SqliteContactReader, tmp_path: Path, qtbot: QtBot
) -> None:
    file = csv_of(tmp_path / "people.csv", 4 * BATCH)
    book.import_advanced.connect(book.cancel_import)
    with qtbot.waitSignal(book.imported):
        book.import_files([file], "GB")
    first = contacts.count()
    assert 0 < first <= 4 * BATCH
    assert first % BATCH == 0
    book.import_advanced.disconnect(book.cancel_import)
    with qtbot.waitSignal(book.imported) as told:
        book.import_files([file], "GB")
    assert (told.args[0].added, told.args[0].skipped) == (4 * BATCH - first, first)


def test_an_import_into_a_broken_book_fails_and_says_so(
    book: AddressBook, foundation: Foundation, tmp_path: Path, qtbot: QtBot
) -> None:
    foundation._database._store.close()
    read_again = QSignalSpy(book.changed)
    with qtbot.waitSignal(book.import_failed) as told:
        book.import_files([csv_of(tmp_path / "people.csv", 3)], "GB")
    assert told.args[0].code == "storage"
    assert read_again.count() == 1, "batches before the failure may be in it"


@pytest.mark.parametrize("name", ["people.csv", "people.vcf"])
def test_what_is_exported_comes_back_the_same(book: AddressBook, tmp_path: Path, qtbot: QtBot, name: str) -> None:
    saved(book, qtbot)
    saved(book, qtbot, "=1+1")
    with qtbot.waitSignal(book.exported) as told:
        book.export_file(tmp_path / name)
    assert told.args == [2]
    with qtbot.waitSignal(book.imported) as imported:
        book.import_files([tmp_path / name], "GB")
    assert imported.args[0].problems == ()


def test_an_export_to_nowhere_is_told(book: AddressBook, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(book.failed) as told, qtbot.assertNotEmitted(book.exported):
        book.export_file(tmp_path / "no such folder" / "people.csv")
    assert told.args[0].sentence

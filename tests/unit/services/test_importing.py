"""Imports: what is merged, what is reported, how far it has come, and when it stops."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.contact_imports import RowProblem
from acefone_desktop.domain.contacts import Contact
from acefone_desktop.domain.errors import FileNotImportableError, StorageError
from acefone_desktop.services.importing import BATCH, ContactImporter, ImportProgress

if TYPE_CHECKING:
    from collections.abc import Iterable


class Files:
    """Contact files that exist in memory."""

    def __init__(self, **files: int) -> None:
        self.files = files
        self.read_on: set[str] = set()

    def read(self, path: Path, region: str) -> tuple[tuple[Contact, ...], tuple[RowProblem, ...]]:
        self.read_on.add(threading.current_thread().name)
        if path.name not in self.files:
            raise FileNotImportableError(f"({path.name} is not there.)")
        contacts = tuple(Contact(name=f"{path.name} {number} {region}") for number in range(self.files[path.name]))
        return contacts, (RowProblem(path.name, 2, "odd"),)

    def write(self, path: Path, contacts: Iterable[Contact]) -> int:
        raise NotImplementedError


class Book:
    """An address book that only counts."""

    def __init__(self, *, broken: bool = False) -> None:
        self.names: list[str] = []
        self.transactions: list[int] = []
        self.broken = broken

    async def save(self, contact: Contact) -> Contact:
        raise NotImplementedError

    async def delete(self, contact_id: int) -> None:
        raise NotImplementedError

    async def merge(self, contacts: Iterable[Contact]) -> tuple[int, int, int]:
        if self.broken:
            raise StorageError
        names = [contact.name for contact in contacts]
        known = sum(name in self.names for name in names)
        self.names += [name for name in names if name not in self.names]
        self.transactions.append(len(names))
        return len(names) - known, 0, known


async def test_files_are_read_beside_the_loop_and_merged_in_small_transactions() -> None:
    files, book = Files(a=BATCH * 2 + 1, b=1), Book()
    progress: list[ImportProgress] = []
    report = await ContactImporter(files, book).import_files([Path("a"), Path("b")], "GB", progress.append)
    assert (report.added, report.updated, report.skipped) == (BATCH * 2 + 2, 0, 0)
    assert report.problems == (RowProblem("a", 2, "odd"), RowProblem("b", 2, "odd"))
    assert book.transactions == [BATCH, BATCH, 1, 1]
    assert [(step.file, step.done, step.known) for step in progress] == [
        ("a", BATCH, 2 * BATCH + 1),
        ("a", 2 * BATCH, 2 * BATCH + 1),
        ("a", 2 * BATCH + 1, 2 * BATCH + 1),
        ("b", 1, 1),
    ]
    assert threading.main_thread().name not in files.read_on


async def test_the_same_import_again_changes_nothing() -> None:
    importer = ContactImporter(Files(a=3), Book())
    await importer.import_files([Path("a")], "GB")
    report = await importer.import_files([Path("a")], "GB")
    assert (report.added, report.updated, report.skipped) == (0, 0, 3)


async def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_taken() -> None:
    report = await ContactImporter(Files(a=1), Book()).import_files([Path("missing"), Path("a")], "GB")
    assert report.added == 1
    assert [(problem.file, problem.row) for problem in report.problems] == [("missing", 0), ("a", 2)]
    assert "missing is not there" in report.problems[0].reason


async def test_a_cancelled_import_stops_between_transactions() -> None:
    book = Book()
    importer = ContactImporter(Files(a=BATCH * 3, b=1), book)
    report = await importer.import_files([Path("a"), Path("b")], "GB", is_cancelled=lambda: bool(book.transactions))
    assert book.transactions == [BATCH]
    assert report.added == BATCH


async def test_a_full_disk_is_not_swallowed() -> None:
    with pytest.raises(StorageError):
        await ContactImporter(Files(a=1), Book(broken=True)).import_files([Path("a")], "GB")

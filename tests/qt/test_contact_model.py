"""The address book as a list: pages as it is scrolled, matches as one types, read again when it changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from acefone_desktop.bridge.contact_model import CONTACT_ROLE, ContactModel
from acefone_desktop.bridge.paged_model import PAGE
from tests.support.storage import Profile, a_contact, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = 150


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    with opened(tmp_path) as profile:
        yield profile


@pytest.fixture
def model(profile: Profile, qapp: object) -> ContactModel:
    """Over many people, watched for mistakes."""
    people = [a_contact(f"Person {n:03}", f"+447700900{n:03}", company="Field & Sons") for n in range(MANY)]
    asyncio.run(profile.book.merge(people))
    model = ContactModel(profile.contacts)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.refresh()
    return model


def titles(model: ContactModel) -> list[str]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def load_all(model: ContactModel) -> None:
    while model.canFetchMore():
        model.fetchMore()


def test_the_book_loads_page_by_page(model: ContactModel, profile: Profile) -> None:
    unwatched = ContactModel(profile.contacts)  # the tester fetches by itself
    unwatched.refresh()
    sizes = [unwatched.rowCount()]
    while unwatched.canFetchMore():
        unwatched.fetchMore()
        sizes.append(unwatched.rowCount())
    assert sizes == [PAGE, 2 * PAGE, MANY]


def test_contacts_are_in_order_and_each_there_once(model: ContactModel) -> None:
    load_all(model)
    assert titles(model) == [f"Person {n:03}" for n in range(MANY)]
    model.fetchMore()
    assert model.rowCount() == MANY


def test_a_query_shows_its_matches_and_an_empty_one_the_book_again(model: ContactModel) -> None:
    model.set_query(" Person 149 ")
    assert model.query == "Person 149"
    assert titles(model) == ["Person 149"]
    assert not model.canFetchMore()
    model.set_query("nobody at all")
    assert titles(model) == []
    model.set_query("")
    assert titles(model)[:2] == ["Person 000", "Person 001"]


def test_the_same_query_is_not_read_again(model: ContactModel) -> None:
    model.set_query("person")
    spy = QSignalSpy(model.modelReset)
    model.set_query("person ")
    assert spy.count() == 0


def test_reading_again_keeps_what_was_loaded_and_shows_what_changed(model: ContactModel, profile: Profile) -> None:
    load_all(model)
    last = model.contact(MANY - 1)
    assert last is not None
    assert last.id is not None
    asyncio.run(profile.book.delete(last.id))
    asyncio.run(profile.book.save(a_contact("Aaron", "+442079460123")))
    model.refresh()
    assert titles(model) == ["Aaron", *(f"Person {n:03}" for n in range(MANY - 1))]
    assert model.row_of(last.id) == -1
    first = model.contact(0)
    assert first is not None
    assert first.id is not None
    assert model.row_of(first.id) == 0


def test_a_row_has_its_contact_and_is_read_out_with_company_and_number(model: ContactModel) -> None:
    index = model.index(0)
    assert model.data(index, CONTACT_ROLE) is model.contact(0)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Person 000, Field & Sons, +447700900000"
    assert model.data(index, Qt.ItemDataRole.DecorationRole) is None
    assert model.contact(-1) is model.contact(MANY) is None


def test_an_empty_book_is_an_empty_list(profile: Profile, qapp: object) -> None:
    model = ContactModel(profile.contacts)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.refresh()
    assert model.rowCount() == 0
    assert not model.canFetchMore()

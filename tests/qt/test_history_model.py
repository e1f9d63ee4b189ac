"""Calls as a list: newest first, pages as it is scrolled, found by number or contact."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from acefone_desktop.bridge.history_model import CALL_ROLE, HistoryModel
from acefone_desktop.bridge.paged_model import PAGE
from tests.support.storage import NOW, Profile, a_call, a_contact, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = 130


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    with opened(tmp_path) as profile:
        yield profile


@pytest.fixture
def model(profile: Profile, qapp: object) -> HistoryModel:
    """Over many calls, watched for mistakes."""
    calls = [a_call(f"dl-{n}", NOW + timedelta(minutes=n), f"447700900{n:03}") for n in range(MANY)]
    asyncio.run(profile.journal.record_calls(calls))
    model = HistoryModel(profile.history)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.refresh()
    return model


def customers(model: HistoryModel) -> list[str]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def load_all(model: HistoryModel) -> None:
    while model.canFetchMore():
        model.fetchMore()


def test_calls_load_page_by_page(model: HistoryModel, profile: Profile) -> None:
    unwatched = HistoryModel(profile.history)  # the tester fetches by itself
    unwatched.refresh()
    sizes = [unwatched.rowCount()]
    while unwatched.canFetchMore():
        unwatched.fetchMore()
        sizes.append(unwatched.rowCount())
    assert sizes == [PAGE, 2 * PAGE, MANY]


def test_calls_are_newest_first_and_each_there_once(model: HistoryModel) -> None:
    load_all(model)
    assert customers(model) == [f"447700900{n:03}" for n in reversed(range(MANY))]
    model.fetchMore()
    assert model.rowCount() == MANY


def test_a_call_that_moved_on_is_shown_so_and_nothing_is_told_where_none_has(
    model: HistoryModel, profile: Profile
) -> None:
    load_all(model)
    spy = QSignalSpy(model.modelReset)
    model.refresh()
    assert spy.count() == 0
    asyncio.run(profile.journal.record_calls([a_call("dl-new", NOW + timedelta(days=1), "442079460123")]))
    model.refresh()
    assert spy.count() == 1
    assert customers(model)[:2] == ["442079460123", f"447700900{MANY - 1:03}"]
    call = model.call(0)
    assert call is not None
    assert model.row_of(call.key) == 0


def test_calls_are_found_by_number_and_by_contact(model: HistoryModel, profile: Profile) -> None:
    asyncio.run(profile.book.save(a_contact("Tom Field", "+447700900007")))
    model.set_text(" 900 012")
    assert model.text == "900 012"
    assert customers(model) == ["447700900012"]
    model.set_text("tom")
    assert customers(model) == ["447700900007"]
    model.set_text("")
    assert customers(model)[0] == f"447700900{MANY - 1:03}"


def test_a_new_name_has_the_rows_painted_again(model: HistoryModel, profile: Profile) -> None:
    """Names are not in the rows: only the book knows that they have changed."""
    told = QSignalSpy(model.dataChanged)
    asyncio.run(profile.book.save(a_contact("Tom Field", f"+447700900{MANY - 1:03}")))
    model.refresh()
    assert told.count() == 1
    first, last = told.at(0)[:2]
    assert (first.row(), last.row()) == (0, model.rowCount() - 1)


def test_a_row_has_its_call_and_is_read_out_as_it_is_described(model: HistoryModel) -> None:
    index = model.index(0)
    assert model.data(index, CALL_ROLE) is model.call(0)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) != "described"
    model.describe_with(lambda _: "described")
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "described"
    assert model.call(-1) is model.call(MANY) is None


def test_a_history_without_calls_is_an_empty_list(profile: Profile, qapp: object) -> None:
    model = HistoryModel(profile.history)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.refresh()
    assert model.rowCount() == 0

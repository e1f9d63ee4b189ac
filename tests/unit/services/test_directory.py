"""The address book's changes: told to whoever listens, and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.services.directory import Change, Directory
from tests.support.storage import a_contact, opened

if TYPE_CHECKING:
    from pathlib import Path

TOM = a_contact("Tom Field", "+447700900123", company="Example Ltd")


async def test_every_change_is_told_and_can_be_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        directory, told = Directory(profile.book), list[Change | None]()
        directory.subscribe(told.append)

        added = await directory.save(TOM)
        assert added.after is not None
        assert added == Change(None, replace(TOM, id=added.after.id))
        marked = await directory.set_favourite(added.after, favourite=True)
        assert profile.contacts.favourites(5) == (marked.after,)
        assert marked.after is not None
        deleted = await directory.delete(marked.after)
        assert profile.contacts.count() == 0

        restored = await directory.undo(deleted)
        assert profile.contacts.page(None, 5) == (marked.after,)
        await directory.undo(marked)
        assert profile.contacts.page(None, 5) == (added.after,)
        await directory.undo(added)
        assert profile.contacts.count() == 0
        assert told[:4] == [added, marked, deleted, restored]
        assert len(told) == 6


async def test_an_undo_can_be_undone(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        directory = Directory(profile.book)
        added = await directory.save(TOM)
        taken_back = await directory.undo(added)
        await directory.undo(taken_back)
        assert profile.contacts.page(None, 5) == (added.after,)


async def test_who_no_longer_listens_is_told_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        directory, told = Directory(profile.book), list[Change | None]()
        stop = directory.subscribe(told.append)
        directory.many_changed()
        stop()
        stop()
        await directory.save(TOM)
        assert told == [None]


async def test_a_change_that_failed_is_not_told(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        directory, told = Directory(profile.book), list[Change | None]()
        directory.subscribe(told.append)
        profile.database.close()
        with pytest.raises(StorageError):
            await directory.save(TOM)
        assert told == []

"""How the database file is opened, shared, refused and closed."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.calls.journal import SqliteJournal
from acefone_desktop.adapters.storage.database import FILE_NAME, Database
from acefone_desktop.adapters.storage.schema import STEPS
from acefone_desktop.domain.errors import DatabaseDamagedError, DatabaseTooNewError, StorageError
from tests.support.storage import a_contact, an_intent, opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a profile private by itself")
def test_only_the_owner_can_read_what_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    folder.mkdir(mode=0o755)
    with opened(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_write_reaches_the_disk_before_it_returns(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        mode, level = asyncio.run(
            profile.database.write(
                lambda connection: (
                    connection.execute("PRAGMA journal_mode").fetchone()[0],
                    connection.execute("PRAGMA synchronous").fetchone()[0],
                )
            )
        )
    assert (mode, level) == ("wal", 2)  # 2: FULL


async def test_writes_happen_in_order_on_one_thread(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        ran: list[tuple[int, str]] = []

        def work(number: int) -> None:
            ran.append((number, threading.current_thread().name))

        await asyncio.gather(
            *(profile.database.write(lambda _, number=number: work(number)) for number in range(50))  # type: ignore[misc]
        )
    assert ran == [(number, "store") for number in range(50)]


async def test_a_failed_write_leaves_nothing_behind_and_the_next_one_works(tmp_path: Path) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO intent (id, requested_at, body) VALUES ('x', 1, '{}')")
        connection.execute("INSERT INTO nowhere VALUES (1)")

    with opened(tmp_path) as profile:
        with pytest.raises(StorageError, match="nowhere"):
            await profile.database.write(half)
        count = await profile.database.write(lambda c: c.execute("SELECT count(*) FROM intent").fetchone()[0])
        assert count == 0
        await profile.journal.record_intent(an_intent())


async def test_a_bug_in_the_work_reaches_whoever_asked_for_it(tmp_path: Path) -> None:
    with opened(tmp_path) as profile, pytest.raises(ZeroDivisionError):
        await profile.database.write(lambda _: 1 / 0)


async def test_a_cancelled_wait_does_not_disturb_the_store(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        gate = threading.Event()
        waiting = asyncio.create_task(profile.database.write(lambda _: gate.wait(10)))
        await asyncio.sleep(0)
        waiting.cancel()
        gate.set()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await profile.journal.record_intent(an_intent())
        assert len(await profile.journal.intents_without_reply()) == 1


async def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        reader = profile.database.reader()
        with pytest.raises(sqlite3.OperationalError):
            reader.execute("DELETE FROM intent")


async def test_closing_finishes_what_is_queued(tmp_path: Path) -> None:
    database = Database(tmp_path)
    intents = [an_intent(f"dl-{number}") for number in range(20)]
    pending = [asyncio.create_task(SqliteJournal(database).record_intent(intent)) for intent in intents]
    await asyncio.sleep(0)
    assert database.close()
    await asyncio.gather(*pending)
    with opened(tmp_path) as profile:
        assert len(await profile.journal.intents_without_reply()) == 20


def test_closing_leaves_one_file(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        asyncio.run(profile.journal.record_intent(an_intent()))
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


async def test_closing_takes_no_longer_than_it_may(tmp_path: Path) -> None:
    database, gate = Database(tmp_path), threading.Event()
    waiting = asyncio.create_task(database.write(lambda _: gate.wait(10)))
    await asyncio.sleep(0)
    assert not database.close(0.01)
    gate.set()
    await waiting
    assert database.close()
    with pytest.raises(StorageError):
        await database.write(lambda _: None)


async def test_two_processes_may_use_the_file_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as app, opened(tmp_path) as command_line:
        await command_line.book.save(a_contact("Tom Field", "+447700900123"))
        assert [contact.name for contact in app.contacts.search("tom", 5)] == ["Tom Field"]
        await app.book.save(a_contact("Ann Baker", "+447700900124"))
        assert command_line.contacts.count() == 2


def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(tmp_path: Path) -> None:
    content = b"not a database at all " * 500
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(DatabaseDamagedError):
        Database(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_database_without_our_tables_is_called_damaged(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")
    connection.close()
    with pytest.raises(DatabaseDamagedError, match="contact"):
        Database(tmp_path)


def read_everything(folder: Path) -> None:
    with opened(folder) as profile:
        profile.contacts.page(None, 200)


async def test_a_page_broken_later_is_called_damaged_when_it_is_met(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        await profile.book.merge([a_contact(f"Contact {n}", f"+4477009001{n:02}") for n in range(100)])
    path = tmp_path / FILE_NAME
    healthy = path.read_bytes()
    path.write_bytes(healthy[: 4096 * 3] + os.urandom(len(healthy) - 4096 * 3))
    with pytest.raises(DatabaseDamagedError):
        read_everything(tmp_path)


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(DatabaseTooNewError) as refusal:
        Database(tmp_path)
    assert "newer" in refusal.value.explanation
    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError):
        Database(tmp_path / "profile")


def test_a_file_in_the_folders_place_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("")
    with pytest.raises(StorageError):
        Database(tmp_path / "profile")

"""Older files become today's, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.database import FILE_NAME
from acefone_desktop.adapters.storage.migrations import migrate, statements, version_of
from acefone_desktop.adapters.storage.schema import STEPS, VERSION_1
from acefone_desktop.domain.errors import DatabaseDamagedError
from tests.support.storage import a_call, an_intent, evidence_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASED = Path(__file__).parent.parent.parent / "data" / "databases"
NEXT = "ALTER TABLE contact ADD COLUMN city TEXT NOT NULL DEFAULT ''; CREATE INDEX contact_city ON contact (city);"


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    shutil.copy(RELEASED / "version-1.sqlite3", tmp_path / FILE_NAME)
    return tmp_path / FILE_NAME


@pytest.fixture
def connection(old_file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(old_file, isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("file", sorted(RELEASED.glob("version-*.sqlite3")), ids=lambda file: file.stem)
async def test_every_released_file_opens_with_all_that_was_in_it(file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / FILE_NAME)
    with opened(tmp_path) as profile:
        assert await profile.journal.intents_without_reply() == (an_intent(),)
        assert set(await profile.journal.open_evidence(evidence_of()[0].told_at)) == set(evidence_of())
        assert profile.history.page(None, 10) == (a_call(),)
        noted = file.stem != "version-1"
        assert profile.noted.note(a_call()) == ("Wants an offer for 30 seats.\nCall again on Monday." if noted else "")
        assert [contact.name for contact in profile.contacts.search("", 10)] == ["Zoë Łukasz", "Tom Field"]
        assert [contact.name for contact in profile.contacts.search("lukasz", 10)] == ["Zoë Łukasz"]
        assert [contact.name for contact in profile.contacts.search("07700 900123", 10)] == ["Tom Field"]
        version, verdict = await profile.database.write(
            lambda c: (version_of(c), c.execute("PRAGMA integrity_check").fetchone()[0])
        )
        assert (version, verdict) == (len(STEPS), "ok")


def test_there_is_a_file_of_every_version() -> None:
    assert [file.stem for file in sorted(RELEASED.glob("*"))] == [f"version-{n}" for n in range(1, len(STEPS) + 1)]


def test_the_first_step_is_the_one_that_was_released(connection: sqlite3.Connection) -> None:
    released = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").fetchall()
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrate(fresh, [VERSION_1])
    assert fresh.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").fetchall() == released
    fresh.close()


def test_a_further_step_keeps_the_content_and_a_copy_of_the_old_file(
    connection: sqlite3.Connection, old_file: Path
) -> None:
    migrate(connection, [VERSION_1, NEXT], old_file.parent)
    assert version_of(connection) == 2
    assert connection.execute("SELECT count(*), max(city) FROM contact").fetchone() == (2, "")
    copy = sqlite3.connect(old_file.with_name("before-version-2.sqlite3"))
    assert version_of(copy) == 1
    assert copy.execute("SELECT count(*) FROM contact").fetchone() == (2,)
    copy.close()


def test_a_step_that_fails_midway_changes_nothing(connection: sqlite3.Connection, old_file: Path) -> None:
    schema = connection.execute("SELECT * FROM sqlite_schema").fetchall()
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, [VERSION_1, NEXT + "\nCREATE TABLE contact (x);"], old_file.parent)
    assert not connection.in_transaction
    assert version_of(connection) == 1
    assert connection.execute("SELECT * FROM sqlite_schema").fetchall() == schema


def test_a_damaged_file_is_not_migrated(old_file: Path) -> None:
    content = old_file.read_bytes()
    old_file.write_bytes(content[:8192] + bytes(4096) + content[12288:])
    connection = sqlite3.connect(old_file, isolation_level=None)
    with pytest.raises((DatabaseDamagedError, sqlite3.DatabaseError)):
        migrate(connection, [VERSION_1, NEXT], old_file.parent)
    connection.close()
    assert not old_file.with_name("before-version-2.sqlite3").exists()


def test_two_processes_starting_at_once_migrate_once(old_file: Path) -> None:
    failures: list[Exception] = []
    start = threading.Barrier(4)

    def begin() -> None:
        own = sqlite3.connect(old_file, isolation_level=None, timeout=20)
        try:
            start.wait(10)
            migrate(own, [VERSION_1, NEXT])
        except Exception as error:  # noqa: BLE001 (shown by the assertion)
            failures.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []


def test_a_trigger_is_one_statement() -> None:
    script = "CREATE TABLE t (a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN\n  DELETE FROM t;\n  SELECT 1;\nEND;\n"
    assert len(statements(script)) == 2

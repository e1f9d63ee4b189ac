"""The app's database file: how it is opened, shared and closed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from acefone_desktop.adapters.storage.failures import storage_errors
from acefone_desktop.adapters.storage.migrations import migrate
from acefone_desktop.adapters.storage.schema import STEPS
from acefone_desktop.adapters.storage.store_thread import StoreThread
from acefone_desktop.domain.errors import DatabaseDamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

FILE_NAME = "acefone.sqlite3"
_BUSY_S = 5.0
"""How long a statement waits for another process (the command line beside the app)."""


class Database:
    """One profile's database: writes on the store thread, reads on a read-only connection of the caller's thread.

    Opening creates the folder (0700) and the file (0600), brings the schema up to date and raises
    `DatabaseTooNewError`, `DatabaseDamagedError` or `StorageError`.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._readers: list[sqlite3.Connection] = []
        with storage_errors():
            prepare_folder(folder)
            connection = _open_writer(self.path)
        self._store = StoreThread(connection)

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in one transaction on the store thread; see `StoreThread.write`."""
        return await self._store.write(work)

    def reader(self) -> sqlite3.Connection:
        """A read-only connection for the calling thread; closed with the database, on that same thread."""
        connection = self._open_reader()
        self._readers.append(connection)
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read-only connection for the calling thread, for as long as the block lasts."""
        connection = self._open_reader()
        try:
            yield connection
        finally:
            connection.close()

    def _open_reader(self) -> sqlite3.Connection:
        with storage_errors():
            connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
            connection.isolation_level = None
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA cache_size = -8192")
        return connection

    def close(self, deadline_s: float = 2.0) -> bool:
        """Finishes what is queued, checkpoints, closes; returns whether it was done within the deadline."""
        for connection in self._readers:
            connection.close()
        self._readers.clear()
        return self._store.close(deadline_s)


def prepare_folder(folder: Path) -> None:
    """Creates the folder where needed and makes it readable by its owner alone. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


def _open_writer(path: Path) -> sqlite3.Connection:
    if not path.exists():
        path.touch(0o600)
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -8192")
        if os.name == "posix":
            path.chmod(0o600)
        migrate(connection, STEPS, path.parent)
        _expect_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _expect_tables(connection: sqlite3.Connection) -> None:
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if missing := {"intent", "evidence", "call", "call_note", "contact", "contact_number"} - there:
        raise DatabaseDamagedError(f"(It lacks {', '.join(sorted(missing))}.)")

"""How many requests left in which minute, in a small database of its own that all processes of a profile add to.

It is apart from the calls: losing it costs nothing but an hour's count, and no older build need understand it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.storage.database import prepare_folder
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.polling_budget import RequestKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from acefone_desktop.services.request_ledger import Minute, MinuteCounts

FILE_NAME: Final = "requests.sqlite3"
_PATIENCE_S: Final = 0.25
"""For another process that is writing; what then still cannot be written goes with the next write."""
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS request"
    " (minute INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (minute, kind)) WITHOUT ROWID"
)


class SqliteRequestCounts:
    """Fills `RequestCounts`. The file is opened for each use alone: three times a minute, while calls are on, and for
    each dial.

    Writing takes a millisecond or so, for nothing is waited for to reach the disk: it needs no thread of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def add(self, counts: Mapping[tuple[Minute, RequestKind], int], since: Minute) -> MinuteCounts:
        """Raises `StorageError`. A file that is damaged is begun anew."""
        try:
            prepare_folder(self._path.parent)
            try:
                return self._write(counts, since)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)
                return self._write(counts, since)
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"({FILE_NAME}: {type(error).__name__}.)") from error

    def read(self, since: Minute) -> MinuteCounts:
        """What is there; nothing where there is no file. Raises `StorageError`."""
        if not self._path.exists():
            return {}
        try:
            with closing(self._connect()) as connection:
                return _read(connection, since)
        except sqlite3.Error as error:
            raise StorageError(f"({FILE_NAME}: {type(error).__name__}.)") from error

    def _write(self, counts: Mapping[tuple[Minute, RequestKind], int], since: Minute) -> MinuteCounts:
        rows = [(minute, kind.value, count) for (minute, kind), count in counts.items()]
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            connection.execute("DELETE FROM request WHERE minute < ?", (since,))
            connection.executemany(
                "INSERT INTO request VALUES (?, ?, ?)"
                " ON CONFLICT (minute, kind) DO UPDATE SET count = count + excluded.count",
                rows,
            )
            found = _read(connection, since)
            connection.execute("COMMIT")
            return found

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_PATIENCE_S, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")  # a count that a power cut takes away is no loss
        return connection


def _read(connection: sqlite3.Connection, since: Minute) -> MinuteCounts:
    kinds = {kind.value: kind for kind in RequestKind}
    rows = connection.execute("SELECT minute, kind, count FROM request WHERE minute >= ?", (since,))
    return {(minute, kinds[kind]): count for minute, kind, count in rows if kind in kinds}

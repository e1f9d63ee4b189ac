"""The one place where SQLite's and the file system's errors become ours."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import DatabaseDamagedError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY_CODE = 0xFF
"""SQLite's extended result codes carry the primary one in their lowest byte."""


@contextmanager
def storage_errors() -> Iterator[None]:
    """Raises `DatabaseDamagedError` for a broken file and `StorageError` for everything else that SQLite reports."""
    try:
        yield
    except sqlite3.Error as error:
        raise as_storage_error(error) from error
    except OSError as error:
        raise StorageError(f"({error.strerror or 'the folder cannot be used'}.)") from error


def as_storage_error(error: sqlite3.Error) -> StorageError:
    """Our error for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & _PRIMARY_CODE in _DAMAGED:
        return DatabaseDamagedError(f"({error}.)")
    return StorageError(f"({error}.)")

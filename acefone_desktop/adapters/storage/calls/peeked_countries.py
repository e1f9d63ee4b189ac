"""Which countries have been called, for whoever only looks: nothing is made, changed or left behind."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.calls.called_countries import SqliteCalledCountries
from acefone_desktop.adapters.storage.database import FILE_NAME
from acefone_desktop.adapters.storage.failures import storage_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class PeekedCountries:
    """Fills `CalledCountries` over a folder whose database may be in use, or not there. Raises `StorageError`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._countries = SqliteCalledCountries(self._peek)

    def has_called(self, country: str) -> bool:
        """Whether a number of this country (ISO 3166 alpha-2) is among the newest calls."""
        with storage_errors():
            is_there = self._path.exists()
        return is_there and self._countries.has_called(country)

    @contextmanager
    def _peek(self) -> Iterator[sqlite3.Connection]:
        """Where the database is in use it has its log beside it; without, SQLite would make one even for a reader."""
        in_use = self._path.with_name(f"{FILE_NAME}-wal").exists()
        how = "mode=ro" if in_use else "mode=ro&immutable=1"
        with storage_errors():
            connection = sqlite3.connect(f"{self._path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()

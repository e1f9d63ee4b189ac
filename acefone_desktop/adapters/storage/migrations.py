"""Brings a database file to the schema this build knows, whole or not at all."""

from __future__ import annotations

import os
import re
import sqlite3
from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import DatabaseDamagedError, DatabaseTooNewError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version written in the file; 0 for an empty one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, steps: Sequence[str], backup_folder: Path | None = None) -> None:
    """Brings `user_version` up to `len(steps)`; every step commits whole or not at all.

    A file with something in it is checked and copied into `backup_folder` before the first step. Raises
    `DatabaseTooNewError` for a file of a later build, `DatabaseDamagedError` for one that fails its check, and
    sqlite3.Error. Two processes may do this at the same time: the second waits and finds nothing left to do.
    """
    version = version_of(connection)
    if version > len(steps):
        raise DatabaseTooNewError(f"(The file is at version {version}, this build knows {len(steps)}.)")
    if 0 < version < len(steps):
        _check(connection)
        if backup_folder is not None:
            _back_up(connection, backup_folder / f"before-version-{len(steps)}.sqlite3")
    for number, script in enumerate(steps, 1):
        if number > version:
            _take(connection, number, script)


def statements(script: str) -> list[str]:
    """The statements of a script, one by one: a trigger's inner semicolons do not part it."""
    found, pending = [], ""
    for piece in re.split(r"(?<=;)", script):
        pending += piece
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found


def _take(connection: sqlite3.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version_of(connection) < number:  # another process may have been quicker
            for statement in statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _check(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DatabaseDamagedError(f"({verdict}.)")


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copies the database beside itself; the copy appears under its name only when it is complete."""
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copy = sqlite3.connect(partial, isolation_level=None)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    partial.replace(target)

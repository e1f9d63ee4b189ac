"""Notes on calls as rows, each under the key that its call has in history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.contacts.words import folded, storable
from acefone_desktop.adapters.storage.failures import storage_errors
from acefone_desktop.domain.call_notes import note_text

if TYPE_CHECKING:
    import sqlite3

    from acefone_desktop.adapters.storage.database import Database
    from acefone_desktop.domain.calls import Call

_LOOKED_AT = 500
"""Newest calls among which one is sought that has a name besides those we know."""


class SqliteCallNotes:
    """Fills `CallNotes`: when a method returns, its transaction is committed and synchronised to disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, call: Call, text: str) -> None:
        """Keeps the note of a call in place of the one before; an empty text is no note."""
        kept, names = storable(note_text(text)), names_of(call)
        await self._database.write(lambda connection: _replace_note(connection, storable(call.key), names, kept))


class SqliteCallNoteReader:
    """Fills `CallNoteReader` over a read-only connection; used on the thread that opened it. Raises `StorageError`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, call: Call) -> str:
        """The call's note, under whichever name of the call it was written; empty where there is none."""
        with storage_errors():
            return _joined(_notes(self._connection, names_of(call)), call.key)


def names_of(call: Call) -> frozenset[str]:
    """Every key that the call may be kept under: a call that began elsewhere has another before it is known as ours."""
    told = {name for one in call.evidence for name in (one.intent_id, one.call_id) if name}
    return frozenset(storable(name) for name in told | {str(call.key)})


def move_notes(connection: sqlite3.Connection, names: frozenset[str], key: str) -> None:
    """Brings what was noted under any of a call's names under the key that it now has; two notes become one."""
    notes = _notes(connection, names)
    if notes and set(notes) != {key}:
        _write(connection, names, key, _joined(notes, key))


def _replace_note(connection: sqlite3.Connection, key: str, names: frozenset[str], text: str) -> None:
    known = connection.execute(f"SELECT key FROM call WHERE key IN ({_marks(names)})", tuple(names)).fetchall()  # noqa: S608
    if not known:
        key, names = _renamed(connection, key, names)
    elif (key,) not in known:
        key = known[0][0]
    _write(connection, names, key, text)


def _renamed(connection: sqlite3.Connection, key: str, names: frozenset[str]) -> tuple[str, frozenset[str]]:
    """The key and the names by now of a call that went into another one while somebody wrote about it."""
    from acefone_desktop.adapters.storage.calls.call_rows import call_from_json  # noqa: PLC0415 (it imports this)

    rows = connection.execute("SELECT key, evidence FROM call ORDER BY started_at DESC, key LIMIT ?", (_LOOKED_AT,))
    for found, body in rows:
        if any(name in body for name in names):
            all_names = names_of(call_from_json(body))
            if names & all_names:
                return found, names | all_names
    return key, names


def _write(connection: sqlite3.Connection, names: frozenset[str], key: str, text: str) -> None:
    connection.executemany("DELETE FROM call_note WHERE key = ?", [(name,) for name in names | {key}])
    if text:
        connection.execute("INSERT INTO call_note (key, words, text) VALUES (?, ?, ?)", (key, folded(text), text))


def _notes(connection: sqlite3.Connection, names: frozenset[str]) -> dict[str, str]:
    sql = f"SELECT key, text FROM call_note WHERE key IN ({_marks(names)}) ORDER BY key"  # noqa: S608
    return dict(connection.execute(sql, tuple(names)))


def _joined(notes: dict[str, str], key: str) -> str:
    return "\n".join(sorted(notes.values(), key=lambda text: text != notes.get(storable(key))))


def _marks(names: frozenset[str]) -> str:
    return ", ".join("?" * len(names))

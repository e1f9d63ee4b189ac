"""Calls as the screen reads them: newest first, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.contacts.contact_search import ContactSearch
from acefone_desktop.adapters.storage.contacts.number_index import is_number_like, typed_digits
from acefone_desktop.adapters.storage.contacts.words import folded, storable
from acefone_desktop.adapters.storage.failures import storage_errors
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    import sqlite3

    from acefone_desktop.domain.calls import Call

_LOOKED_AT = 2_000
"""Newest calls among which different numbers are sought."""
_CONTACTS = 100
"""Most contacts of a searched name whose calls are found."""
_NOTED = "key IN (SELECT key FROM call_note WHERE instr(words, ?))"
_END = (1 << 63) - 1


class SqliteHistoryReader:
    """Fills `HistoryReader` over a read-only connection; used on the thread that opened it. Raises `StorageError`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._contacts = ContactSearch(connection)

    def page(self, after: Call | None, size: int, text: str = "") -> tuple[Call, ...]:
        """Calls older than the given one; with a text, those it fits: number, agent, note or contact's name."""
        from acefone_desktop.adapters.storage.calls.call_rows import began, call_from_json  # noqa: PLC0415 (see below)

        place = (_END, "") if after is None else (began(after), storable(after.key))
        with storage_errors():
            condition, values = self._matching(text)
            sql = (
                "SELECT evidence FROM call WHERE (started_at < ? OR (started_at = ? AND key > ?))"  # noqa: S608
                f" {condition} ORDER BY started_at DESC, key LIMIT ?"
            )
            rows = self._connection.execute(sql, (place[0], *place, *values, size)).fetchall()
        return tuple(call_from_json(body) for (body,) in rows)

    def recent_numbers(self, limit: int) -> tuple[Call, ...]:
        """The newest call of each different number."""
        from acefone_desktop.adapters.storage.calls.call_rows import call_from_json  # noqa: PLC0415 (after the first paint)

        sql = "SELECT number, key FROM call WHERE number <> '' ORDER BY started_at DESC, key LIMIT ?"
        newest: dict[str, str] = {}
        with storage_errors():
            for number, key in self._connection.execute(sql, (_LOOKED_AT,)):
                newest.setdefault(number, key)
                if len(newest) == limit:
                    break
            found = [self._connection.execute("SELECT evidence FROM call WHERE key = ?", (key,)).fetchone()
                     for key in newest.values()]  # fmt: skip
        return tuple(call_from_json(row[0]) for row in found if row is not None)

    def _matching(self, text: str) -> tuple[str, tuple[object, ...]]:
        """A further condition and its values."""
        wanted = storable(folded(text))
        if not wanted:
            return "", ()
        if is_number_like(text):
            digits = typed_digits(text)
            condition = f"AND (instr(words, ?) OR instr(words, ?) OR {_NOTED})"
            return condition, (digits, digits.lstrip("0") or digits, wanted)
        numbers = self._numbers_of_contacts(text)
        marks = ", ".join("?" * len(numbers))
        return f"AND (instr(words, ?) OR number IN ({marks}) OR {_NOTED})", (wanted, *numbers, wanted)

    def _numbers_of_contacts(self, text: str) -> list[str]:
        ids = self._contacts.find(text, _CONTACTS)
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT DISTINCT number FROM contact_number WHERE contact IN ({marks})"  # noqa: S608
        return [comparable(number) for (number,) in self._connection.execute(sql, ids)]

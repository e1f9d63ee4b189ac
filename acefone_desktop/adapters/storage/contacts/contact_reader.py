"""The address book as the screen reads it: bounded queries, each answered from an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.contacts import contact_rows
from acefone_desktop.adapters.storage.contacts.contact_search import ContactSearch
from acefone_desktop.adapters.storage.contacts.words import folded
from acefone_desktop.adapters.storage.failures import storage_errors
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    import sqlite3

    from acefone_desktop.domain.contacts import Contact


class SqliteContactReader:
    """Fills `ContactReader` over a read-only connection; used on the thread that opened it. Raises `StorageError`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._search = ContactSearch(connection)

    def search(self, query: str, limit: int) -> tuple[Contact, ...]:
        """Best first; an empty query lists favourites first, then by name."""
        with storage_errors():
            ids = self._search.find(query, limit) if query.strip() else self._first(limit)
            return contact_rows.fetch(self._connection, ids)

    def page(self, after: Contact | None, size: int) -> tuple[Contact, ...]:
        """Contacts in name order after the given one."""
        place = ("", -1) if after is None else (folded(after.title), after.id or -1)
        sql = "SELECT id FROM contact WHERE (name_key, id) > (?, ?) ORDER BY name_key, id LIMIT ?"
        with storage_errors():
            return contact_rows.fetch(self._connection, self._ids(sql, (*place, size)))

    def favourites(self, limit: int) -> tuple[Contact, ...]:
        """The favourites, in name order."""
        with storage_errors():
            return contact_rows.fetch(self._connection, self._favourite_ids(limit))

    def by_number(self, number: str) -> Contact | None:
        """The contact with this number (last ten digits decide); a favourite first where several share it."""
        digits = comparable(number)
        if not digits:
            return None
        sql = (
            "SELECT contact.id FROM contact_number JOIN contact ON contact.id = contact_number.contact"
            " WHERE comparable = ? ORDER BY favourite DESC, position, contact.id LIMIT 1"
        )
        with storage_errors():
            return next(iter(contact_rows.fetch(self._connection, self._ids(sql, (digits,)))), None)

    def count(self) -> int:
        """How many contacts there are."""
        with storage_errors():
            (total,) = self._connection.execute("SELECT count(*) FROM contact").fetchone()
            return int(total)

    def _first(self, limit: int) -> list[int]:
        favourites = self._favourite_ids(limit)
        if len(favourites) == limit:
            return favourites
        sql = "SELECT id FROM contact ORDER BY name_key, id LIMIT ?"
        rest = [one for one in self._ids(sql, (limit,)) if one not in set(favourites)]
        return [*favourites, *rest][:limit]

    def _favourite_ids(self, limit: int) -> list[int]:
        return self._ids("SELECT id FROM contact WHERE favourite = 1 ORDER BY name_key, id LIMIT ?", (limit,))

    def _ids(self, sql: str, values: tuple[object, ...]) -> list[int]:
        return [one for (one,) in self._connection.execute(sql, values)]

"""The address book's writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.contacts import contact_rows
from acefone_desktop.adapters.storage.contacts.contact_merge import may_be_same, merged
from acefone_desktop.adapters.storage.contacts.words import folded
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from acefone_desktop.adapters.storage.database import Database
    from acefone_desktop.domain.contacts import Contact, ContactId

_SHARERS = 50
"""How many contacts with one number are compared with an incoming one."""


class SqliteContactBook:
    """Fills `ContactBook`: every method is one transaction on the store thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, contact: Contact) -> Contact:
        """Adds (id None) or replaces, also one deleted meanwhile, which then comes back under its id."""
        return await self._database.write(lambda connection: _save(connection, contact))

    async def delete(self, contact_id: ContactId) -> None:
        """Removes the contact; no error when it is gone already."""
        await self._database.write(lambda connection: contact_rows.remove(connection, contact_id))

    async def merge(self, contacts: Iterable[Contact]) -> tuple[int, int, int]:
        """Adds and updates many in one transaction: (added, updated, unchanged)."""
        incoming = tuple(contacts)
        return await self._database.write(lambda connection: _merge(connection, incoming))


def _save(connection: sqlite3.Connection, contact: Contact) -> Contact:
    if contact.id is not None:
        contact_rows.remove(connection, contact.id)
    return contact_rows.insert(connection, contact)


def _merge(connection: sqlite3.Connection, contacts: tuple[Contact, ...]) -> tuple[int, int, int]:
    added = updated = unchanged = 0
    for contact in contacts:
        stored = _same(connection, contact)
        if stored is None:
            contact_rows.insert(connection, replace(contact, id=None))
            added += 1
        elif (union := merged(stored, contact)) == stored:
            unchanged += 1
        else:
            _save(connection, union)
            updated += 1
    return added, updated, unchanged


def _same(connection: sqlite3.Connection, contact: Contact) -> Contact | None:
    """The stored contact that this one is: by a shared number, or by name and company where neither has numbers."""
    same = _sharer(connection, contact) if contact.numbers else _namesake(connection, contact)
    return None if same is None else next(iter(contact_rows.fetch(connection, [same])), None)


def _sharer(connection: sqlite3.Connection, contact: Contact) -> int | None:
    """Who shares a number and may be the same, the one of the very same name first."""
    keys = sorted({key for number in contact.numbers if (key := comparable(number.number))})
    rows = connection.execute(
        "SELECT DISTINCT contact.id, name, name_key FROM contact_number JOIN contact ON contact.id = contact"  # noqa: S608
        f" WHERE comparable IN ({', '.join('?' * len(keys))}) ORDER BY name_key <> ?, contact.id LIMIT ?",
        (*keys, folded(contact.title), _SHARERS),
    )
    return next((one for one, name, key in rows if may_be_same((name, key), contact)), None)


def _namesake(connection: sqlite3.Connection, contact: Contact) -> int | None:
    rows = connection.execute(
        "SELECT id, company FROM contact WHERE name_key = ? AND name = ? AND NOT EXISTS"
        " (SELECT 1 FROM contact_number WHERE contact = contact.id) LIMIT ?",
        (folded(contact.title), contact.name, _SHARERS),
    )
    return next((one for one, company in rows if folded(company) == folded(contact.company)), None)

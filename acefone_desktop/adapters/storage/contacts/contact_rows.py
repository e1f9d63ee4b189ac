"""Contacts as rows: stored with everything that finds them again, read back as values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.contacts.number_index import national_digits, suffixes
from acefone_desktop.adapters.storage.contacts.words import (
    TIES,
    folded,
    index_words,
    keypad_words,
    search_key,
    storable,
)
from acefone_desktop.domain.contacts import Contact, ContactId, ContactNumber
from acefone_desktop.domain.numbering.number_text import comparable, digits_only

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_COLUMNS = "id, name, company, email, notes, favourite, caller_id"
_AT_ONCE = 500
"""Ids in one question: SQLite limits how many values a statement takes."""


def insert(connection: sqlite3.Connection, contact: Contact) -> Contact:
    """Stores a contact under its own id, or a new one where it has none."""
    contact = _storable(contact)
    name_key = folded(contact.title)
    tie = contact.id if contact.id is not None else _next_id(connection)
    key = _free_key(connection, name_key, favourite=contact.favourite, tie=tie)
    values = (contact.name, contact.company, contact.email, contact.notes, contact.favourite, contact.caller_id)
    cursor = connection.execute(
        f"INSERT INTO contact ({_COLUMNS}, name_key, search_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (tie, *values, name_key, key),
    )
    stored = replace(contact, id=ContactId(cursor.lastrowid or tie))
    _insert_numbers(connection, stored)
    name, company = folded(contact.name), folded(contact.company)
    connection.execute(
        "INSERT INTO contact_words (rowid, name, company) VALUES (?, ?, ?)",
        (key, " ".join(index_words(name)), " ".join(index_words(company))),
    )
    keys = " ".join(keypad_words(f"{name} {company}"))
    connection.execute("INSERT INTO contact_keypad (rowid, keys) VALUES (?, ?)", (key, keys))
    return stored


def remove(connection: sqlite3.Connection, contact_id: ContactId) -> bool:
    """Forgets a contact and everything that would find it; returns whether it was there."""
    row = connection.execute("SELECT search_key, favourite FROM contact WHERE id = ?", (contact_id,)).fetchone()
    if row is None:
        return False
    key, favourite = row
    numbers = connection.execute("SELECT digits, national FROM contact_number WHERE contact = ?", (contact_id,))
    found = {suffix for digits, national in numbers.fetchall() for suffix in suffixes(digits, national)}
    connection.executemany(
        "DELETE FROM number_suffix WHERE ordinary = ? AND suffix = ? AND contact = ?",
        [(not favourite, suffix, contact_id) for suffix in found],
    )
    connection.execute("DELETE FROM contact_words WHERE rowid = ?", (key,))
    connection.execute("DELETE FROM contact_keypad WHERE rowid = ?", (key,))
    connection.execute("DELETE FROM contact_number WHERE contact = ?", (contact_id,))
    connection.execute("DELETE FROM contact WHERE id = ?", (contact_id,))
    return True


def fetch(connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[Contact, ...]:
    """The contacts with these ids, in this order; ids that are gone are left out."""
    found: dict[int, Contact] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= _fetch_some(connection, ids[start : start + _AT_ONCE])
    return tuple(found[one] for one in ids if one in found)


def _fetch_some(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Contact]:
    marks = ", ".join("?" * len(ids))
    numbers: dict[int, list[ContactNumber]] = {}
    for contact, number, label, extension in connection.execute(
        f"SELECT contact, number, label, extension FROM contact_number WHERE contact IN ({marks})"  # noqa: S608
        " ORDER BY contact, position",
        ids,
    ):
        numbers.setdefault(contact, []).append(ContactNumber(number, label, extension))
    rows = connection.execute(f"SELECT {_COLUMNS} FROM contact WHERE id IN ({marks})", ids)  # noqa: S608
    return {row[0]: _contact(row, numbers.get(row[0], ())) for row in rows}


def _contact(row: tuple[int, str, str, str, str, int, str], numbers: Iterable[ContactNumber]) -> Contact:
    contact_id, name, company, email, notes, favourite, caller_id = row
    return Contact(
        id=ContactId(contact_id),
        name=name,
        company=company,
        numbers=tuple(numbers),
        email=email,
        notes=notes,
        favourite=bool(favourite),
        caller_id=caller_id,
    )


def _insert_numbers(connection: sqlite3.Connection, contact: Contact) -> None:
    found: set[str] = set()
    rows = []
    for position, number in enumerate(contact.numbers):
        digits, national = digits_only(number.number), national_digits(number.number)
        found |= suffixes(digits, national)
        told = (number.number, number.label, number.extension)
        rows.append((contact.id, position, *told, digits, national, comparable(number.number)))
    connection.executemany("INSERT INTO contact_number VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    ordinary = not contact.favourite
    connection.executemany(
        "INSERT INTO number_suffix VALUES (?, ?, ?)", [(ordinary, suffix, contact.id) for suffix in found]
    )


def _next_id(connection: sqlite3.Connection) -> int:
    """An id no contact has had yet."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'contact'").fetchone()
    return int(row[0]) + 1 if row else 1


def _free_key(connection: sqlite3.Connection, name_key: str, *, favourite: bool, tie: int) -> int:
    for attempt in range(TIES):
        key = search_key(name_key, favourite=favourite, tie=tie + attempt)
        if connection.execute("SELECT 1 FROM contact WHERE search_key = ?", (key,)).fetchone() is None:
            return key
    raise OverflowError("too many contacts of one name")


def _storable(contact: Contact) -> Contact:
    """The contact without what a database's text cannot hold (half surrogate pairs, NUL)."""
    return replace(
        contact,
        name=_clean(contact.name),
        company=_clean(contact.company),
        email=_clean(contact.email),
        notes=_clean(contact.notes),
        caller_id=_clean(contact.caller_id),
        numbers=tuple(
            ContactNumber(_clean(number.number), _clean(number.label), _clean(number.extension))
            for number in contact.numbers
        ),
    )


def _clean(text: str) -> str:
    return storable(text).replace("\0", "")

"""Type-ahead over the address book: a few bounded questions to indexes, best kind of match first.

Nothing is ranked by counting: the row ids of `contact_words` already sort favourites first and then by name, so that
the first matches that SQLite finds are the ones to show, however many more there are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.contacts.number_index import after, is_number_like, typed_digits
from acefone_desktop.adapters.storage.contacts.words import FIRST_ORDINARY_KEY, folded, storable, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_LONGEST_QUERY = 200
_MOST_WORDS = 8
_CANDIDATES = 200
"""Most matches of a number, or of the words of a mixed query, that are looked at."""
_TRAILING_NUMBER = re.compile(r"^(?P<text>.*?[^\W\d].*?)\s+(?P<number>[+(]?\d[\s\d().\-/]*)$")


class ContactSearch:
    """Finds contacts by words of names and companies (any order, beginnings suffice) and by any digits of a number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, query: str, limit: int) -> list[int]:
        """Ids of the matching contacts, best first. What is typed is data: no character of it is an operator."""
        query = storable(query[:_LONGEST_QUERY]).strip()
        found: dict[int, None] = {}
        for tier in self._tiers(query, limit):
            for contact in tier:
                found.setdefault(contact)
            if len(found) >= limit:
                break
        return list(found)[:limit]

    def _tiers(self, query: str, limit: int) -> Iterator[list[int]]:
        wanted = words(folded(query))[:_MOST_WORDS]
        if is_number_like(query):
            yield from self._number_tiers(typed_digits(query), limit)
            yield from self._word_tiers(folded(query), wanted, limit)
            yield self._matching(_prefix(wanted), limit, "contact_keypad")
        elif wanted:
            yield from self._word_tiers(folded(query), wanted, limit)
            if mixed := _TRAILING_NUMBER.match(query):
                yield self._named_with_digits(words(folded(mixed["text"])), typed_digits(mixed["number"]))

    def _word_tiers(self, typed: str, wanted: list[str], limit: int) -> Iterator[list[int]]:
        """Whole names, favourites, names that begin so, names with these words, companies with them."""
        for whose in ("favourite = 1 AND", ""):
            sql = f"SELECT id FROM contact WHERE {whose} name_key = ? ORDER BY name_key, id LIMIT ?"  # noqa: S608
            yield self._ids(sql, typed, limit)
        yield self._matching(_prefix(wanted), limit, only_favourites=True)
        beginning = "SELECT id FROM contact WHERE name_key >= ? AND name_key < ? ORDER BY name_key, id LIMIT ?"
        yield self._ids(beginning, typed, after(typed), limit)
        yield self._matching(f"{{name}} : {_prefix(wanted)}", limit)
        yield self._matching(_prefix(wanted), limit)

    def _number_tiers(self, digits: str, limit: int) -> Iterator[list[int]]:
        """Whole numbers, favourites' numbers, numbers that begin so, numbers with these digits anywhere."""
        end = after(digits)
        for column in ("digits", "national"):
            sql = f"SELECT contact FROM contact_number WHERE {column} = ? ORDER BY contact LIMIT ?"  # noqa: S608
            yield self._in_list_order(self._ids(sql, digits, _CANDIDATES), limit)
        anywhere = "SELECT contact FROM number_suffix WHERE ordinary = ? AND suffix >= ? AND suffix < ? LIMIT ?"
        yield self._in_list_order(self._ids(anywhere, 0, digits, end, _CANDIDATES), limit)
        for column in ("national", "digits"):
            sql = f"SELECT contact FROM contact_number WHERE {column} >= ? AND {column} < ? LIMIT ?"  # noqa: S608
            yield self._in_list_order(self._ids(sql, digits, end, _CANDIDATES), limit)
        yield self._in_list_order(self._ids(anywhere, 1, digits, end, _CANDIDATES), limit)

    def _in_list_order(self, ids: Iterable[int], limit: int) -> list[int]:
        """These contacts, favourites first, then by name."""
        distinct = tuple(dict.fromkeys(ids))
        marks = ", ".join("?" * len(distinct))
        sql = f"SELECT id FROM contact WHERE id IN ({marks}) ORDER BY favourite DESC, name_key, id LIMIT ?"  # noqa: S608
        return self._ids(sql, *distinct, limit)

    def _named_with_digits(self, wanted: list[str], digits: str) -> list[int]:
        candidates = self._matching(_prefix(wanted[:_MOST_WORDS]), _CANDIDATES)
        marks = ", ".join("?" * len(candidates))
        sql = (
            f"SELECT DISTINCT contact FROM contact_number WHERE contact IN ({marks})"  # noqa: S608
            " AND (instr(digits, ?) OR instr(national, ?))"
        )
        holders = set(self._ids(sql, *candidates, digits, digits))
        return [one for one in candidates if one in holders]

    def _matching(
        self, match: str, limit: int, table: str = "contact_words", *, only_favourites: bool = False
    ) -> list[int]:
        """Contacts matching a full-text expression in the order of their search keys."""
        bound = f"AND {table}.rowid < {FIRST_ORDINARY_KEY}" if only_favourites else ""
        sql = (
            f"SELECT contact.id FROM {table} CROSS JOIN contact ON contact.search_key = {table}.rowid"  # noqa: S608
            f" WHERE {table} MATCH ? {bound} ORDER BY {table}.rowid LIMIT ?"
        )
        return self._ids(sql, match, limit)

    def _ids(self, sql: str, *values: object) -> list[int]:
        return [one for (one,) in self._connection.execute(sql, values)]


def _prefix(wanted: list[str]) -> str:
    """A full-text expression for contacts that have words beginning with each of these; words hold no quotes."""
    return "(" + " AND ".join(f'"{word}" *' for word in dict.fromkeys(wanted)) + ")"

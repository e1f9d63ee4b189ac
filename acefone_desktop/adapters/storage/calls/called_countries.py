"""Which countries have been called from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.failures import storage_errors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_LOOKED_AT = 2_000
"""Newest calls among which one to the country is sought."""
_READ = 100
"""Most of them, of equal country code, that are looked at closer: several countries may share a code."""


class SqliteCalledCountries:
    """Fills `CalledCountries` over the calls that history shows; used on any thread. Raises `StorageError`.

    A country that was called stays called for the life of this object.
    """

    def __init__(self, reading: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._reading = reading
        self._called: frozenset[str] = frozenset()

    def has_called(self, country: str) -> bool:
        """Whether a number of this country (ISO 3166 alpha-2) is among the newest calls."""
        if country not in self._called and country in self._countries_beside(country):
            self._called |= {country}
        return country in self._called

    def _countries_beside(self, country: str) -> frozenset[str | None]:
        from phonenumbers import country_code_for_region  # noqa: PLC0415 (only foreign numbers lead here)

        from acefone_desktop.domain.numbers import read_number  # noqa: PLC0415

        code = country_code_for_region(country)
        if not code:
            return frozenset()
        sql = (
            "SELECT DISTINCT substr(words, 1, 16) FROM"
            " (SELECT words FROM call ORDER BY started_at DESC, key LIMIT ?) WHERE words LIKE ? LIMIT ?"
        )
        with storage_errors(), self._reading() as connection:
            rows = connection.execute(sql, (_LOOKED_AT, f"{code}%", _READ)).fetchall()
        numbers = (read_number(f"+{words.partition(' ')[0]}", "ZZ") for (words,) in rows)
        return frozenset(number.country for number in numbers if number is not None)

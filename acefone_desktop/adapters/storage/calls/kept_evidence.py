"""What is kept of calls, read back: where a run begins, and where something is told of a call long let go of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.storage.calls.call_rows import call_from_json
from acefone_desktop.adapters.storage.calls.evidence_lines import evidence_line
from acefone_desktop.adapters.storage.contacts.words import storable
from acefone_desktop.adapters.storage.stamps import microseconds
from acefone_desktop.domain.evidence import evidence_from_json
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from acefone_desktop.domain.evidence import Evidence

MOST_READ: Final = 10_000
"""Pieces at a start; a flood of the night before is not to fill the memory. Those of our own dials always are read."""
MOST_OF_A_CUSTOMER: Final = 20
"""Calls, the newest."""
_MOST_NAMES: Final = 200
"""In one question; what lies beyond is of a flood."""


def read_since(connection: sqlite3.Connection, since: datetime) -> list[str]:
    """Lines of evidence told since then, in no order; of more than `MOST_READ` the newest, and all of dials."""
    sql = "SELECT body FROM evidence WHERE told_at >= ? ORDER BY told_at DESC, digest LIMIT ?"
    lines = _bodies(connection.execute(sql, (microseconds(since), MOST_READ)))
    if len(lines) == MOST_READ:
        sql = "SELECT evidence FROM call WHERE key IN (SELECT id FROM intent WHERE requested_at >= ?)"
        lines += _lines(connection.execute(sql, (microseconds(since),)))
    return lines


def read_of(
    connection: sqlite3.Connection, keys: Collection[str], customers: Collection[str], since: datetime
) -> list[str]:
    """Rows of the calls that go by these keys, or were had with these customers since then; in no order."""
    rows: list[str] = []
    for key in tuple(dict.fromkeys(keys))[:_MOST_NAMES]:
        rows += _bodies(connection.execute("SELECT evidence FROM call WHERE key = ?", (storable(key),)))
    sql = "SELECT evidence FROM call WHERE number = ? AND started_at >= ? ORDER BY started_at DESC LIMIT ?"
    for number in tuple(dict.fromkeys(comparable(customer) for customer in customers))[:_MOST_NAMES]:
        if number:
            rows += _bodies(connection.execute(sql, (number, microseconds(since), MOST_OF_A_CUSTOMER)))
    return list(dict.fromkeys(rows))


def evidence_from_lines(lines: Iterable[str]) -> tuple[Evidence, ...]:
    """Each once, oldest first. Raises `StorageError`."""
    return tuple(sorted(map(evidence_from_json, dict.fromkeys(lines)), key=lambda told: told.told_at))


def _lines(rows: Iterable[tuple[str]]) -> list[str]:
    calls = map(call_from_json, _bodies(rows))
    return [evidence_line(told) for call in calls for told in call.evidence | call.contested]


def _bodies(rows: Iterable[tuple[str]]) -> list[str]:
    return [body for (body,) in rows]

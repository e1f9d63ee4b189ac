"""What is kept of calls, read back: where a run begins, and where something is told of a call long let go of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.storage.calls.call_rows import call_from_json
from acefone_desktop.adapters.storage.calls.evidence_lines import evidence_line
from acefone_desktop.adapters.storage.contacts.words import storable
from acefone_desktop.adapters.storage.stamps import microseconds
from acefone_desktop.domain.evidence import evidence_from_json
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from acefone_desktop.domain.evidence import Evidence

MOST_READ: Final = 10_000
"""Pieces at a start; a flood of the night before is not to fill the memory. Those of our own dials always are read."""
MOST_OF_A_CUSTOMER: Final = 20
"""Calls, the newest."""
_MOST_NAMES: Final = 200
"""In one question; what lies beyond is of a flood."""
_CALLS: Final = "SELECT evidence FROM call WHERE number = ? AND started_at >= ? ORDER BY started_at DESC LIMIT ?"
_DIALS: Final = (
    "SELECT evidence FROM call WHERE number = ? AND started_at >= ? AND EXISTS (SELECT 1 FROM intent WHERE id = key)"
    " ORDER BY started_at DESC LIMIT ?"
)


def read_since(connection: sqlite3.Connection, since: datetime) -> list[str]:
    """Lines of evidence told since then, in no order; of more than `MOST_READ` the newest, and all of dials."""
    sql = "SELECT body FROM evidence WHERE told_at >= ? ORDER BY told_at DESC, digest LIMIT ?"
    lines = _bodies(connection.execute(sql, (microseconds(since), MOST_READ)))
    if len(lines) == MOST_READ:
        sql = "SELECT evidence FROM call WHERE key IN (SELECT id FROM intent WHERE requested_at >= ?)"
        lines += _lines(connection.execute(sql, (microseconds(since),)))
    return lines


def read_of(
    connection: sqlite3.Connection,
    names: Collection[str],
    dials_with: Mapping[str, Collection[str]],
    calls_with: Mapping[str, Collection[str]],
    since: datetime,
) -> list[str]:
    """Rows of single calls, in no order; see `Journal.calls_of`.

    Which rows are dials is in the index: of other people's calls, thousands in a flood, nothing is read for that.
    """
    rows: list[str] = []
    for key in tuple(dict.fromkeys(names))[:_MOST_NAMES]:
        rows += _bodies(connection.execute("SELECT evidence FROM call WHERE key = ?", (storable(key),)))
    for sql, wanted in ((_DIALS, dials_with), (_CALLS, calls_with)):
        for customer, told_under in tuple(wanted.items())[:_MOST_NAMES]:
            if number := comparable(customer):
                written = [_as_written(name) for name in told_under]
                found = _bodies(connection.execute(sql, (number, microseconds(since), MOST_OF_A_CUSTOMER)))
                rows += [body for body in found if not written or any(name in body for name in written)]
    return list(dict.fromkeys(rows))


def _as_written(name: str) -> str:
    """The name as it stands in a line of evidence in a row: most rows need not be read to see that it is not there."""
    line = json.dumps(name, ensure_ascii=False)[1:-1]
    return json.dumps(line)[1:-1]


def evidence_from_lines(lines: Iterable[str]) -> tuple[Evidence, ...]:
    """Each once, oldest first. Raises `StorageError`."""
    return tuple(sorted(map(evidence_from_json, dict.fromkeys(lines)), key=lambda told: told.told_at))


def _lines(rows: Iterable[tuple[str]]) -> list[str]:
    calls = map(call_from_json, _bodies(rows))
    return [evidence_line(told) for call in calls for told in call.evidence | call.contested]


def _bodies(rows: Iterable[tuple[str]]) -> list[str]:
    return [body for (body,) in rows]

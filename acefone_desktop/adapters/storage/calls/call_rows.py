"""Calls as rows: their evidence, and the few columns by which history orders and finds them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.calls.call_notes import move_notes, names_of
from acefone_desktop.adapters.storage.calls.evidence_lines import evidence_line
from acefone_desktop.adapters.storage.contacts.words import folded, storable
from acefone_desktop.adapters.storage.stamps import microseconds
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.errors import DatabaseDamagedError
from acefone_desktop.domain.evidence import evidence_from_json
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    import sqlite3


def replace_call(connection: sqlite3.Connection, call: Call) -> None:
    """Keeps the call under its key, in place of what was kept of it, also under a name it had before."""
    names = names_of(call)
    connection.executemany("DELETE FROM call WHERE key = ?", [(name,) for name in names])
    connection.execute(
        "INSERT INTO call (key, started_at, number, words, evidence) VALUES (?, ?, ?, ?, ?)",
        (storable(call.key), began(call), comparable(call.customer), _words(call), _evidence(call)),
    )
    move_notes(connection, names, storable(call.key))


def call_from_json(text: str) -> Call:
    """The call as it was kept. Raises `StorageError`."""
    try:
        raw = json.loads(text)
        evidence, contested = raw["evidence"], raw["contested"]
    except (ValueError, KeyError, TypeError) as error:
        raise DatabaseDamagedError("(A stored call cannot be read.)") from error
    return Call(
        frozenset(evidence_from_json(line) for line in evidence),
        frozenset(evidence_from_json(line) for line in contested),
    )


def began(call: Call) -> int:
    """When the call was asked for, or began, or was first heard of: its place in history, which later news keep."""
    moment = call.requested_at or call.started_at or min(told.told_at for told in call.evidence)
    return microseconds(moment)


def _words(call: Call) -> str:
    """What a search of history looks through: numbers as digits, and the agent."""
    return storable(folded(" ".join((call.customer, call.caller_id, call.agent))))


def _evidence(call: Call) -> str:
    told = {
        "evidence": sorted(evidence_line(one) for one in call.evidence),
        "contested": sorted(evidence_line(one) for one in call.contested),
    }
    return json.dumps(told)

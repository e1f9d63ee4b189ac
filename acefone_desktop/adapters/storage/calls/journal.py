"""The journal: dials and what is known of calls, on disk before anything follows from them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.calls.call_rows import call_from_json, replace_call
from acefone_desktop.adapters.storage.calls.evidence_lines import evidence_line
from acefone_desktop.adapters.storage.calls.intent_rows import intent_from_json, intent_to_json
from acefone_desktop.adapters.storage.calls.kept_evidence import evidence_from_lines, read_of, read_since
from acefone_desktop.adapters.storage.contacts.words import storable
from acefone_desktop.adapters.storage.stamps import microseconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from acefone_desktop.adapters.storage.database import Database
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.dialing import CallIntent, IntentId
from acefone_desktop.domain.evidence import Evidence


class SqliteJournal:
    """Fills `Journal`: when a method returns, its transaction is committed and synchronised to disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record_intent(self, intent: CallIntent) -> None:
        """Keeps the dial; the request may leave only after this. An id that is there already is a `StorageError`."""
        row = (intent.id, microseconds(intent.requested_at), intent_to_json(intent))
        await self._database.write(
            lambda connection: connection.execute("INSERT INTO intent (id, requested_at, body) VALUES (?, ?, ?)", row)
        )

    async def record_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Keeps evidence; what is there already is not doubled."""
        await self.record_news(evidence, (), ())

    async def record_calls(self, calls: Sequence[Call]) -> None:
        """Keeps the rows that history shows, one per call; the newest replaces. A call without evidence is none."""
        await self.record_news((), calls, ())

    async def record_news(
        self, evidence: Sequence[Evidence], calls: Sequence[Call], closed: Sequence[IntentId]
    ) -> None:
        """All three in one transaction: nobody finds a dial closed, or evidence, whose call history does not show."""
        rows = [_evidence_row(one) for one in evidence]
        told = tuple(call for call in calls if call.evidence)

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR IGNORE INTO evidence VALUES (?, ?, ?)", rows)
            for call in told:
                replace_call(connection, call)
            connection.executemany("UPDATE intent SET closed = 1 WHERE id = ?", [(intent_id,) for intent_id in closed])

        await self._database.write(write)

    async def open_evidence(self, since: datetime) -> tuple[Evidence, ...]:
        """Evidence told since then, oldest first: see `read_since`."""
        return evidence_from_lines(await self._database.write(lambda connection: read_since(connection, since)))

    async def calls_of(
        self,
        names: Collection[str],
        dials_with: Mapping[str, Collection[str]],
        calls_with: Mapping[str, Collection[str]],
        since: datetime,
    ) -> tuple[Call, ...]:
        """Single calls as they are kept: see `read_of`."""
        read = await self._database.write(lambda connection: read_of(connection, names, dials_with, calls_with, since))
        return tuple(map(call_from_json, read))

    async def intents_without_reply(self) -> tuple[CallIntent, ...]:
        """Dials that a crash or power cut left without any word on how they went, oldest first."""
        sql = "SELECT id, body FROM intent WHERE closed = 0 ORDER BY requested_at, id"
        rows = await self._database.write(lambda connection: connection.execute(sql).fetchall())
        return tuple(intent_from_json(intent_id, body) for intent_id, body in rows)

    async def close_intent(self, intent_id: IntentId) -> None:
        """The dial's reply (or its absence) is known and kept as evidence."""
        await self.record_news((), (), (intent_id,))


def _evidence_row(evidence: Evidence) -> tuple[bytes, int, str]:
    body = storable(evidence_line(evidence))
    return sha256(body.encode()).digest(), microseconds(evidence.told_at), body

"""Brings what the tracker learns to disk, in batches, in the background."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.dialing import IntentId
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.services.ports import Journal

_log = logging.getLogger(__name__)


class CallKeeper:
    """Collects while a write is under way; the next write takes everything that has come together.

    What cannot be written stays and goes with the next write: the calls in memory do not depend on the disk.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.on_kept: Callable[[], None] | None = None
        """Called whenever calls have been written: what reads them from disk may read again."""
        self._evidence: list[Evidence] = []
        self._calls: dict[CallKey, Call] = {}
        self._closed: list[IntentId] = []
        self._writing = asyncio.Lock()

    def keep(self, evidence: Iterable[Evidence], calls: Iterable[Call], closed: Iterable[IntentId] = ()) -> None:
        """Remembers what to write. `closed` are dials whose outcome is among the evidence."""
        self._evidence.extend(evidence)
        self._calls.update((call.key, call) for call in calls)
        self._closed.extend(closed)

    def tell_kept(self) -> None:
        """Calls have come to disk, by us or by another process."""
        if self.on_kept is not None:
            self.on_kept()

    async def write(self) -> None:
        """Returns when all that was kept before is on disk, or could not be written."""
        async with self._writing:
            evidence, self._evidence = self._evidence, []
            calls, self._calls = self._calls, {}
            closed, self._closed = self._closed, []
            try:
                if evidence or calls or closed:
                    await self._journal.record_news(evidence, tuple(calls.values()), closed)
                if calls:
                    self.tell_kept()
            except (StorageError, asyncio.CancelledError) as error:
                self._evidence = evidence + self._evidence
                self._calls = calls | self._calls
                self._closed = closed + self._closed
                if not isinstance(error, StorageError):
                    raise  # the writing task is ended half-way: whoever ends it writes once more
                _log.warning("Calls could not be kept, trying again with the next ones: %s", error.code)

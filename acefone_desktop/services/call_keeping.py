"""Brings what the tracker learns to disk, in batches, in the background."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.evidence import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.dialing import IntentId
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.services.ports import Journal

_log = logging.getLogger(__name__)

MOST_UNWRITTEN: Final = 20_000
"""Pieces of evidence that wait for a disk that refuses."""


class CallKeeper:
    """Collects while a write is under way; the next write takes everything that has come together.

    What cannot be written stays and goes with the next write, up to `MOST_UNWRITTEN`: the calls in memory do not depend
    on the disk.
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
        if len(self._evidence) > MOST_UNWRITTEN:
            self._make_room()

    def _make_room(self) -> None:
        """The disk has refused for long, and webhooks go on: what is told of our own dials stays, of the rest half."""
        dials = {key: call for key, call in self._calls.items() if call.intent_id is not None}
        ours = {told for call in dials.values() for told in call.evidence}
        rest = [told for told in self._evidence if told.source is not Source.DIAL and told not in ours]
        left = frozenset(rest[: len(rest) // 2])
        self._evidence = [told for told in self._evidence if told not in left]
        others = [key for key in self._calls if key not in dials]
        for key in others[: len(others) // 2]:
            del self._calls[key]
        _log.warning("The disk has refused for so long that the oldest news of other calls are let go of")

    @property
    def unwritten(self) -> tuple[Call, ...]:
        """Calls that wait to be written."""
        return tuple(self._calls.values())

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

"""Counts the requests that leave, by kind and minute, for the budget of an hour; kept across restarts."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Final, Protocol

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.polling_budget import RequestKind, RequestUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acefone_desktop.services.ports import Clock

_log = logging.getLogger(__name__)

MINUTES: Final = 60
KEEP_EVERY_S: Final = 20.0
"""Between two writes of what is asked by the clock: so much of that count a crash can lose, and of dials nothing."""

Minute = int
"""Whole minutes since 1970 (UTC)."""

MinuteCounts = dict[tuple[Minute, RequestKind], int]
"""Requests by minute and kind."""


class RequestCounts(Protocol):
    """Counts on disk, of all processes of a profile together. Raises `StorageError`."""

    def add(self, counts: Mapping[tuple[Minute, RequestKind], int], since: Minute) -> MinuteCounts:
        """Adds to what is there and forgets what is older than `since`; returns what is there now."""
        ...


class RequestLedger:
    """Told of each request as it leaves (`note`). Without `counts` it lives in memory alone. Use from one event loop.

    Minutes are counted by the calendar: where that is set back, what seems to lie ahead is left out.
    """

    def __init__(self, clock: Clock, counts: RequestCounts | None = None) -> None:
        self._clock, self._counts = clock, counts
        self._kept: MinuteCounts = {}
        self._new: Counter[tuple[Minute, RequestKind]] = Counter()
        self._kept_at: float | None = None
        self._noted = 0

    def note(self, kind: RequestKind) -> None:
        """A request of this kind leaves now; a dial is brought to disk before it does."""
        self._new[self._minute(), kind] += 1
        self._noted += kind.is_polling
        if kind is RequestKind.DIAL:
            self.keep(at_once=True)

    @property
    def noted(self) -> int:
        """Requests for polling noted here since the beginning: the difference is what a look took."""
        return self._noted

    def use(self) -> RequestUse:
        """The last hour, to the minute; never too few."""
        now = self._minute()
        found: Counter[RequestKind] = Counter()
        for counts in (self._kept, self._new):
            for (minute, kind), count in counts.items():
                if now - MINUTES <= minute <= now + 1:
                    found[kind] += count
        return RequestUse(dict(found))

    @property
    def is_kept(self) -> bool:
        """Whether all that was noted is where others see it."""
        return not self._new

    def keep(self, *, at_once: bool = False) -> None:
        """Brings new counts to disk, where it is time or `at_once`, and takes up what others have counted.

        The disk's refusal is logged: the counts stay and go with the next write.
        """
        now = self._clock.monotonic()
        due = at_once or self._kept_at is None or now - self._kept_at >= KEEP_EVERY_S
        if not due:
            return
        self._kept_at = now
        new, self._new = self._new, Counter()
        if self._counts is None:
            self._kept = _recent(Counter(self._kept) + new, self._minute() - MINUTES)
            return
        try:
            self._kept = self._counts.add(new, self._minute() - MINUTES)
        except StorageError as error:
            self._new = new + self._new
            _log.warning("The number of requests could not be kept: %s", error.code)

    def _minute(self) -> Minute:
        return int(self._clock.now().timestamp() // 60)


def _recent(counts: Mapping[tuple[Minute, RequestKind], int], since: Minute) -> MinuteCounts:
    return {key: count for key, count in counts.items() if key[0] >= since}

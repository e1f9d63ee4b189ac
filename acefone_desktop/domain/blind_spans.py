"""Times in which nobody looked: asleep, or unable to. That nothing was seen then says nothing about a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

MOST_SPANS: Final = 100


@dataclass(frozen=True, slots=True)
class BlindSpans:
    """Disjoint spans, oldest first."""

    spans: tuple[tuple[datetime, datetime], ...] = ()

    def with_span(self, begun_at: datetime, ended_at: datetime) -> BlindSpans:
        """One more, which is not before the others; what they share is counted once."""
        last = self.spans[-1][1] if self.spans else begun_at
        begun_at = max(begun_at, last)
        if begun_at >= ended_at:
            return self
        return BlindSpans((*self.spans, (begun_at, ended_at))[-MOST_SPANS:])

    def within(self, since: datetime, until: datetime) -> timedelta:
        """How much of that time was blind."""
        shared = (min(end, until) - max(begin, since) for begin, end in self.spans)
        return sum((each for each in shared if each > timedelta()), timedelta())

    def seen(self, since: datetime, until: datetime) -> timedelta:
        """How long it was looked at, between the two."""
        return until - since - self.within(since, until)


NEVER_BLIND: Final = BlindSpans()

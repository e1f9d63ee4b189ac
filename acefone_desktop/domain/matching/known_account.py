"""What all of an account's evidence tells that matching needs: how our clock stands to theirs, and who is who."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from acefone_desktop.domain.evidence import Evidence, Source
from acefone_desktop.domain.matching.call_traits import AgentDirectory
from acefone_desktop.domain.matching.stamp_zones import ZONE_STEP

MOST_REMEMBERED = 5_000
"""Replies; the oldest are of weeks ago."""

NEWEST = 100
"""Replies that are enough for the calls that go on."""


class ClockOffsets:
    """By how much our clock was ahead of the provider's, and when: it may be put right in between."""

    def __init__(self) -> None:
        self._replied: list[tuple[datetime, timedelta]] = []
        self._rows: list[tuple[datetime, timedelta]] = []

    def learn(self, item: Evidence) -> bool:
        """Takes in what a piece of evidence tells; returns whether `ahead` may now say something else."""
        if item.taken_at is not None:
            self._rows.clear()
            return _put(self._replied, (item.told_at, item.told_at - item.taken_at))
        if item.source is Source.LIVE_CALLS and item.begun_at and item.started_at and not self._replied:
            ahead = item.begun_at - item.started_at
            return _put(self._rows, (item.told_at, ahead - round(ahead / ZONE_STEP) * ZONE_STEP))
        return False

    def keep_newest(self) -> None:
        """Lets go of what was told long ago."""
        del self._replied[:-NEWEST], self._rows[:-NEWEST]

    def ahead(self, at: datetime) -> timedelta | None:
        """As was told next to that moment of our clock; None where nothing tells.

        A reply carries the provider's time. Where there is none, the rows of running calls tell: they have an age
        and a start, whose zone may be read wrongly by whole steps.
        """
        told = self._replied or self._rows
        if not told:
            return None
        place = bisect_left(told, (at, timedelta.min))
        return min(told[max(place - 1, 0) : place + 1], key=lambda known: (abs(known[0] - at), known))[1]


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of it so far; grows with its evidence and depends on nothing else."""

    clocks: ClockOffsets = field(default_factory=ClockOffsets)
    directory: AgentDirectory = field(default_factory=AgentDirectory)


def _put(told: list[tuple[datetime, timedelta]], sample: tuple[datetime, timedelta]) -> bool:
    place = bisect_left(told, sample)
    if place < len(told) and told[place] == sample:
        return False
    insort(told, sample)
    if len(told) > MOST_REMEMBERED:
        del told[0]
    return True

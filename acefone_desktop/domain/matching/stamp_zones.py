"""Puts right the provider's stamps of our own calls where they were read in the wrong zone.

Which zone an account's naive stamps are in is not certain, and webhooks can have one of their own (contract §8, §9).
For a call we requested ourselves we know better when it can have begun.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from acefone_desktop.domain.evidence import Evidence, Fact

ZONE_STEP = timedelta(minutes=15)
"""All zones are a multiple of this apart."""

FARTHEST = timedelta(hours=14)
LATEST_START, EARLIEST_START = timedelta(seconds=150), timedelta(seconds=-30)
"""When a call can have begun, from its request: queues are slow and clocks differ (contract §8 has 30 to 300 s)."""


def misreading(requested_at: datetime, started_at: datetime) -> timedelta:
    """By how much a start is off because of its zone; zero where it is not, or is off for another reason."""
    waited = started_at - requested_at
    off = round(waited / ZONE_STEP) * ZONE_STEP
    return off if abs(off) <= FARTHEST and EARLIEST_START <= waited - off <= LATEST_START else timedelta()


def in_our_time(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence of one call, stamps put right where there is a request of ours to tell by."""
    items = list(evidence)
    requested_at = min((e.told_at for e in items if e.fact is Fact.REQUESTED), default=None)
    if requested_at is not None:
        requested_at = min((e.taken_at for e in items if e.taken_at), default=requested_at)
    return items if requested_at is None else [_put_right(item, requested_at) for item in items]


def _put_right(item: Evidence, requested_at: datetime) -> Evidence:
    off = misreading(requested_at, item.started_at) if item.started_at else timedelta()
    if not off:
        return item
    return replace(
        item,
        **{
            name: stamp - off
            for name in ("started_at", "answered_at", "ended_at", "happened_at")
            if (stamp := getattr(item, name)) is not None
        },
    )

"""Puts right the provider's stamps where they were read in the wrong zone.

Which zone an account's naive stamps are in is not certain, and webhooks can have one of their own (contract §8, §9).
For a call we requested ourselves we know better when it can have begun; no other began after we first heard of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from acefone_desktop.domain.evidence import GOING_ON, TIME_UNKNOWN, Evidence, Fact, Source
from acefone_desktop.domain.server_zone import PLAUSIBLE, ZoneSighting, offset_of

if TYPE_CHECKING:
    from acefone_desktop.domain.calls import Call

ZONE_STEP = timedelta(minutes=15)
"""All zones are a multiple of this apart."""

WRONGEST_CLOCK = timedelta(minutes=10)
"""How wrong a clock may be that nothing has been set against."""

FARTHEST = timedelta(hours=14)
LATEST_START, EARLIEST_START = timedelta(seconds=150), timedelta(seconds=-30)
"""When a call can have begun, from its request: queues are slow and clocks differ (contract §8 has 30 to 300 s)."""

_STAMPS = ("started_at", "answered_at", "ended_at", "happened_at")


def misreading(requested_at: datetime, started_at: datetime) -> timedelta:
    """By how much a start is off because of its zone; zero where it is not, or is off for another reason."""
    waited = started_at - requested_at
    off = round(waited / ZONE_STEP) * ZONE_STEP
    return off if abs(off) <= FARTHEST and EARLIEST_START <= waited - off <= LATEST_START else timedelta()


def in_our_time(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence of one call, stamps put right where there is a time of ours to tell by.

    A stamp that no zone explains is left out where it lies in the future of the report that tells it.
    """
    items = list(evidence)
    requested_at = min((e.told_at for e in items if e.fact is Fact.REQUESTED), default=None)
    if requested_at is None:
        heard_at = min((e.begun_at or e.told_at for e in items if e.told_at != TIME_UNKNOWN), default=None)
        return items if heard_at is None else [_not_ahead(item, heard_at) for item in items]
    taken_at = min((e.taken_at for e in items if e.taken_at), default=requested_at)
    return [_possible(_put_right(item, taken_at), taken_at - requested_at) for item in items]


def _put_right(item: Evidence, requested_at: datetime) -> Evidence:
    off = misreading(requested_at, item.started_at) if item.started_at else timedelta()
    return _earlier(item, off) if off else item


def _not_ahead(item: Evidence, heard_at: datetime) -> Evidence:
    """Of a call that is not our own: it has begun before it is heard of, and ended before that is told."""
    item = _possible(item, timedelta())
    ahead = item.started_at - heard_at if item.started_at else timedelta()
    if item.told_at != TIME_UNKNOWN:
        ahead = max([ahead, *(stamp - item.told_at for name in _STAMPS if (stamp := getattr(item, name)) is not None)])
    if ahead <= WRONGEST_CLOCK:
        return item
    steps = -((LATEST_START - ahead) // ZONE_STEP)
    return _earlier(item, steps * ZONE_STEP)


def _possible(item: Evidence, behind: timedelta) -> Evidence:
    """Without stamps that lie ahead of their report, by our clock so far `behind`, by more than zones are apart."""
    if item.told_at == TIME_UNKNOWN:
        return item
    latest = FARTHEST + WRONGEST_CLOCK + behind
    wrong: dict[str, Any] = {
        name: None for name in _STAMPS if (stamp := getattr(item, name)) is not None and stamp - item.told_at > latest
    }
    return replace(item, **wrong) if wrong else item


def _earlier(item: Evidence, off: timedelta) -> Evidence:
    return replace(item, **{name: stamp - off for name in _STAMPS if (stamp := getattr(item, name)) is not None})


def sighting(call: Call, item: Evidence, read_in: tzinfo) -> ZoneSighting | None:
    """What a stamp of a dial of ours says of the zone it was written in; None where it says nothing for certain.

    The start is held against the provider's own time of the request where its reply told that, so that our clock may
    be wrong; `read_in` is the zone in which the stamps of `item` were read. Webhooks can carry stamps that any zone
    reads alike, so that theirs count only where they were read wrongly.
    """
    if item.started_at is None or not _is_certain(call, item):
        return None
    requested_at = min((e.taken_at for e in call.evidence if e.taken_at), default=call.requested_at)
    if requested_at is None:
        return None
    off = misreading(requested_at, item.started_at)
    began_at = item.started_at - off
    if not off and (item.source is Source.WEBHOOK or not EARLIEST_START <= began_at - requested_at <= LATEST_START):
        return None
    offset = offset_of(read_in, item.started_at) + off
    return ZoneSighting(call.intent_id or "", began_at, offset) if offset in PLAUSIBLE else None


def _is_certain(call: Call, item: Evidence) -> bool:
    """Whether nothing but our dial can be meant: it carries the dial's own mark, or was seen while the dial ran."""
    if call.intent_id is None or call.contested or not call.call_id or item.call_id not in {call.call_id, ""}:
        return False
    marks = {e.custom_identifier for e in call.evidence if e.source is Source.DIAL and e.custom_identifier}
    if item.custom_identifier in marks:
        return True
    requested_at = call.requested_at
    return requested_at is not None and any(
        e.source in {Source.LIVE_CALLS, Source.WEBHOOK} and e.fact in GOING_ON and e.told_at >= requested_at
        for e in call.evidence
    )

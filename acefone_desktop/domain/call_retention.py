"""Which calls stay in memory: those that go on, and of the rest the recent ones, as far as there is room.

All of them are on disk; what is told later of one that was let go is joined to what is kept there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.call_watch import is_watched
from acefone_desktop.domain.incoming_calls import is_incoming

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much is kept. `pieces` is for evidence; what our open dials need is kept beyond it."""

    pieces: int = 2_000
    recent: timedelta = timedelta(hours=1)
    coming_in: int = 100
    """Calls to us that nobody knows the end of: no person has so many at once."""
    rivals: int = 3
    """Calls kept of those that one dial may be: with two of them it is not clear, as with all."""


USUAL_ROOM = Room()


def is_our_open_dial(call: Call) -> bool:
    """What nothing may push out."""
    return call.intent_id is not None and is_watched(call)


def worth_keeping(calls: Iterable[Call], now: datetime, room: Room = USUAL_ROOM) -> frozenset[Evidence]:
    """The evidence of calls to be kept: our open dials, then our other dials, then the rest, the newest first.

    With a call that may be one of several goes what it may be: of these, the one that is left would be taken for it.
    """
    told_last = {call: max(told.told_at for told in call.evidence) for call in calls}
    newest_first = sorted(told_last, key=lambda call: (told_last[call], call.key), reverse=True)
    kept: set[Evidence] = set()
    for call in filter(is_our_open_dial, newest_first):
        kept |= call.evidence | _rivals(call, room)
    others = [call for call in newest_first if not is_our_open_dial(call)]
    used = 0
    for call in sorted(others, key=lambda call: call.intent_id is None):
        is_recent = is_watched(call) or told_last[call] > now - room.recent
        told = call.evidence | _rivals(call, room)
        if is_recent and used + len(told) <= room.pieces:
            kept |= told
            used += len(told)
    return frozenset(kept)


def beyond_following(calls: Iterable[Call], room: Room = USUAL_ROOM) -> Sequence[Call]:
    """Calls to us of which so many go on that the oldest can be followed no longer."""
    coming = [call for call in calls if is_incoming(call) and is_watched(call)]
    surplus = len(coming) - room.coming_in
    return sorted(coming, key=lambda call: max(told.told_at for told in call.evidence))[: max(0, surplus)]


def _rivals(call: Call, room: Room) -> set[Evidence]:
    """Whole calls, the newest; what names no call counts as one each."""
    told: dict[str, set[Evidence]] = {}
    for item in sorted(call.contested - call.evidence, key=lambda item: item.told_at, reverse=True):
        name = item.call_id or item.intent_id or f"{item.customers} {item.started_at} {item.told_at}"
        if name in told or len(told) < room.rivals:
            told.setdefault(name, set()).add(item)
    return {item for items in told.values() for item in items}

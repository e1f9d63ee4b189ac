"""Which calls are worth looking at, how often, and when to stop: decisions by the clock that is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import Call, CallState
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.reports import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable

_SURELY_OVER = frozenset({Fact.ENDED, Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED})
_OVER = _SURELY_OVER | {Fact.VANISHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often to ask and how long to wait, in seconds. The provider's limits are shared by the whole account."""

    until_seen_s: float = 1.0
    ringing_s: float = 2.0
    connected_s: float = 5.0
    long_connected_s: float = 10.0
    record_s: float = 3.0
    slow_record_s: float = 10.0
    eager_for_s: float = 15.0
    """An accepted call shows within seconds; so long we ask most often, for hanging up needs its id."""
    record_instead_after_s: float = 4.0
    """Without a live row for so long, call records are asked as well: short calls come and go unseen."""
    appears_within_s: float = 45.0
    record_within_s: float = 180.0
    longest_call_s: float = 4 * 3600.0


USUAL_PACE = Pace()


def is_watched(call: Call) -> bool:
    """Whether there is something to find out about this call: a dial of ours, or a call that came in to us."""
    return (call.intent_id is not None or _came_in(call)) and not call.is_settled


def needs_live(call: Call) -> bool:
    """Whether `live_calls` can say something about it; a row that merely vanished may be back."""
    if call.is_open or call.state is CallState.UNKNOWN:
        return True
    return not any(e.fact in _SURELY_OVER for e in call.evidence)


def needs_record(call: Call, now: datetime, pace: Pace = USUAL_PACE) -> bool:
    """Whether `call/records` may know more: it is over, or it should have shown by now and has not."""
    if over_since(call) is not None or call.state is CallState.UNKNOWN:
        return True
    return call.state is CallState.ACCEPTED and now - sent_at(call) >= timedelta(seconds=pace.record_instead_after_s)


def interval(call: Call, now: datetime, pace: Pace = USUAL_PACE) -> float:
    """Seconds until it is worth asking again about this call."""
    if (since := over_since(call)) is not None:
        return pace.record_s if now - since < timedelta(seconds=60) else pace.slow_record_s
    if _came_in(call) and any(e.source is Source.WEBHOOK for e in call.evidence):
        return pace.long_connected_s  # webhooks tell the rest as well; asking is for the one that gets lost
    age = (now - sent_at(call)).total_seconds()
    if call.call_id is None and age <= pace.eager_for_s:
        return pace.until_seen_s
    if age <= 60:  # noqa: PLR2004 (both legs ring about half a minute each at most)
        return pace.ringing_s
    return pace.connected_s if age <= 300 else pace.long_connected_s  # noqa: PLR2004 (five minutes)


def sent_at(call: Call) -> datetime:
    """When the dial was accepted, or lost sight of; when it was asked for, until then."""
    replies = (e.told_at for e in call.evidence if e.fact in {Fact.ACCEPTED, Fact.OUTCOME_UNKNOWN})
    return max(replies, default=None) or _first_told(call.evidence)


def over_since(call: Call) -> datetime | None:
    """When we learned that the call is over; None if it is not."""
    if call.state is not CallState.ENDED:
        return None
    return min((e.told_at for e in call.evidence if e.fact in _OVER), default=_first_told(call.evidence))


def verdict(call: Call, now: datetime, pace: Pace = USUAL_PACE) -> Evidence | None:
    """What the passing of time says: not found, or given up; None while there is reason to wait."""
    facts = {e.fact for e in call.evidence}
    unseen = call.call_id is None and call.state in {CallState.ACCEPTED, CallState.UNKNOWN}
    if unseen and not call.ambiguous:
        waited = (now - sent_at(call)).total_seconds()
        if Fact.NOT_FOUND in facts or (Fact.ACCEPTED not in facts and waited >= pace.record_within_s):
            return _tell(call, Fact.GIVEN_UP, now) if waited >= pace.record_within_s else None
        return _tell(call, Fact.NOT_FOUND, now) if waited >= pace.appears_within_s else None
    if call.ambiguous and not _rivals_are_over(call):
        return _after(call, now, _first_told(call.evidence), pace.longest_call_s)
    if _came_in(call) and call.state in {CallState.ACCEPTED, CallState.AGENT_RINGING}:
        return _after(call, now, _last_told(call.evidence), pace.record_within_s)
    since = over_since(call) or (_last_told(call.evidence | call.contested) if call.ambiguous else None)
    if since is not None:
        return _after(call, now, since, pace.record_within_s)
    return _after(call, now, _last_told(call.evidence), pace.longest_call_s)


def not_found(call: Call, looked_at: datetime, pace: Pace = USUAL_PACE) -> Evidence | None:
    """Says of an accepted dial of ours that at a look at the provider, late enough, there was no such call."""
    if call.intent_id is None or call.call_id is not None or call.state is not CallState.ACCEPTED or call.ambiguous:
        return None
    late = (looked_at - sent_at(call)).total_seconds() >= pace.appears_within_s
    return _tell(call, Fact.NOT_FOUND, looked_at) if late else None


def _after(call: Call, now: datetime, since: datetime, seconds: float) -> Evidence | None:
    return _tell(call, Fact.GIVEN_UP, now) if now - since >= timedelta(seconds=seconds) else None


def _rivals_are_over(call: Call) -> bool:
    rivals = call.contested - call.evidence
    over = {e.call_id for e in rivals if e.fact in _OVER}
    return all(e.call_id in over for e in rivals if e.call_id)


def _tell(call: Call, fact: Fact, now: datetime) -> Evidence:
    call_id = call.call_id or "" if call.intent_id is None else ""
    return Evidence(source=Source.LIVE_CALLS, told_at=now, fact=fact, intent_id=call.intent_id or "", call_id=call_id)


def _came_in(call: Call) -> bool:
    return call.intent_id is None and call.call_id is not None and call.direction is Direction.INBOUND


def _first_told(evidence: Iterable[Evidence]) -> datetime:
    return min(e.told_at for e in evidence)


def _last_told(evidence: Iterable[Evidence]) -> datetime:
    return max(e.told_at for e in evidence)

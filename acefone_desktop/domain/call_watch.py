"""Which calls are worth looking at, how often, and when to stop: decisions by the clock that is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.blind_spans import NEVER_BLIND, BlindSpans
from acefone_desktop.domain.calls import Call, CallState
from acefone_desktop.domain.evidence import GOING_ON, Evidence, Fact, Source
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
    told_factor: float = 3.0
    """A call that webhooks tell of is asked about so much less often: asking is then for what gets lost."""


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
    patience = timedelta(seconds=pace.record_instead_after_s)
    if is_told_of(call) and not any(e.source is Source.LIVE_CALLS for e in call.evidence):
        # Its end may have been told while nobody listened, and no row can vanish that was never seen.
        return now - _last_told(call.evidence) >= patience
    return call.state is CallState.ACCEPTED and now - sent_at(call) >= patience


def interval(call: Call, now: datetime, pace: Pace = USUAL_PACE, blind: BlindSpans = NEVER_BLIND) -> float:
    """Seconds until it is worth asking again about this call; time that was blind does not make it older."""
    if (since := over_since(call)) is not None:
        return pace.record_s if blind.seen(since, now) < timedelta(seconds=60) else pace.slow_record_s
    age = blind.seen(sent_at(call), now).total_seconds()
    if call.call_id is None and age <= pace.eager_for_s:
        return pace.until_seen_s
    usual = pace.long_connected_s
    if age <= 60:  # noqa: PLR2004 (both legs ring about half a minute each at most)
        usual = pace.ringing_s
    elif age <= 300:  # noqa: PLR2004 (five minutes)
        usual = pace.connected_s
    return usual * pace.told_factor if is_told_of(call) else usual


def is_told_of(call: Call) -> bool:
    """Whether webhooks have told of this call while it went on, so that its end will be told as well."""
    return any(e.source is Source.WEBHOOK and e.fact in GOING_ON and e.ended_at is None for e in call.evidence)


def sent_at(call: Call) -> datetime:
    """When the dial was accepted, or lost sight of; when it was asked for, until then."""
    replies = (e.told_at for e in call.evidence if e.fact in {Fact.ACCEPTED, Fact.OUTCOME_UNKNOWN})
    return max(replies, default=None) or _first_told(call.evidence)


def over_since(call: Call) -> datetime | None:
    """When we learned that the call is over; None if it is not."""
    if call.state is not CallState.ENDED:
        return None
    return min((e.told_at for e in call.evidence if e.fact in _OVER), default=_first_told(call.evidence))


def verdict(call: Call, now: datetime, pace: Pace = USUAL_PACE, blind: BlindSpans = NEVER_BLIND) -> Evidence | None:
    """What the passing of time says: not found, or given up; None while there is reason to wait.

    Only time in which somebody looked counts.
    """
    facts = {e.fact for e in call.evidence}
    unseen = call.call_id is None and call.state in {CallState.ACCEPTED, CallState.UNKNOWN}
    if unseen and not call.ambiguous:
        waited = blind.seen(sent_at(call), now).total_seconds()
        if Fact.NOT_FOUND in facts or (Fact.ACCEPTED not in facts and waited >= pace.record_within_s):
            return _tell(call, Fact.GIVEN_UP, now) if waited >= pace.record_within_s else None
        return _tell(call, Fact.NOT_FOUND, now) if waited >= pace.appears_within_s else None
    patience_s = pace.longest_call_s
    if call.ambiguous and not _rivals_are_over(call):
        since = _first_told(call.evidence)
    elif (over := over_since(call) or (_last_told(call.evidence | call.contested) if call.ambiguous else None)) is None:
        since = _last_told(call.evidence)
        if _came_in(call) and call.state is not CallState.CONNECTED:
            patience_s = pace.record_within_s  # nobody lets a phone ring so long
    else:
        since, patience_s = over, pace.record_within_s
    return _tell(call, Fact.GIVEN_UP, now) if blind.seen(since, now).total_seconds() >= patience_s else None


def given_up(call: Call) -> Evidence:
    """Says that nobody has looked after this call since it was last heard of."""
    return _tell(call, Fact.GIVEN_UP, _last_told(call.evidence))


def not_found(call: Call, looked_at: datetime, pace: Pace = USUAL_PACE) -> Evidence | None:
    """Says of an accepted dial of ours that at a look at the provider, late enough, there was no such call."""
    if call.intent_id is None or call.call_id is not None or call.state is not CallState.ACCEPTED or call.ambiguous:
        return None
    late = (looked_at - sent_at(call)).total_seconds() >= pace.appears_within_s
    return _tell(call, Fact.NOT_FOUND, looked_at) if late else None


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

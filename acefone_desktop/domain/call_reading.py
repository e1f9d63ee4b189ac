"""What a set of evidence says about its call: a pure function of the set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from acefone_desktop.domain.call_events import CallEvent, call_events
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.matching.stamp_zones import WRONGEST_CLOCK, in_our_time
from acefone_desktop.domain.reports import Direction

V = TypeVar("V")


class CallState(Enum):
    """How far a call has got, and on which leg; the value is the word in JSON."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    AGENT_RINGING = "agent_ringing"
    AGENT_ANSWERED = "agent_answered"
    CUSTOMER_RINGING = "customer_ringing"
    CONNECTED = "connected"
    ENDED = "ended"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def is_open(self) -> bool:
        """Whether a call in this state is going on, as far as we know."""
        return self not in {CallState.ENDED, CallState.REFUSED, CallState.FAILED, CallState.UNKNOWN}


class CallOutcome(Enum):
    """How a call came out; the value is the word in JSON."""

    ANSWERED = "answered"
    CUSTOMER_MISSED = "customer_missed"
    AGENT_MISSED = "agent_missed"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReading:
    """The derived values of a `Call`; see there for what each means."""

    key: str
    intent_id: str | None
    call_id: str | None
    ref_id: str
    direction: Direction | None
    agent: str
    customer: str
    extension: str
    caller_id: str
    state: CallState
    outcome: CallOutcome | None
    requested_at: datetime | None
    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    talk_seconds: int | None
    ring_seconds: int | None
    recording: bool
    message: str
    reason: str
    is_open: bool
    is_settled: bool
    hang_up_asked: bool
    events: tuple[CallEvent, ...]


_TRUST = {Source.DIAL: 0, Source.LIVE_CALLS: 1, Source.WEBHOOK: 2, Source.CALL_RECORDS: 3}
"""Whose word counts when sources differ on a detail: the record is written last and knows most."""

_PROGRESS = (
    (Fact.CUSTOMER_RINGING, CallState.CUSTOMER_RINGING),
    (Fact.AGENT_ANSWERED, CallState.AGENT_ANSWERED),
    (Fact.AGENT_RINGING, CallState.AGENT_RINGING),
    (Fact.IN_PROGRESS, CallState.ACCEPTED),
)
_RUNNING = frozenset(fact for fact, _ in _PROGRESS)
_FINAL = frozenset({Fact.ENDED, Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED})
_DIALLED = (
    (Fact.REFUSED, CallState.REFUSED),
    (Fact.NOT_SENT, CallState.FAILED),
    (Fact.OUTCOME_UNKNOWN, CallState.UNKNOWN),
    (Fact.REQUESTED, CallState.REQUESTED),
)
_OUTCOME_WITHOUT_CALL = {
    CallState.REFUSED: CallOutcome.REFUSED,
    CallState.FAILED: CallOutcome.FAILED,
    CallState.UNKNOWN: CallOutcome.UNKNOWN,
}


def read_call(evidence: frozenset[Evidence]) -> CallReading:
    """Reads a set of evidence that belongs to one call."""
    items = _by_trust(in_our_time(evidence))
    direction = _best(items, lambda e: e.direction)
    facts = _facts(items, direction)
    outcome_if_over = _outcome(facts, direction)
    state = _state(items, facts, outcome_if_over)
    outcome = _OUTCOME_WITHOUT_CALL.get(state, outcome_if_over if state is CallState.ENDED else None)
    requested_at = min((e.told_at for e in items if e.fact is Fact.REQUESTED), default=None)
    ended_at = _ended_at(items) if state is CallState.ENDED else None
    talk_seconds = _talk_seconds(items, outcome)
    return CallReading(
        key=named_by_id(evidence) or _makeshift_key(items),
        intent_id=min((e.intent_id for e in items if e.intent_id), default=None),
        call_id=min((e.call_id for e in items if e.call_id), default=None),
        ref_id=_best(items, lambda e: e.ref_id) or "",
        direction=direction,
        agent=_agent(items),
        customer=_customer(items),
        extension=_best(items, lambda e: e.extension) or "",
        caller_id=_best(items, lambda e: e.caller_id) or "",
        state=state,
        outcome=outcome,
        requested_at=requested_at,
        started_at=_best(items, lambda e: e.started_at) or _begun_at(items) or requested_at,
        answered_at=_answered_at(items, direction) if _talking(facts, direction) else None,
        ended_at=ended_at,
        talk_seconds=talk_seconds,
        ring_seconds=_ring_seconds(items, outcome),
        recording=any(e.recording for e in items),
        message=_best(items, lambda e: e.message if _is_reply(e) else "") or "",
        reason=_best(items, lambda e: e.reason) or "",
        is_open=state.is_open,
        is_settled=Fact.GIVEN_UP in facts or _is_certain(outcome, talk_seconds),
        hang_up_asked=Fact.HANG_UP_ASKED in facts,
        events=call_events(items, direction, (_best(items, lambda e: e.started_at), ended_at)),
    )


def named_by_id(evidence: Iterable[Evidence]) -> str:
    """The name of a call of which an id is told: our own dial's, else the provider's; empty where there is none."""
    intent_id = call_id = ""
    for item in evidence:
        if item.intent_id and (not intent_id or item.intent_id < intent_id):
            intent_id = item.intent_id
        if item.call_id and (not call_id or item.call_id < call_id):
            call_id = item.call_id
    return intent_id or call_id


def _facts(items: Sequence[Evidence], direction: Direction | None) -> frozenset[Fact]:
    """What happened. Inbound, “Answered” in live calls may be a menu's doing: a report of the end outweighs it."""
    facts = frozenset(item.fact for item in items)
    if direction is not Direction.INBOUND or Fact.AGENT_ANSWERED not in facts:
        return facts
    reported = {item.fact for item in items if item.source in {Source.WEBHOOK, Source.CALL_RECORDS}}
    missed = Fact.AGENT_MISSED in reported and Fact.AGENT_ANSWERED not in reported
    return facts - {Fact.AGENT_ANSWERED} if missed else facts


def _is_reply(item: Evidence) -> bool:
    """Whether its message is the provider's word on our request."""
    return item.source is Source.DIAL and item.fact is not Fact.TRANSFER_ASKED


def _by_trust(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Most trusted last, and always in the same order: a set's own order must not show."""
    items = sorted(evidence, key=_trust)
    if any(_trust(one) == _trust(next_one) for one, next_one in pairwise(items)):
        items.sort(key=lambda item: (_trust(item), repr(item)))  # rare, and dear
    return items


def _trust(item: Evidence) -> tuple[int, datetime, str]:
    return _TRUST[item.source], item.told_at, item.fact.value


def _best(items: Sequence[Evidence], value_of: Callable[[Evidence], V | None]) -> V | None:
    """The value that the most trusted source told last."""
    return next((value for item in reversed(items) if (value := value_of(item))), None)


def _talking(facts: frozenset[Fact], direction: Direction | None) -> bool:
    """Inbound, the customer is on the line already: the agent's answer connects."""
    return Fact.CUSTOMER_ANSWERED in facts or (direction is Direction.INBOUND and Fact.AGENT_ANSWERED in facts)


def _outcome(facts: frozenset[Fact], direction: Direction | None) -> CallOutcome:
    """How a call that is over came out. An answer outweighs a miss: another agent or leg may have been missed first."""
    if _talking(facts, direction):
        return CallOutcome.ANSWERED
    if Fact.CUSTOMER_MISSED in facts:
        return CallOutcome.CUSTOMER_MISSED
    if Fact.AGENT_MISSED in facts:
        return CallOutcome.AGENT_MISSED
    return CallOutcome.UNKNOWN


def _is_certain(outcome: CallOutcome | None, talk_seconds: int | None) -> bool:
    """Whether no call record is needed any more: how long an answered call was is part of how it went."""
    known = outcome not in {None, CallOutcome.UNKNOWN}
    return known and not (outcome is CallOutcome.ANSWERED and talk_seconds is None)


def _state(items: Sequence[Evidence], facts: frozenset[Fact], outcome_if_over: CallOutcome) -> CallState:
    over = Fact.ENDED in facts or _vanished(items)
    if over or (facts & _FINAL and outcome_if_over is not CallOutcome.ANSWERED):
        return CallState.ENDED
    if Fact.GIVEN_UP in facts:
        return CallState.UNKNOWN
    if outcome_if_over is CallOutcome.ANSWERED:
        return CallState.CONNECTED
    for fact, state in _PROGRESS:
        if fact in facts:
            return state
    if Fact.ACCEPTED in facts:
        return CallState.UNKNOWN if Fact.NOT_FOUND in facts else CallState.ACCEPTED
    return next((state for fact, state in _DIALLED if fact in facts), CallState.UNKNOWN)


def _vanished(items: Iterable[Evidence]) -> bool:
    """Whether the last word of `live_calls` is that the row is gone; a row that is seen again was not gone."""
    gone = seen = None
    for item in items:
        if item.fact is Fact.VANISHED:
            gone = max(gone or item.told_at, item.told_at)
        elif item.source is Source.LIVE_CALLS and item.fact in _RUNNING:
            seen = max(seen or item.told_at, item.told_at)
    return gone is not None and (seen is None or seen <= gone)


def _makeshift_key(items: Sequence[Evidence]) -> str:
    """A name for a call that came without any id: good until an id is told."""
    if ref_id := _best(items, lambda e: e.ref_id):
        return ref_id
    started = min((e.started_at or e.told_at for e in items), default=None)
    agent = _best(items, lambda e: e.agent.id or next(iter(e.agent.numbers), e.agent.name))
    label = _best(items, lambda e: e.custom_identifier) or ""
    who = agent or label or min((e.told_at.isoformat() for e in items), default="")
    way = "/in" if _best(items, lambda e: e.direction) is Direction.INBOUND else ""
    return f"{_customer(items)}@{started.isoformat() if started else ''}/{who}{label and '/' + label}{way}"


def _agent(items: Sequence[Evidence]) -> str:
    return (
        _best(items, lambda e: e.agent.name)
        or _best(items, lambda e: e.agent.id)
        or _best(items, lambda e: e.agent.numbers[0] if e.agent.numbers else "")
        or ""
    )


def _customer(items: Sequence[Evidence]) -> str:
    """What we dialled, else the fullest form told (some reports leave the country code out)."""
    dialled = next((e.customer for e in items if e.source is Source.DIAL and e.customer), "")
    return dialled or max((e.customer for e in items), key=lambda digits: (len(digits), digits), default="")


def _begun_at(items: Sequence[Evidence]) -> datetime | None:
    return min((e.begun_at for e in items if e.begun_at), default=None)


def _answered_at(items: Sequence[Evidence], direction: Direction | None) -> datetime | None:
    """As the most trusted source says it that has it between the call's start and its end.

    Where the end lies ahead of the last report, stamps are read in a wrong zone: our own times do not go with them.
    """
    connecting = {Fact.CUSTOMER_ANSWERED} | ({Fact.AGENT_ANSWERED} if direction is Direction.INBOUND else set())
    answers = [e for e in items if e.fact in connecting]
    happened = [e.happened_at for e in reversed(answers) if e.happened_at]
    told = sorted(e.known_at for e in answers if e.known_at)
    started, ended = _best(items, lambda e: e.started_at), _best(items, lambda e: e.ended_at) or _ended_at(items)
    if ended and ended - max(e.told_at for e in items) > WRONGEST_CLOCK:
        told = []
    return next((at for at in (*happened, *told) if (started or at) <= at <= (ended or at)), None)


def _ended_at(items: Sequence[Evidence]) -> datetime | None:
    told = _best(items, lambda e: e.ended_at)
    started = _best(items, lambda e: e.started_at)
    if told and started and told < started:
        return None  # one of the two is wrong, and nothing says which
    ends = (e.known_at for e in items if e.fact in _FINAL or e.fact is Fact.VANISHED)
    return told or min(filter(None, ends), default=None)


def _talk_seconds(items: Sequence[Evidence], outcome: CallOutcome | None) -> int | None:
    if outcome in {CallOutcome.CUSTOMER_MISSED, CallOutcome.AGENT_MISSED}:
        return 0
    if outcome is not CallOutcome.ANSWERED:
        return None
    return next((e.talk_s for e in reversed(items) if e.talk_s is not None), None)


def _ring_seconds(items: Sequence[Evidence], outcome: CallOutcome | None) -> int | None:
    if outcome is CallOutcome.AGENT_MISSED:
        return next((e.agent_ring_s for e in reversed(items) if e.agent_ring_s is not None), None)
    told = next((e for e in reversed(items) if e.ring_s is not None and e.source is Source.WEBHOOK), None)
    told = told or next((e for e in reversed(items) if e.ring_s is not None), None)
    return told.ring_s if told else None

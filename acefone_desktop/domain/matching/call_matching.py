"""How well two groups of evidence fit each other, in points; a second of time is a point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from acefone_desktop.domain.matching.call_traits import AgentDirectory, Likeness, Traits, have_one_customer
from acefone_desktop.domain.matching.stamp_zones import (
    EARLIEST_START,
    FARTHEST,
    LATEST_START,
    WRONGEST_CLOCK,
    ZONE_STEP,
    misreading,
)
from acefone_desktop.domain.reports import AgentMention, Direction

SAME_MARK, SAME_CUSTOMER, SAME_AGENT, SAME_CALLER_ID = 1000.0, 50.0, 40.0, 5.0
SAME_LABEL = 200.0
"""A `custom_identifier` of the person's own making: other calls may carry it too."""

SOON = timedelta(seconds=3)
"""From a request to the start that the provider notes: usual, so not held against a match."""

ONE_START = timedelta(seconds=3)
"""How far apart the provider's own stamps of one start can be: nobody redials sooner."""

NEAR_START, SAME_START = timedelta(seconds=10), timedelta(seconds=90)
"""Up to where stamps of theirs may still be meant for one start; and one of theirs and a start by our clock."""

LONGEST_TELLING = timedelta(hours=3)
UNTIMED = 20.0
HEARD_BEFORE = 40.0
"""Against a call of which we had heard before the dial, which is noted before it is sent: not claimed either."""

OTHER_WAY = 60.0
"""Against a call that is said to have come about in another way, such as by hand on the agent's phone."""

AT_ONCE = 1.0
"""Seconds more than usual within which it counts all the same, for a dial that was accepted: the agent's phone rings
for that, so that nobody can have dialled on it so soon."""

_MISREAD_ZONE = 25.0
_EARLY_WEIGHT = 5.0


@dataclass(frozen=True, slots=True)
class Fit:
    """`points` say which of several is the likeliest; `is_vouched` whether the likeliest may count as the one.

    What is not vouched for is likely enough to keep others from being sure, but never claimed, however alone it
    stands: nobody is named, or somebody who may be another, or the time fits only if a clock is wrong, or the way the
    call went is not told.
    """

    points: float
    is_vouched: bool


@dataclass(frozen=True, slots=True)
class _Apart:
    points: float
    is_near: bool = True


def fit(
    one: Traits, other: Traits, directory: AgentDirectory, common_labels: frozenset[str] = frozenset()
) -> Fit | None:
    """How well two groups would be one call; None when something contradicts that.

    `common_labels` are identifiers that several calls are known to carry: they name none of them.
    """
    if _contradict(one, other):
        return None
    alike = one.custom_identifiers & other.custom_identifiers
    marked = bool(one.ref_ids & other.ref_ids or alike & (one.intent_ids | other.intent_ids))
    labelled = marked or bool(alike - common_labels)
    same_customer = have_one_customer(one, other)
    if not labelled and not (same_customer and one.went_out and other.went_out):
        return None
    apart = _lateness(one, other, marked=labelled)
    if apart is None:
        return None
    agent = directory.compare(one.agents, other.agents)
    if agent is Likeness.OTHER and not marked:
        return None
    points = SAME_MARK * marked + SAME_LABEL * (labelled and not marked)
    points += SAME_CUSTOMER * same_customer + SAME_AGENT * (agent is Likeness.SAME)
    points += SAME_CALLER_ID * bool(one.caller_ids & other.caller_ids) - apart.points
    other_way = _disagree(one.ways, other.ways)
    is_this_way = bool(one.directions and other.directions) and (not other_way or _is_at_once(one, other, apart))
    is_near = apart.is_near and not _may_be_two_callers(one, other, apart)
    is_ours = agent is Likeness.SAME and not (_name_alone(one.agents) or _name_alone(other.agents))
    is_vouched = is_near and is_ours and is_this_way
    return Fit(points - OTHER_WAY * other_way, labelled or is_vouched)


def _name_alone(agents: frozenset[AgentMention]) -> bool:
    """Whether nothing but a name is told: people share names, and whom else it may be nobody knows."""
    return not any(mention.id or mention.numbers for mention in agents)


def _may_be_two_callers(one: Traits, other: Traits, apart: _Apart) -> bool:
    """Whether two calls can have come in that differ in no more than this: many share a company's number."""
    return Direction.INBOUND in one.directions and bool(one.starts and other.starts) and apart.points > 0


def _is_at_once(one: Traits, other: Traits, apart: _Apart) -> bool:
    """Whether a call began so soon after an accepted dial that nothing else can have."""
    accepted = any(dial.intent_ids and not dial.got_no_reply and dial.taken_at for dial in (one, other))
    return accepted and bool(one.starts or other.starts) and apart.points <= AT_ONCE


def _contradict(one: Traits, other: Traits) -> bool:
    """Whether the two name different calls, or differ in what a call has only one of."""
    return (
        len(one.call_ids | other.call_ids) > 1
        or len(one.intent_ids | other.intent_ids) > 1
        or bool(one.customers and other.customers and not have_one_customer(one, other))
        or _disagree(one.directions, other.directions)
        or _disagree(one.ref_ids, other.ref_ids)
        or _disagree(one.custom_identifiers, other.custom_identifiers)
    )


def _lateness(one: Traits, other: Traits, *, marked: bool) -> _Apart | None:
    """Points against a match for how far apart in time the two are; None when that is too far."""
    if (one.starts or one.begun) and (other.starts or other.begun):
        return _between_starts(one, other)
    dial, call = (one, other) if one.requested_at else (other, one)
    if dial.requested_at and (call.starts or call.begun):
        return _after_request(dial, dial.requested_at, call, marked=marked)
    known = dial.requested_at or min(one.starts | one.begun | other.starts | other.begun, default=None)
    told = call.first_told if dial.requested_at or dial.starts or dial.begun else dial.first_told
    is_named = all(traits.call_ids or traits.intent_ids for traits in (one, other))
    if known is None or told is None:
        return _Apart(UNTIMED, is_named)
    waited = told - known
    before = waited < timedelta()
    if not EARLIEST_START <= waited <= LONGEST_TELLING:
        return None
    return _Apart(UNTIMED + HEARD_BEFORE * (before and dial.requested_at is not None), is_named and not before)


def _between_starts(one: Traits, other: Traits) -> _Apart | None:
    if one.starts and other.starts:
        ones, others, farthest = one.starts, other.starts, NEAR_START
    else:
        ones, others, farthest = one.starts | one.begun, other.starts | other.begun, SAME_START
    apart = min(abs(a - b) for a in ones for b in others)
    if apart <= farthest:
        return _Apart(apart.total_seconds(), apart <= ONE_START)
    off = min(_beside_zones(a - b) for a in ones for b in others)
    if off > ONE_START or apart > FARTHEST:
        return None
    return _Apart(off.total_seconds() + _MISREAD_ZONE, is_near=False)


def _beside_zones(apart: timedelta) -> timedelta:
    """What is left of a difference that may be one of zones: sources of one account can write different ones (§9)."""
    return abs(apart - round(apart / ZONE_STEP) * ZONE_STEP)


def _after_request(dial: Traits, requested_at: datetime, call: Traits, *, marked: bool) -> _Apart | None:
    """Each start is set against the request by the same clock, as far as that is known: the two may differ."""
    asked_there = dial.taken_at or requested_at
    starts = frozenset() if dial.is_adrift and call.begun else call.starts
    waits = [start - asked_there for start in starts] + [start - requested_at for start in call.begun]
    heard_before = call.heard_at is not None and call.heard_at < requested_at
    late = min((late for waited in waits if (late := _start_after(waited)) is not None), default=None)
    if dial.is_adrift and not call.begun:
        return _adrift(asked_there, call, is_near=late is not None, heard_before=heard_before)
    if late is not None:
        return _Apart(late + HEARD_BEFORE * heard_before, not heard_before)
    told_after = call.first_told is not None and requested_at <= call.first_told <= requested_at + LONGEST_TELLING
    if not (told_after or marked):
        return None
    shifts = [late for start in starts if (late := _start_in_wrong_zone(asked_there, start)) is not None]
    return _Apart(min(shifts)) if shifts else None


def _adrift(asked_there: datetime, call: Traits, *, is_near: bool, heard_before: bool) -> _Apart | None:
    """For a dial that got no reply, by a clock that nothing was set against: time tells no two calls apart."""
    apart = _Apart(UNTIMED + HEARD_BEFORE * heard_before, is_near and not heard_before)
    if is_near or any(abs(start - asked_there) <= WRONGEST_CLOCK for start in call.starts):
        return apart
    shifts = [late for start in call.starts if (late := _start_in_wrong_zone(asked_there, start)) is not None]
    return replace(apart, is_near=not heard_before) if shifts and call.first_told is not None else None


def _start_after(waited: timedelta) -> float | None:
    if not EARLIEST_START <= waited <= LATEST_START:
        return None
    if waited < timedelta(seconds=-2):
        return -waited.total_seconds() * _EARLY_WEIGHT
    return max((waited - SOON).total_seconds(), 0)


def _start_in_wrong_zone(requested_at: datetime, started_at: datetime) -> float | None:
    """The same for accounts whose zone is set wrongly here."""
    off = misreading(requested_at, started_at)
    late = _start_after(started_at - off - requested_at) if off else None
    return None if late is None else late + _MISREAD_ZONE


def _disagree(ones: frozenset[object], others: frozenset[object]) -> bool:
    return bool(ones) and bool(others) and ones.isdisjoint(others)

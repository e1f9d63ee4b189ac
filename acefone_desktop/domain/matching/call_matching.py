"""How well two groups of evidence fit each other, in points; a second of time is a point."""

from __future__ import annotations

from datetime import datetime, timedelta

from acefone_desktop.domain.matching.call_traits import AgentDirectory, Traits
from acefone_desktop.domain.matching.stamp_zones import EARLIEST_START, LATEST_START, misreading

SAME_MARK, SAME_CUSTOMER, SAME_AGENT, SAME_CALLER_ID = 1000.0, 50.0, 40.0, 5.0
SOON = timedelta(seconds=3)
"""From a request to the start that the provider notes: usual, so not held against a match."""

SAME_START = timedelta(seconds=90)
LONGEST_TELLING = timedelta(hours=3)
UNTIMED = 20.0
HEARD_BEFORE = 40.0
"""Against a call of which we had heard before the dial: it can only be the dial's if that was noted late."""

_MISREAD_ZONE = 25.0
_EARLY_WEIGHT = 5.0


def fit(one: Traits, other: Traits, directory: AgentDirectory) -> float | None:
    """Points for two groups being one call; None when something contradicts that."""
    if _contradict(one, other):
        return None
    marked = bool(one.ref_ids & other.ref_ids or one.custom_identifiers & other.custom_identifiers)
    same_customer = bool(one.customers & other.customers)
    if not marked and not (same_customer and one.went_out and other.went_out):
        return None
    late = lateness(one, other, marked=marked)
    if late is None:
        return None
    agent = directory.same(one.agents, other.agents)
    if agent is False and not marked:
        return None
    points = SAME_MARK * marked + SAME_CUSTOMER * same_customer + SAME_AGENT * (agent is True)
    return points + SAME_CALLER_ID * bool(one.caller_ids & other.caller_ids) - late


def _contradict(one: Traits, other: Traits) -> bool:
    """Whether the two name different calls, or differ in what a call has only one of."""
    return (
        len(one.call_ids | other.call_ids) > 1
        or len(one.intent_ids | other.intent_ids) > 1
        or _disagree(one.customers, other.customers)
        or _disagree(one.directions, other.directions)
        or _disagree(one.ref_ids, other.ref_ids)
        or _disagree(one.custom_identifiers, other.custom_identifiers)
    )


def lateness(one: Traits, other: Traits, *, marked: bool) -> float | None:
    """Points against a match for how far apart in time the two are; None when that is too far."""
    ones, others = one.starts | one.begun, other.starts | other.begun
    if ones and others:
        apart = min(abs(a - b) for a in ones for b in others)
        return apart.total_seconds() if apart <= SAME_START else None
    dial, call = (one, other) if one.requested_at else (other, one)
    if dial.requested_at and (call.starts or call.begun):
        return _after_request(dial.requested_at, dial.taken_at, call, marked=marked)
    known = dial.requested_at or min(ones | others, default=None)
    told = call.first_told if dial.requested_at or dial.starts or dial.begun else dial.first_told
    if known is None or told is None:
        return UNTIMED
    waited = told - known
    return 10.0 + max(waited.total_seconds(), 0) / 60 if EARLIEST_START <= waited <= LONGEST_TELLING else None


def _after_request(requested_at: datetime, taken_at: datetime | None, call: Traits, *, marked: bool) -> float | None:
    """Each start is set against the request by the same clock, as far as that is known: the two may differ."""
    asked_there = taken_at or requested_at
    waits = [start - asked_there for start in call.starts] + [start - requested_at for start in call.begun]
    fits = [late for waited in waits if (late := _start_after(waited)) is not None]
    if fits:
        heard_before = call.heard_at is not None and call.heard_at < requested_at
        return min(fits) + HEARD_BEFORE * heard_before
    told_after = call.first_told is not None and requested_at <= call.first_told <= requested_at + LONGEST_TELLING
    if not (told_after or marked):
        return None
    shifts = [late for start in call.starts if (late := _start_in_wrong_zone(asked_there, start)) is not None]
    return min(shifts, default=None)


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

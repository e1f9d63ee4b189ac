"""What may be said of a call, judged by what was true alone: every claim is true, or it is not made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.incoming_calls import Standing, answered_by, is_incoming, standing
from tests.offices.circumstances import Circumstances
from tests.offices.true_calls import Dial, Person, TrueCall, Way

if TYPE_CHECKING:
    from acefone_desktop.domain.account import Agent

TOLD = frozenset({CallOutcome.ANSWERED, CallOutcome.CUSTOMER_MISSED, CallOutcome.AGENT_MISSED})
OVER = frozenset({Fact.ENDED, Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED, Fact.REFUSED, Fact.NOT_SENT})
ROUNDING_S = 1
_DIGITS = 9
_LEAST, _LATE = timedelta(), timedelta(seconds=2)
_AROUND_A_START = timedelta(seconds=5)
_CLOCKS_APART = timedelta(seconds=200)


@dataclass
class Truth:
    """What happened, and which evidence is of what. A dial of which nothing came is its own kind of call."""

    circumstances: Circumstances
    us: Person
    own_agent: Agent
    calls: dict[str, TrueCall] = field(default_factory=dict)
    dials: dict[str, Dial] = field(default_factory=dict)
    of: defaultdict[Evidence, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The calls of which a piece of evidence is: of several, where they say the same and name none."""

    def errors(self, calls: Iterable[Call]) -> list[str]:
        """All that is claimed and not true, in words."""
        found: list[str] = []
        for call in calls:
            meant = self._meant(call)
            if not meant:
                found.append(f"{call.key}: one call was made of several: {sorted(map(str, self._told_of(call)))}")
                continue
            wrong = [[*self._untrue(call, one)] for one in sorted(meant)]
            if all(wrong):
                found.append(
                    f"{call.key} is {sorted(meant)}: {' and '.join(sorted('; '.join(words) for words in wrong)[:1])}"
                )
        return found

    def _told_of(self, call: Call) -> set[frozenset[str]]:
        return {frozenset(self.of[item]) for item in call.evidence}

    def _meant(self, call: Call) -> frozenset[str]:
        """The calls that account for all of its evidence."""
        told = self._told_of(call)
        return frozenset.intersection(*told) if told else frozenset()

    def _untrue(self, call: Call, one: str) -> Iterator[str]:
        true = self.calls.get(one)
        if true is None:
            yield from self._untrue_of_none(call, self.dials[one])
            return
        if call.outcome not in {*TOLD, CallOutcome.UNKNOWN, None} or (
            call.outcome in TOLD and call.outcome is not true.outcome
        ):
            yield f"said to be {call.outcome}, was {true.outcome}"
        if call.direction not in {None, true.direction}:
            yield f"said to go {call.direction}"
        if call.customer and call.customer[-_DIGITS:] != true.customer[-_DIGITS:]:
            yield f"said to be with {call.customer}, not {true.customer}"
        yield from _untrue_state(call, true)
        yield from self._untrue_times(call, true)
        yield from _untrue_people(call, true)
        if call.state is CallState.AGENT_RINGING and true.way is Way.BY_HAND and self.circumstances.ways_told:
            yield "said to ring at the agent, who dialled"
        if is_incoming(call):
            yield from self._untrue_standing(call, true)

    def _untrue_of_none(self, call: Call, dial: Dial) -> Iterator[str]:
        """Of a dial of which nothing came."""
        allowed = {CallState.REQUESTED, CallState.UNKNOWN, CallState.REFUSED if dial.is_refused else CallState.ACCEPTED}
        if call.state not in allowed:
            yield f"said to be {call.state}, and there was no call"

    def _untrue_times(self, call: Call, true: TrueCall) -> Iterator[str]:
        talk_s = true.talk_s if true.outcome is CallOutcome.ANSWERED else 0
        if call.talk_seconds is not None and abs(call.talk_seconds - talk_s) > ROUNDING_S:
            yield f"talked {call.talk_seconds} s, not {talk_s}"
        by_agent = true.outcome is CallOutcome.AGENT_MISSED
        rang_s = true.agent_rings_s if by_agent else true.customer_rings_s
        if call.ring_seconds is not None and abs(call.ring_seconds - rang_s) > ROUNDING_S:
            yield f"rang {call.ring_seconds} s, not {rang_s}"
        if call.answered_at and call.ended_at and not _LEAST <= call.ended_at - call.answered_at <= _most(talk_s):
            yield f"answered {call.ended_at - call.answered_at} before its end, not {talk_s} s"
        if not (self.circumstances.our_clock_ahead_s or self.circumstances.stamps_ahead_s):
            yield from _untrue_moments(call, true)

    def _untrue_standing(self, call: Call, true: TrueCall) -> Iterator[str]:
        how = standing(call, self.own_agent)
        if self.circumstances.namesakes and any(_is_name_alone(item) for item in call.evidence):
            return  # nothing tells those two apart
        answered = true.outcome is CallOutcome.ANSWERED
        by_us = answered and self.us in {true.person, true.handed_to}
        elsewhere = answered and (true.person != self.us or true.handed_to is not None)
        allowed = {
            Standing.RINGING: self.us in true.rung or true.handed_to == self.us,
            Standing.TALKING: by_us,
            Standing.TALKED: by_us,
            Standing.ANSWERED: answered,
            Standing.ELSEWHERE: elsewhere,
            Standing.MISSED: not answered,
        }
        if not allowed.get(how, True):
            yield f"stands {how} with us"


def _untrue_people(call: Call, true: TrueCall) -> Iterator[str]:
    """Whom it names had to do with it."""
    talked = {true.person, true.handed_to} - {None}
    for said, people in ((call.agent, {*talked, *true.rung}), (answered_by(call), talked)):
        known = {name for person in people if person for name in (person.name, person.id)}
        digits = {number[-_DIGITS:] for person in people if person for number in (person.phone, person.extension)}
        if said and said not in known and said[-_DIGITS:] not in digits:
            yield f"said to be {said}'s"


def _untrue_moments(call: Call, true: TrueCall) -> Iterator[str]:
    """Where all clocks agree; what is told late may be dated by its telling, never before it happened."""
    if call.started_at and abs(call.started_at - true.started_at) > _AROUND_A_START:
        yield f"started at {call.started_at}, not {true.started_at}"
    if call.answered_at and (true.customer_answered_at is None or call.answered_at < true.customer_answered_at - _LATE):
        yield f"answered at {call.answered_at}, not {true.customer_answered_at}"
    if call.ended_at and call.ended_at < true.ended_at - _LATE:
        yield f"ended at {call.ended_at}, not {true.ended_at}"


def _most(talk_s: int) -> timedelta:
    """Between an answer and an end at most, where each may be dated by a clock of its own or by its telling."""
    return timedelta(seconds=talk_s) + _CLOCKS_APART


def _untrue_state(call: Call, true: TrueCall) -> Iterator[str]:
    facts = {item.fact for item in call.evidence}
    if call.state is CallState.CONNECTED:
        proof = {Fact.CUSTOMER_ANSWERED} | ({Fact.AGENT_ANSWERED} if true.way is Way.COMES_IN else set())
        if true.outcome is not CallOutcome.ANSWERED or facts.isdisjoint(proof):
            yield "said to be connected"
    if call.state is CallState.AGENT_ANSWERED and true.agent_answered_at is None:
        yield "said to be answered by the agent"
    if call.state is CallState.REFUSED:
        yield "said to be refused"


def _is_name_alone(item: Evidence) -> bool:
    return bool(item.agent.name) and not (item.agent.id or item.agent.numbers)


def split(calls: Iterable[Call]) -> list[str]:
    """Marks that name one call outright and are found on several all the same."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for call in calls:
        for item in call.evidence:
            for mark in {item.call_id, item.intent_id, item.ref_id, item.custom_identifier} - {""}:
                places[mark].add(call.key)
    return [f"{mark} is in {sorted(keys)}" for mark, keys in places.items() if len(keys) > 1]


def over(call: Call) -> bool:
    """Whether somebody has said outright that it is over; that a row is gone is no more than a guess."""
    return not call.is_open and any(item.fact in OVER for item in call.evidence)


def names(call: Call) -> set[str]:
    """By which it can be found again."""
    return {name for name in (call.intent_id, call.call_id) if name}


def is_of_dial(evidence: Iterable[Evidence]) -> bool:
    """What we note of our own dials is not sent by anybody: it cannot be lost."""
    return any(item.source is Source.DIAL for item in evidence)

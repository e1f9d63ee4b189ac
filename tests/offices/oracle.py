"""What may be said of a call, judged by what was true alone: every claim is true, or it is not made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import Call, CallOutcome, CallState
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.incoming_calls import Standing, is_incoming, standing
from tests.offices.circumstances import Circumstances
from tests.offices.true_calls import Dial, Person, TrueCall, Way

if TYPE_CHECKING:
    from acefone_desktop.domain.account import Agent

TOLD = frozenset({CallOutcome.ANSWERED, CallOutcome.CUSTOMER_MISSED, CallOutcome.AGENT_MISSED})
OVER = frozenset({Fact.ENDED, Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED, Fact.REFUSED, Fact.NOT_SENT})
ROUNDING_S = 1
_DIGITS = 9


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
        rang = (
            {true.customer_rings_s, true.agent_rings_s}
            if true.outcome is CallOutcome.AGENT_MISSED
            else {true.customer_rings_s}
        )
        rang |= {true.agent_rings_s} if true.way is Way.COMES_IN else set()
        if call.ring_seconds is not None and all(abs(call.ring_seconds - s) > ROUNDING_S for s in rang):
            yield f"rang {call.ring_seconds} s, not {rang}"
        if call.answered_at and call.ended_at and call.ended_at - call.answered_at > timedelta(seconds=talk_s + 200):
            yield "answered long before its end"
        if call.answered_at and call.ended_at and call.ended_at < call.answered_at:
            yield "ended before it was answered"

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

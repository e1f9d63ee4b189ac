"""Calls that come in: whether one concerns our agent, and how it stands with us."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.evidence import NOBODY, Fact
from acefone_desktop.domain.matching.call_traits import AgentDirectory
from acefone_desktop.domain.reports import AgentMention, Direction

if TYPE_CHECKING:
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call


class Standing(Enum):
    """How an incoming call stands with our agent."""

    WAITING = "waiting"
    """It goes on, and nobody has said that our phone rings."""
    RINGING = "ringing"
    TALKING = "talking"
    ANSWERED = "answered"
    """Somebody answered, and it was not said who."""
    ELSEWHERE = "elsewhere"
    """A colleague answered, be it over or not."""
    TALKED = "talked"
    MISSED = "missed"
    UNKNOWN = "unknown"


def is_incoming(call: Call) -> bool:
    """Whether a customer called; a dial of ours never is that, whatever a report says."""
    return call.direction is Direction.INBOUND and call.intent_id is None


def mention_of(agent: Agent) -> AgentMention:
    """The agent as reports may name them."""
    numbers = tuple(number.lstrip("+") for number in (agent.phone, agent.extension) if number)
    return AgentMention(id=agent.id, name=agent.name, numbers=numbers)


def standing(call: Call, us: Agent | None) -> Standing:
    """How it stands with us, by what has been told. `us` None: nobody is set up, so nobody else can be told apart."""
    if call.state is CallState.CONNECTED:
        return _answered(call, us, Standing.TALKING)
    if call.is_open:
        return Standing.RINGING if _is_told_of_us(call, us, Fact.AGENT_RINGING) else Standing.WAITING
    if call.outcome is CallOutcome.ANSWERED:
        return _answered(call, us, Standing.TALKED)
    if call.outcome in {CallOutcome.AGENT_MISSED, CallOutcome.CUSTOMER_MISSED}:
        return Standing.MISSED
    return Standing.UNKNOWN


def answered_by(call: Call) -> str:
    """Name of whoever answered last, else their number or id; empty where that was not said."""
    told = sorted(
        (e for e in call.evidence if e.fact is Fact.AGENT_ANSWERED and e.agent != NOBODY), key=lambda e: e.told_at
    )
    for item in reversed(told):
        if item.agent.name:
            return item.agent.name
    last = told[-1].agent if told else NOBODY
    return next(iter(last.numbers), last.id)


def is_ours_to_end(call: Call, us: Agent | None) -> bool:
    """Whether hanging up or transferring it takes the call from nobody else: it is our dial, or we talk on it."""
    return not is_incoming(call) or standing(call, us) in {Standing.TALKING, Standing.ANSWERED}


def _answered(call: Call, us: Agent | None, by_us: Standing) -> Standing:
    named = [e.agent for e in call.evidence if e.agent != NOBODY]
    answers = [e.agent for e in call.evidence if e.fact is Fact.AGENT_ANSWERED and e.agent != NOBODY]
    if us is None:
        return by_us
    own = mention_of(us)
    directory = AgentDirectory({own, *named})
    same = [directory.same((own,), (agent,)) for agent in answers or named]
    if True in same and (answers or False not in same):
        return by_us
    return Standing.ELSEWHERE if answers and None not in same else Standing.ANSWERED


def _is_told_of_us(call: Call, us: Agent | None, fact: Fact) -> bool:
    if us is None:
        return any(e.fact is fact for e in call.evidence)
    own = mention_of(us)
    directory = AgentDirectory({own, *(e.agent for e in call.evidence if e.agent != NOBODY)})
    return any(e.fact is fact and directory.same((own,), (e.agent,)) is True for e in call.evidence)

"""What a piece or a group of evidence lets us recognise: the traits that matching compares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from acefone_desktop.domain.evidence import NOBODY, TIME_UNKNOWN, Evidence, Fact, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from acefone_desktop.domain.reports import AgentMention, Direction

SIGNIFICANT_DIGITS = 10
"""Reports write one number with and without country code; the last ten digits agree (contract §8)."""

_NEVER_WENT_OUT = frozenset({Fact.REFUSED, Fact.NOT_SENT})
_MAY_HAVE_GONE_OUT = frozenset({Fact.ACCEPTED, Fact.OUTCOME_UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Everything a group of evidence can be recognised by.

    `requested_at` is our dial's, by our clock, and `taken_at` the same by the provider's where its reply told that;
    `begun` are starts by our clock, `starts` by the provider's.
    """

    intent_ids: frozenset[str]
    call_ids: frozenset[str]
    ref_ids: frozenset[str]
    custom_identifiers: frozenset[str]
    customers: frozenset[str]
    caller_ids: frozenset[str]
    agents: frozenset[AgentMention]
    directions: frozenset[Direction]
    requested_at: datetime | None
    taken_at: datetime | None
    begun: frozenset[datetime]
    starts: frozenset[datetime]
    first_told: datetime | None
    """By something that tells while it happens: live calls and webhooks."""
    heard_at: datetime | None
    """When we first heard of it at all, where that was measured."""
    went_out: bool


def traits_of(evidence: Iterable[Evidence]) -> Traits:
    """Collects the traits."""
    items = tuple(evidence)
    facts = {e.fact for e in items}
    told = (e.told_at for e in items if e.source in {Source.LIVE_CALLS, Source.WEBHOOK} and e.told_at != TIME_UNKNOWN)
    dialled = (e.told_at for e in items if e.source is Source.DIAL and e.intent_id)
    return Traits(
        intent_ids=frozenset(e.intent_id for e in items if e.intent_id),
        call_ids=frozenset(e.call_id for e in items if e.call_id),
        ref_ids=frozenset(e.ref_id for e in items if e.ref_id),
        custom_identifiers=frozenset(e.custom_identifier for e in items if e.custom_identifier),
        customers=frozenset(significant(number) for e in items for number in e.customers),
        caller_ids=frozenset(significant(e.caller_id) for e in items if e.caller_id),
        agents=frozenset(e.agent for e in items if e.agent != NOBODY),
        directions=frozenset(e.direction for e in items if e.direction),
        requested_at=min(dialled, default=None),
        taken_at=min((e.taken_at for e in items if e.taken_at), default=None),
        begun=frozenset(e.begun_at for e in items if e.begun_at),
        starts=frozenset(e.started_at for e in items if e.started_at),
        first_told=min(told, default=None),
        heard_at=min((e.told_at for e in items if e.source is not Source.DIAL and _is_measured(e)), default=None),
        went_out=not facts & _NEVER_WENT_OUT or bool(facts & _MAY_HAVE_GONE_OUT),
    )


def _is_measured(item: Evidence) -> bool:
    """Whether `told_at` is a time of arrival, and not one of the report's own stamps for want of one."""
    return item.told_at not in {TIME_UNKNOWN, item.started_at, item.answered_at, item.ended_at, item.happened_at}


def significant(number: str) -> str:
    """The part of a number that all reports agree on."""
    return number[-SIGNIFICANT_DIGITS:].lstrip("0")


class AgentDirectory:
    """Which names and numbers go with which agent id, learned from mentions that say both."""

    def __init__(self, mentions: Iterable[AgentMention]) -> None:
        self._ids: defaultdict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            if mention.id:
                for mark in _marks(mention):
                    self._ids[mark].add(mention.id)

    def same(self, ones: Iterable[AgentMention], others: Iterable[AgentMention]) -> bool | None:
        """Whether two groups name the same agent; None when they cannot be compared."""
        ones, others = tuple(ones), tuple(others)
        one_ids, other_ids = self._resolve(ones), self._resolve(others)
        if one_ids and other_ids:
            return bool(one_ids & other_ids)
        one_marks = {mark for mention in ones for mark in _marks(mention)}
        other_marks = {mark for mention in others for mark in _marks(mention)}
        if one_marks & other_marks:
            return True
        kinds = {mark[0] for mark in one_marks} & {mark[0] for mark in other_marks}
        return False if kinds else None

    def _resolve(self, mentions: Iterable[AgentMention]) -> set[str]:
        found: set[str] = set()
        for mention in mentions:
            if mention.id:
                found.add(mention.id)
            else:
                found |= set().union(*(self._ids.get(mark, set()) for mark in _marks(mention)))
        return found


@lru_cache(maxsize=1024)
def _marks(mention: AgentMention) -> frozenset[str]:
    """Name, phones and extensions as marks whose first letter is their kind; unlike kinds are not compared."""
    marks = {("x" if n.startswith("060") else "p") + significant(n) for n in mention.numbers if significant(n)}
    return frozenset(marks | ({"n" + mention.name.casefold()} if mention.name else set()))

"""What a piece or a group of evidence lets us recognise: the traits that matching compares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from acefone_desktop.domain.evidence import NOBODY, TIME_UNKNOWN, Evidence, Fact, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from acefone_desktop.domain.reports import AgentMention, Direction

T = TypeVar("T")

SIGNIFICANT_DIGITS = 10
"""Reports write one number with and without country code; the last ten digits agree (contract §8)."""

MOST_MARKS, MOST_OF_ONE_MARK = 10_000, 20
"""What a directory learns at most: names and numbers, and people under one of them. More is a flood, not an office."""

_NEVER_WENT_OUT = frozenset({Fact.REFUSED, Fact.NOT_SENT})
_MAY_HAVE_GONE_OUT = frozenset({Fact.ACCEPTED, Fact.OUTCOME_UNKNOWN})
_WHILE_IT_HAPPENS = frozenset({Source.LIVE_CALLS, Source.WEBHOOK})


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
    countries: frozenset[tuple[str, str]]
    """Each customer with the digits before its significant ones; none in national forms."""
    caller_ids: frozenset[str]
    agents: frozenset[AgentMention]
    directions: frozenset[Direction]
    ways: frozenset[bool]
    """Whether it is said to be a click-to-call, as a dial of ours is."""
    requested_at: datetime | None
    taken_at: datetime | None
    begun: frozenset[datetime]
    starts: frozenset[datetime]
    first_told: datetime | None
    """By something that tells while it happens: live calls and webhooks."""
    heard_at: datetime | None
    """When we first heard of it at all, where that was measured."""
    went_out: bool
    got_no_reply: bool
    is_adrift: bool = False
    """A dial whose time by the provider's clock is not known, and nothing tells how our clock stands to theirs."""


def traits_of(evidence: Iterable[Evidence]) -> Traits:
    """Collects the traits."""
    items = tuple(evidence)
    facts = {e.fact for e in items}
    numbers = {number for e in items for number in e.customers}
    reports = [e for e in items if e.source is not Source.DIAL]
    told = [e.told_at for e in reports if e.source in _WHILE_IT_HAPPENS and e.told_at != TIME_UNKNOWN]
    return Traits(
        intent_ids=_said(e.intent_id for e in items),
        call_ids=_said(e.call_id for e in items),
        ref_ids=_said(e.ref_id for e in items),
        custom_identifiers=_said(e.custom_identifier for e in items),
        customers=frozenset(map(significant, numbers)),
        countries=frozenset((significant(number), _country(number)) for number in numbers),
        caller_ids=frozenset(map(significant, _said(e.caller_id for e in items))),
        agents=frozenset(e.agent for e in items if e.agent is not NOBODY and e.agent != NOBODY),
        directions=_said(e.direction for e in items),
        ways=frozenset(way for e in items if (way := bool(e.intent_id) or e.by_request) is not None),
        requested_at=min((e.told_at for e in items if e.source is Source.DIAL and e.intent_id), default=None),
        taken_at=min(_said(e.taken_at for e in items), default=None),
        begun=_said(e.begun_at for e in items),
        starts=_said(e.started_at for e in items),
        first_told=min(told, default=None),
        heard_at=min((e.told_at for e in reports if _is_measured(e)), default=None),
        went_out=not facts & _NEVER_WENT_OUT or bool(facts & _MAY_HAVE_GONE_OUT),
        got_no_reply=Fact.ACCEPTED not in facts,
    )


def _said(values: Iterable[T | None]) -> frozenset[T]:
    """Those that say anything."""
    return frozenset(filter(None, values))


def _is_measured(item: Evidence) -> bool:
    """Whether `told_at` is a time of arrival, and not one of the report's own stamps for want of one."""
    return item.told_at not in {TIME_UNKNOWN, item.started_at, item.answered_at, item.ended_at, item.happened_at}


def significant(number: str) -> str:
    """The part of a number that all reports agree on."""
    return number[-SIGNIFICANT_DIGITS:].lstrip("0")


def _country(number: str) -> str:
    """What stands before the significant digits, without prefixes for dialling and a trunk zero."""
    return number[:-SIGNIFICANT_DIGITS].strip("0")


def have_one_customer(one: Traits, other: Traits) -> bool:
    """Whether the two name the same customer; two country codes that differ are two customers."""
    return any(
        not (country and second) or country == second
        for customer, country in one.countries
        for same, second in other.countries
        if customer == same
    )


class Likeness(Enum):
    """Whether two groups of reports name the same agent."""

    SAME = "same"
    OTHER = "other"
    DOUBTFUL = "doubtful"
    """Some of what is told agrees, and some does not."""
    UNTOLD = "untold"
    """Nothing that is told can be compared."""


class AgentDirectory:
    """Which names and numbers go with which agent id, learned from mentions that say both."""

    def __init__(self, mentions: Iterable[AgentMention] = ()) -> None:
        self._ids: dict[str, set[str]] = {}
        for mention in mentions:
            self.learn(mention)

    def learn(self, mention: AgentMention) -> bool:
        """Takes in what a mention says; returns whether that tells whose a name or a number is."""
        if not mention.id:
            return False
        known = self._ids
        news = [mark for mark in marks_of(mention) if mention.id not in known.get(mark, ())]
        if len(known) >= MOST_MARKS or any(len(known.get(mark, ())) >= MOST_OF_ONE_MARK for mark in news):
            return False
        for mark in news:
            self._ids.setdefault(mark, set()).add(mention.id)
        return bool(news)

    def same(self, ones: Iterable[AgentMention], others: Iterable[AgentMention]) -> bool | None:
        """Whether two groups name the same agent; None when that is not certain either way."""
        return {Likeness.SAME: True, Likeness.OTHER: False}.get(self.compare(ones, others))

    def compare(self, ones: Iterable[AgentMention], others: Iterable[AgentMention]) -> Likeness:
        """Whether two groups name the same agent.

        A name is the weakest sign: people share it. Two who are reached under different numbers of one kind are not
        the same for their name alone, nor is a name of two known people either of them.
        """
        ones, others = tuple(ones), tuple(others)
        one_ids, other_ids = self._resolve(ones), self._resolve(others)
        if len(one_ids) == 1 and len(other_ids) == 1:
            return Likeness.SAME if one_ids == other_ids else Likeness.OTHER
        if one_ids and other_ids and one_ids.isdisjoint(other_ids):
            return Likeness.OTHER
        one_marks = {mark for mention in ones for mark in marks_of(mention)}
        other_marks = {mark for mention in others for mark in marks_of(mention)}
        alike = one_marks & other_marks
        kinds = {mark[0] for mark in one_marks} & {mark[0] for mark in other_marks}
        if _ids_told(ones) & _ids_told(others) or any(mark[0] != _NAME for mark in alike):
            return Likeness.SAME  # of several who had it, one after the other
        if alike:
            return Likeness.SAME if kinds == {_NAME} and not (one_ids and other_ids) else Likeness.DOUBTFUL
        if one_ids and other_ids:
            return Likeness.DOUBTFUL
        return Likeness.OTHER if kinds else Likeness.UNTOLD

    def _resolve(self, mentions: Sequence[AgentMention]) -> set[str]:
        """Who is meant, as far as is known: more than one where all that is told fits several people."""
        named = _ids_told(mentions)
        found = set(named)
        for mention in mentions:
            marks = marks_of(mention)
            numbers = {mark for mark in marks if mark[0] != _NAME}
            if mention.id or (named and not numbers):
                continue  # a name says less than an id
            known = [ids for mark in marks if (ids := self._ids.get(mark))]
            if known and (not numbers or any(mark in self._ids for mark in numbers)):
                found |= set.intersection(*known) or set().union(*known)
        return found


def _ids_told(mentions: Iterable[AgentMention]) -> set[str]:
    return {mention.id for mention in mentions if mention.id}


_NAME, _PHONE = "n", "p"


@lru_cache(maxsize=1024)
def marks_of(mention: AgentMention) -> frozenset[str]:
    """Name, phones and extensions as marks whose first letter is their kind; unlike kinds are not compared."""
    marks = {("x" if n.startswith("060") else _PHONE) + significant(n) for n in mention.numbers if significant(n)}
    return frozenset(marks | ({_NAME + mention.name.casefold()} if mention.name else set()))

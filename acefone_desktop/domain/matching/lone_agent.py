"""Whose name the reports of a recording tell, where its dials tell an agent's id and nothing else.

The app knows its agent's name and phone from the account; a recording does not, and live calls tell no ids. The
matching takes no lone call for a dial's own for that: it may be a colleague's. But who hands in a recording in which
one agent dials and one person is named says by it that the two are one. That reading of a whole recording is here,
apart from the matching; nothing that is going on is ever read so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.evidence import NOBODY, Evidence, Fact, Source
from acefone_desktop.domain.matching.call_traits import marks_of, significant
from acefone_desktop.domain.reports import AgentMention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EARLIEST, LATEST = timedelta(seconds=-2), timedelta(seconds=23)
"""From a dial to the start of the call that shows who the agent is."""


def lone_agent(told: Sequence[Evidence]) -> AgentMention | None:
    """The agent of a whole recording under id, name and numbers; None where it may be several people's.

    One id dials, all reports name one person and no other id, and once at least that person called the customer of a
    dial that the provider had accepted, within seconds.
    """
    ids = {item.agent.id for item in told if item.fact is Fact.REQUESTED}
    named = {item.agent for item in told if item.source is not Source.DIAL and item.agent != NOBODY}
    marks = {mark for mention in named for mark in marks_of(mention)}
    is_one = len(marks) == len({mark[0] for mark in marks})
    if len(ids) != 1 or "" in ids or not marks or not is_one or not {m.id for m in named} <= ids | {""}:
        return None
    if not _called_at_once(told):
        return None
    name = max((mention.name for mention in named), default="")
    numbers = sorted({number for mention in named for number in mention.numbers})
    return AgentMention(id=ids.pop(), name=name, numbers=tuple(numbers))


def named(told: Iterable[Evidence], agent: AgentMention) -> list[Evidence]:
    """The same evidence, with all that is known of the agent wherever one is mentioned."""
    return [replace(item, agent=agent) if item.agent != NOBODY else item for item in told]


def _called_at_once(told: Sequence[Evidence]) -> bool:
    accepted = {item.intent_id for item in told if item.fact is Fact.ACCEPTED}
    dials = [item for item in told if item.fact is Fact.REQUESTED and item.intent_id in accepted]
    return any(
        EARLIEST <= start - dial.told_at <= LATEST
        for item in told
        if item.source is not Source.DIAL and item.agent != NOBODY and (start := item.begun_at or item.started_at)
        for dial in dials
        if significant(dial.customer) in map(significant, item.customers)
    )

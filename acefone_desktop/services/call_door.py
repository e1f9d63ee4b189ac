"""The door that all evidence comes through: what concerns us and is news may enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.domain.evidence import NOBODY, Evidence, Fact, Source
from acefone_desktop.domain.incoming_calls import mention_of
from acefone_desktop.domain.matching.call_traits import AgentDirectory
from acefone_desktop.domain.matching.correlation import names_of
from acefone_desktop.domain.reports import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.matching.call_sorting import Name

_Telling = tuple[object, ...]


class EvidenceDoor:
    """Keeps out other people's calls and endless repeats: a poll tells the same every two seconds."""

    def __init__(self, agent: Agent | None) -> None:
        self._us = frozenset({mention_of(agent)} if agent else ())
        self._directory = AgentDirectory(self._us)
        self._told: dict[_Telling, datetime] = {}
        self._vanished: dict[str, datetime] = {}
        self.on_names: Callable[[tuple[Name, ...]], None] | None = None
        """Called with names of calls of ours which webhooks have not told: under these, too, their news may come."""

    def __len__(self) -> int:
        return len(self._told)

    def admit(self, evidence: Iterable[Evidence], concerns_us: Callable[[Name], bool]) -> list[Evidence]:
        """Those that are about a call known to us or about our agent, and say something new."""
        names: set[Name] = set()
        admitted: list[Evidence] = []
        for item in evidence:
            own_names = names_of(item)
            if (
                item.source is Source.DIAL
                or self.is_about_us(item)
                or any(n in names or concerns_us(n) for n in own_names)
            ):
                names.update(own_names)
                if self._is_news(item):
                    admitted.append(item)
        return admitted

    def tell_names(self, evidence: Iterable[Evidence]) -> None:
        """Has the names of evidence told that was let in, or is our own; see `on_names`."""
        if self.on_names is not None:
            names = dict.fromkeys(n for e in evidence if e.source is not Source.WEBHOOK for n in names_of(e))
            if names:
                self.on_names(tuple(names))

    def is_about_us(self, item: Evidence) -> bool:
        """Whether it names our agent."""
        return item.agent != NOBODY and self._directory.same(self._us, (item.agent,)) is True

    def is_call_to_us(self, item: Evidence) -> bool:
        """Whether it tells of a call that comes in to our agent."""
        return item.direction is Direction.INBOUND and self.is_about_us(item)

    def forget(self) -> None:
        """Starts afresh: whatever is told again is let in again."""
        self._told.clear()

    def _is_news(self, item: Evidence) -> bool:
        telling = _telling(item)
        known = telling in self._told
        reappeared = item.source is Source.LIVE_CALLS and self._vanished.get(item.call_id, item.told_at) < item.told_at
        if item.fact is Fact.VANISHED:
            self._vanished[item.call_id] = item.told_at
        elif reappeared:
            del self._vanished[item.call_id]
        self._told[telling] = item.told_at
        return not known or reappeared or item.fact is Fact.VANISHED


def _telling(item: Evidence) -> _Telling:
    """All that evidence says except when it was told."""
    return (
        item.source, item.fact, item.intent_id, item.call_id, item.ref_id, item.custom_identifier, item.agent,
        item.customers, item.direction, item.caller_id, item.happened_at, item.started_at, item.answered_at,
        item.ended_at, item.talk_s, item.ring_s, item.agent_ring_s, item.recording, item.message, item.reason,
        item.taken_at,
    )  # fmt: skip


def known_names(calls: Iterable[Call]) -> tuple[Name, ...]:
    """All names by which these calls go."""
    return tuple(dict.fromkeys(name for call in calls for item in call.evidence for name in names_of(item)))

"""The door that all evidence comes through: what concerns us and is news may enter."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Final

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

_log = logging.getLogger(__name__)

MOST_TOLD_OF_A_CALL: Final = 500
"""Different things that webhooks may tell of one call; a call that rings twenty people comes to some two hundred."""

_Telling = tuple[object, ...]


class EvidenceDoor:
    """Keeps out other people's calls and endless repeats: a poll tells the same every two seconds."""

    def __init__(self, agent: Agent | None) -> None:
        self._us = frozenset({mention_of(agent)} if agent else ())
        self._directory = AgentDirectory(self._us)
        self._told: dict[_Telling, datetime] = {}
        self._vanished: dict[str, datetime] = {}
        self._of_webhooks: Counter[Name] = Counter()
        self._has_warned = False
        self.on_names: Callable[[tuple[Name, ...]], None] | None = None
        """Called with names of calls of ours which webhooks have not told: under these, too, their news may come."""

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

    def is_strange(self, item: Evidence, knows: Callable[[Name], bool]) -> bool:
        """Whether it may be of a call that was known once: it goes by a name nobody knows, or names no call at all.

        Only of what would be let in for our agent's or a known call's sake; our own word never is strange.
        """
        names = names_of(item)
        if item.source is Source.DIAL or not (self.is_about_us(item) or any(map(knows, names))):
            return False
        return not _of_the_call(names) or not all(map(knows, names))

    def remember_only(self, evidence: Iterable[Evidence]) -> None:
        """Whatever else is told again is let in again."""
        self._told, self._of_webhooks = {}, Counter()
        for item in evidence:
            self._note(item, _telling(item))
        ids = {item.call_id for item in evidence}
        self._vanished = {call_id: at for call_id, at in self._vanished.items() if call_id in ids}

    def remember(self, evidence: Iterable[Evidence]) -> None:
        """This was let in before, be it long ago."""
        for item in evidence:
            self._note(item, _telling(item))

    def _is_news(self, item: Evidence) -> bool:
        telling = _telling(item)
        known = telling in self._told
        reappeared = item.source is Source.LIVE_CALLS and self._vanished.get(item.call_id, item.told_at) < item.told_at
        if item.fact is Fact.VANISHED:
            self._vanished[item.call_id] = item.told_at
        elif reappeared:
            del self._vanished[item.call_id]
        if not known and item.source is Source.WEBHOOK and not self._has_room_for(call_names(item)):
            return False
        self._note(item, telling)
        return not known or reappeared or item.fact is Fact.VANISHED

    def _has_room_for(self, names: tuple[Name, ...]) -> bool:
        """Webhooks can tell anything: no call of anybody's has so much to it."""
        has_room = all(self._of_webhooks[name] < MOST_TOLD_OF_A_CALL for name in names)
        if not has_room and not self._has_warned:
            self._has_warned = True
            _log.warning("Webhooks tell more of one call than a call has: the rest of it is left out")
        return has_room

    def _note(self, item: Evidence, telling: _Telling) -> None:
        if item.source is Source.WEBHOOK and telling not in self._told:
            self._of_webhooks.update(call_names(item))
        self._told[telling] = item.told_at


def call_names(item: Evidence) -> tuple[Name, ...]:
    """What names the call itself, as opposed to whom it is with."""
    return _of_the_call(names_of(item))


def _of_the_call(names: tuple[Name, ...]) -> tuple[Name, ...]:
    return tuple(name for name in names if name[0] not in {"customer", "alone"})


def _telling(item: Evidence) -> _Telling:
    """All that evidence says except when it was told."""
    return (
        item.source, item.fact, item.intent_id, item.call_id, item.ref_id, item.custom_identifier, item.agent,
        item.customers, item.direction, item.by_request, item.caller_id, item.happened_at, item.started_at,
        item.answered_at, item.ended_at, item.talk_s, item.ring_s, item.agent_ring_s, item.recording, item.message,
        item.reason, item.taken_at,
    )  # fmt: skip


def known_names(calls: Iterable[Call]) -> tuple[Name, ...]:
    """All names by which these calls go."""
    return tuple(dict.fromkeys(name for call in calls for item in call.evidence for name in names_of(item)))

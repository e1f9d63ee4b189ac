"""What of all reports the app needs to hear: those about its agent and its calls, the most urgent first."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.listener.frames import packed, unpacked
from acefone_desktop.adapters.listener.stash import Stash
from acefone_desktop.domain.evidence import NOBODY
from acefone_desktop.domain.matching.call_traits import AgentDirectory
from acefone_desktop.domain.matching.correlation import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.matching.call_sorting import Name
    from acefone_desktop.domain.reports import AgentMention

MOST_WAITING: Final = 10_000
"""Reports for the app, of each urgency; what comes beyond is refused, so that its sender knows."""

MOST_ASIDE, MOST_BYTES_ASIDE, ASIDE_S = 10_000, 8 << 20, 150.0
"""Of those that name another agent, and again of those that name none; see `Stash`."""

MOST_NAMES: Final = 50_000
_MOST_AGENTS: Final = 1_000
_CALLS_OF_OURS, _OF_OUR_AGENT = 0, 1


class Sieve:
    """Sorts reports as they come. Use from one thread.

    Whatever shares a name with a call of ours goes first (names are told by `learn`, and learned from what shares one),
    then whatever names our agent or shares a name with such a report. All else is put aside, and follows when a name of
    it is learned. Where nobody is told whose reports are wanted, all are.
    """

    def __init__(self, agent: AgentMention, monotonic: Callable[[], float]) -> None:
        self._us = agent
        self._directory = AgentDirectory((agent,))
        self._agents: dict[AgentMention, bool | None] = {}
        self._told: OrderedDict[Name, None] = OrderedDict()
        self._heard: tuple[OrderedDict[Name, None], ...] = (OrderedDict(), OrderedDict())
        self._waiting: tuple[deque[bytes], ...] = (deque(), deque())
        nobodys, others = (Stash[bytes](MOST_ASIDE, MOST_BYTES_ASIDE, ASIDE_S, monotonic) for _ in range(2))
        self._aside = {False: nobodys, True: others}

    def __len__(self) -> int:
        """How many reports wait for the app."""
        return sum(map(len, self._waiting))

    def learn(self, names: Iterable[Name]) -> None:
        """Calls of ours go by these names; what was put aside under them follows now."""
        fresh = [name for name in names if name not in self._told]
        self._told.update(dict.fromkeys(fresh))
        _shorten(self._told)
        self._follow(fresh, _CALLS_OF_OURS)

    def put(self, report: tuple[Evidence, ...]) -> bool:
        """Takes the evidence of one report; says whether there was room."""
        names = tuple(dict.fromkeys(name for item in report for name in names_of(item)))
        rank = self._rank(report, names)
        if rank is None:
            whole = packed(report)
            self._aside[any(self._is_us(item.agent) is False for item in report)].put(names, whole, len(whole))
            return True
        if len(self._waiting[rank]) >= MOST_WAITING:
            return False
        self._waiting[rank].append(packed(report))
        self._follow(self._heard_of(names, rank), rank)
        return True

    def next(self, most: int, most_bytes: int) -> list[bytes]:
        """The reports to be told next, packed: so many at most, and no more bytes, but at least one where any waits."""
        found: list[bytes] = []
        size = 0
        for waiting in self._waiting:
            while waiting and len(found) < most and (not found or size + len(waiting[0]) <= most_bytes):
                found.append(waiting.popleft())
                size += len(found[-1])
        return found

    def _rank(self, report: tuple[Evidence, ...], names: tuple[Name, ...]) -> int | None:
        if any(name in self._told or name in self._heard[_CALLS_OF_OURS] for name in names):
            return _CALLS_OF_OURS
        ours = self._us == NOBODY or any(self._is_us(item.agent) for item in report)
        return _OF_OUR_AGENT if ours or any(name in self._heard[_OF_OUR_AGENT] for name in names) else None

    def _is_us(self, agent: AgentMention) -> bool | None:
        """None where it cannot be told."""
        if agent not in self._agents:
            if len(self._agents) >= _MOST_AGENTS:
                self._agents.clear()
            self._agents[agent] = None if agent == NOBODY else self._directory.same((self._us,), (agent,))
        return self._agents[agent]

    def _heard_of(self, names: Iterable[Name], rank: int) -> list[Name]:
        """Remembers names; returns those that were not known."""
        heard = self._heard[rank]
        fresh = []
        for name in names:
            if name in heard:
                heard.move_to_end(name)
            else:
                heard[name] = None
                fresh.append(name)
        _shorten(heard)
        return fresh

    def _follow(self, names: Iterable[Name], rank: int) -> None:
        """What was put aside under these names concerns us too, and so do its other names."""
        unsought = list(names)
        moved: set[bytes] = set()
        while unsought:
            name = unsought.pop()
            for stash in self._aside.values():
                for whole in stash.take(name):
                    if whole in moved:
                        continue
                    moved.add(whole)
                    self._waiting[rank].append(whole)
                    own_names = (name for item in unpacked(whole) for name in names_of(item))
                    unsought += self._heard_of(own_names, rank)


def _shorten(names: OrderedDict[Name, None]) -> None:
    while len(names) > MOST_NAMES:
        names.popitem(last=False)

"""Which evidence belongs to which call.

A call id, our own dial's id and a `ref_id` name a call outright. What carries none of them, and the question which
call id our dial got, is settled by points; where two answers are equally good, the evidence stays contested.
The result depends on the evidence alone, never on its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import Call, CallKey
from acefone_desktop.domain.evidence import NOBODY, TIME_UNKNOWN, Evidence
from acefone_desktop.domain.matching.call_neighbourhood import Neighbourhood
from acefone_desktop.domain.matching.call_sorting import Name, forget_traits
from acefone_desktop.domain.matching.call_traits import marks_of, significant
from acefone_desktop.domain.matching.known_account import Account

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Assembly:
    """The calls that a body of evidence amounts to, oldest first."""

    calls: tuple[Call, ...]

    @property
    def ambiguous(self) -> tuple[Call, ...]:
        """Calls to which some evidence might belong as well as to another."""
        return tuple(call for call in self.calls if call.ambiguous)


@dataclass(frozen=True, slots=True)
class Change:
    """What new evidence did: calls that are new or differ, and keys that no call has any more."""

    calls: tuple[Call, ...] = ()
    gone: tuple[CallKey, ...] = ()


def assemble(evidence: Iterable[Evidence]) -> Assembly:
    """Sorts evidence into calls."""
    correlator = Correlator()
    correlator.add(evidence)
    return Assembly(correlator.calls)


class Correlator:
    """The same, piece by piece: only the neighbourhood of new evidence is sorted again.

    A neighbourhood is all evidence that shares an identity or a customer; nothing outside it can belong together.
    What the rest tells of the account counts all the same: its clock, and which names are whose. `account` is what
    another one has learnt of that.
    """

    def __init__(self, account: Account | None = None) -> None:
        self._home: dict[Name, Neighbourhood] = {}
        self._homes: dict[int, Neighbourhood] = {}
        self.account = account or Account()

    def __len__(self) -> int:
        """How many pieces of evidence it knows."""
        return sum(len(home.evidence) for home in self._homes.values())

    @property
    def calls(self) -> tuple[Call, ...]:
        """All calls, oldest first."""
        return tuple(sorted((call for home in self._homes.values() for call in home.calls.values()), key=_age))

    def knows(self, name: Name) -> bool:
        """Whether any evidence here goes by this name (see `names_of`)."""
        return name in self._home

    def with_only(self, evidence: Iterable[Evidence]) -> Correlator:
        """One that knows this evidence alone, and takes over what is known of the account."""
        forget_traits()
        self.account.clocks.keep_newest()
        kept = Correlator(self.account)
        kept.add(evidence)
        return kept

    def add(self, evidence: Iterable[Evidence]) -> Change:
        """Takes evidence in and says what changed; evidence that is known changes nothing."""
        before: dict[CallKey, Call] = {}
        touched: dict[int, Neighbourhood] = {}
        for item in evidence:
            home = self._settle(names_of(item), before, touched)
            if home.add(item):
                touched[id(home)] = home
                self._learn(item, touched)
        after: dict[CallKey, Call] = {}
        for home in touched.values():
            sorting = home.sort(self.account)
            before |= sorting.before
            after |= sorting.after
        changed = [call for key, call in after.items() if (old := before.get(key)) is not call and old != call]
        if len(changed) > 1:
            changed.sort(key=_age)
        return Change(tuple(changed), tuple(sorted(before.keys() - after.keys())))

    def _learn(self, item: Evidence, touched: dict[int, Neighbourhood]) -> None:
        """Takes in what a piece tells of the account, and marks what has to be sorted anew for it."""
        if self.account.clocks.learn(item):
            touched.update((key, home) for key, home in self._homes.items() if home.has_dial_without_time)
        if item.agent == NOBODY:
            return
        if self.account.directory.learn(item.agent):
            marks = marks_of(item.agent)
            touched.update((key, home) for key, home in self._homes.items() if home.mentions(marks))

    def _settle(
        self, names: Sequence[Name], before: dict[CallKey, Call], touched: dict[int, Neighbourhood]
    ) -> Neighbourhood:
        """The neighbourhood of these names; those that they connect become one."""
        found = [self._home.get(name) for name in names]
        home = found[0]
        if home is not None and all(other is home for other in found):
            return home
        homes = {id(one): one for one in found if one is not None}
        home = max(homes.values(), key=lambda one: len(one.names), default=None)
        if home is None:
            home = Neighbourhood()
            self._homes[id(home)] = home
        for other in homes.values():
            if other is not home:
                before |= other.calls
                home.absorb(other)
                self._home |= dict.fromkeys(other.names, home)
                touched[id(home)] = home
                touched.pop(id(other), None)
                del self._homes[id(other)]
        home.names.update(names)
        self._home |= dict.fromkeys(names, home)
        return home


def names_of(item: Evidence) -> tuple[Name, ...]:
    """All that evidence can be found again by."""
    names = [("customer", significant(number)) for number in item.customers if significant(number)]
    if item.call_id:
        names.append(("call", item.call_id))
    if item.intent_id:
        names.append(("intent", item.intent_id))
    if item.ref_id:
        names.append(("ref", item.ref_id))
    if item.custom_identifier:
        names.append(("custom", item.custom_identifier))
    if names:
        return tuple(names)
    return (("alone", item.source.value, item.told_at.isoformat(), item.fact.value),)


def _age(call: Call) -> tuple[datetime, str]:
    return call.requested_at or call.started_at or TIME_UNKNOWN, call.key

"""Evidence that shares identities or customers, and the calls it amounts to, kept up to date cheaply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import Call, CallKey
from acefone_desktop.domain.evidence import NOBODY, Source
from acefone_desktop.domain.matching.call_sorting import Name, own_name, sort_out
from acefone_desktop.domain.matching.call_traits import marks_of

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.matching.known_account import Account


@dataclass(frozen=True, slots=True)
class Sorting:
    """The calls that may have changed, as they were and as they are; not to be changed itself."""

    before: dict[CallKey, Call]
    after: dict[CallKey, Call]


class Neighbourhood:
    """Nothing outside it can belong to one of its calls.

    While every piece names its call and no dial of ours is there, nothing is to be matched: a new piece then changes
    its own call alone, however many calls there are.
    """

    def __init__(self) -> None:
        self.names: set[Name] = set()
        self.evidence: set[Evidence] = set()
        self.calls: dict[CallKey, Call] = {}
        self._groups: dict[Name, frozenset[Evidence]] = {}
        self._is_plain = True
        self._touched: set[Name] = set()
        self._agent_marks: set[str] = set()
        self._dials: dict[str, bool] = {}

    def add(self, item: Evidence) -> bool:
        """Takes a piece in; returns whether it is new. `calls` follow with the next `sort`."""
        if item in self.evidence:
            return False
        self.evidence.add(item)
        name = own_name(item)
        self._groups[name] = self._groups.get(name, frozenset()) | {item}
        self._touched.add(name)
        if not item.call_id or item.intent_id:
            self._is_plain = False
        if item.agent != NOBODY:
            self._agent_marks |= marks_of(item.agent)
        if item.source is Source.DIAL and item.intent_id:
            self._dials[item.intent_id] = self._dials.get(item.intent_id, False) or item.taken_at is not None
        return True

    @property
    def has_dial_without_time(self) -> bool:
        """Whether a dial of ours is here whose time by the provider's clock its own reply does not tell."""
        return not all(self._dials.values())

    def mentions(self, agent_marks: frozenset[str]) -> bool:
        """Whether something is matched here that names an agent so."""
        return not self._is_plain and not agent_marks.isdisjoint(self._agent_marks)

    def absorb(self, other: Neighbourhood) -> None:
        """Takes over all of another neighbourhood."""
        self.names |= other.names
        for item in other.evidence:
            self.add(item)

    def sort(self, account: Account) -> Sorting:
        """Brings `calls` up to date; a call that did not change stays the same object."""
        if self._is_plain:
            after = {CallKey(name[1]): Call(self._groups[name]) for name in self._touched}
            before = {key: self.calls[key] for key in after if key in self.calls}
            self.calls.update(after)
        else:
            before = self.calls
            known = {(call.evidence, call.contested): call for call in before.values()}
            sorted_out = (known.get((call.evidence, call.contested), call) for call in sort_out(self._groups, account))
            self.calls = after = {call.key: call for call in sorted_out}
        self._touched.clear()
        return Sorting(before, after)

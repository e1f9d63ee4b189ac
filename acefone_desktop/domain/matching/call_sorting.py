"""Sorts the evidence of one neighbourhood into calls: first by what names a call outright, then by points."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.matching.call_matching import NEAR_START, fit
from acefone_desktop.domain.matching.call_pairing import clear_pairs, equals
from acefone_desktop.domain.matching.call_traits import AgentDirectory, Traits, significant, traits_of
from acefone_desktop.domain.matching.stamp_zones import misreading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.matching.call_matching import Fit
    from acefone_desktop.domain.matching.known_account import Account, ClockOffsets

Name = tuple[str, ...]
Groups = dict[Name, frozenset["Evidence"]]
Contested = defaultdict[Name, set["Evidence"]]


def sort_out(groups: Groups, account: Account) -> Iterator[Call]:
    """Sorts evidence that shares identities or customers, grouped by `own_name`, into calls."""
    groups = _named_groups(groups, account.directory)
    if len(groups) == 1:
        yield from map(Call, groups.values())
        return
    contested: Contested = defaultdict(set)
    known = _Known(account.directory, _common_labels(groups), account.clocks)
    groups = _give_dials_their_calls(_with_reports_together(groups, known), known, contested)
    groups = _give_loose_ends_away(groups, known, contested)
    for name, group in groups.items():
        yield Call(group, frozenset(contested[name]) - group)


def _named_groups(groups: Groups, directory: AgentDirectory) -> Groups:
    """Groups by what names a call outright; what several groups carry joins them unless it would mix calls or dials."""
    groups = dict(groups)
    if len(groups) > 1:
        intents = {item.intent_id for group in groups.values() for item in group if item.intent_id}
        _join(groups, lambda e: e.intent_id)
        _join(groups, lambda e: e.ref_id)
        _join(groups, lambda e: e.custom_identifier if e.custom_identifier in intents else "")
        _join_places(groups, directory)
    return {name: groups[name] for name in sorted(groups)}


def own_name(item: Evidence) -> Name:
    """The group a piece belongs to by itself."""
    if item.call_id:
        return ("call", item.call_id)
    if item.intent_id:
        return ("intent", item.intent_id)
    agent = item.agent.id or next(iter(item.agent.numbers), item.agent.name)
    is_known = item.started_at and (agent or item.ref_id or item.custom_identifier)
    told_at = "" if is_known else str(item.told_at)
    direction = item.direction.value if item.direction else ""
    return ("loose", _place(item), direction, agent, item.ref_id, item.custom_identifier, told_at)


def _place(item: Evidence) -> str:
    """Customer and start: two loose reports that agree on both are of one call, unless they say what no one call has:
    two agents, or two directions."""
    return f"{significant(item.customer)}@{item.started_at.timestamp()}" if item.started_at and item.customer else ""


def _join_places(groups: Groups, directory: AgentDirectory) -> None:
    """Loose reports of one place: one call for each agent. What names none, or tells a name alone, may be anybody's."""
    places: defaultdict[str, set[Name]] = defaultdict(set)
    for name, group in groups.items():
        for item in group:
            if not (item.call_id or item.intent_id) and (place := _place(item)):
                places[place].add(name)
    joined: dict[Name, str] = {}
    for place, names in sorted(places.items()):
        for number, together in enumerate(_by_agent(sorted(names), groups, directory)):
            joined |= dict.fromkeys(together, f"{place} {number}")
    marks = {item: mark for name, mark in joined.items() for item in groups[name]}
    _join(groups, lambda e: marks.get(e, ""))


def _by_agent(names: Iterable[Name], groups: Groups, directory: AgentDirectory) -> list[list[Name]]:
    agents = {name: {item.agent for item in groups[name] if item.agent.id or item.agent.numbers} for name in names}
    found: list[list[Name]] = []
    for name in (name for name in agents if agents[name]):
        known = next((one for one in found if directory.same(agents[one[0]], agents[name])), None)
        if known is None:
            found.append([name])
        else:
            known.append(name)
    return [*found, *([name] for name in agents if not agents[name])]


def _join(groups: Groups, mark_of: Callable[[Evidence], str]) -> None:
    marked: defaultdict[str, set[Name]] = defaultdict(set)
    for name, group in groups.items():
        for item in group:
            if mark := mark_of(item):
                marked[mark].add(name)
    moved: dict[Name, Name] = {}
    for mark in sorted(marked):
        names = sorted({_now(name, moved) for name in marked[mark]})
        if len(names) > 1 and _can_be_one(together := frozenset().union(*(groups[name] for name in names))):
            groups[names[0]] = together
            for name in names[1:]:
                del groups[name]
                moved[name] = names[0]


def _now(name: Name, moved: dict[Name, Name]) -> Name:
    while name in moved:
        name = moved[name]
    return name


def _can_be_one(together: frozenset[Evidence]) -> bool:
    traits = _traits(together)
    told = (traits.call_ids, traits.intent_ids, traits.ref_ids, traits.custom_identifiers, traits.directions)
    return all(len(marks) <= 1 for marks in told)


@dataclass(frozen=True, slots=True)
class _Known:
    """What two groups are compared by, besides their own traits."""

    directory: AgentDirectory
    common_labels: frozenset[str]
    clocks: ClockOffsets

    def fit(self, one: Traits, other: Traits) -> Fit | None:
        return fit(one, other, self.directory, self.common_labels)

    def traits(self, group: frozenset[Evidence]) -> Traits:
        """A dial that got no reply was asked for at a time that can be told from the replies to others.

        Where a call of it is known, stamps in a wrong zone are known too: other reports may have the right one.
        """
        traits = _traits(group)
        requested_at, taken_at = traits.requested_at, traits.taken_at
        if requested_at is None:
            return traits
        if traits.starts:
            put_right = {start - misreading(taken_at or requested_at, start) for start in traits.starts}
            traits = replace(traits, starts=traits.starts | put_right)
        if taken_at is not None:
            return traits
        ahead = self.clocks.ahead(requested_at)
        if ahead is not None:
            return replace(traits, taken_at=requested_at - ahead)
        return replace(traits, is_adrift=True) if traits.got_no_reply else traits


def _common_labels(groups: Groups) -> frozenset[str]:
    """Identifiers that more than one call carries, or more than one dial."""
    carriers: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for group in groups.values():
        traits = _traits(group)
        for label in traits.custom_identifiers:
            carriers[label][0].update(traits.call_ids)
            carriers[label][1].update(traits.intent_ids)
    return frozenset(label for label, carried in carriers.items() if max(map(len, carried)) > 1)


def _with_reports_together(groups: Groups, known: _Known) -> Groups:
    """What reports clearly say of one call comes together before dials look for theirs, by either part of it."""
    traits = {name: _traits(group) for name, group in groups.items()}
    if not any(t.intent_ids and not t.call_ids for t in traits.values()):
        return groups
    reports = {name: group for name, group in groups.items() if not traits[name].intent_ids}
    together = _give_loose_ends_away(reports, known, defaultdict(set))
    return {
        name: together.get(name, group) for name, group in groups.items() if name in together or name not in reports
    }


def _give_dials_their_calls(groups: Groups, known: _Known, contested: Contested) -> Groups:
    """The reply to a dial carries no call id: finds each dial the call that is clearly its own."""
    traits = {name: known.traits(group) for name, group in groups.items()}
    dials = [name for name, t in traits.items() if t.intent_ids and not t.call_ids]
    calls = [name for name, t in traits.items() if t.call_ids and not t.intent_ids]
    paired, undecided = clear_pairs(dials, calls, lambda a, b: known.fit(traits[a], traits[b]))
    for dial, rivals in undecided.items():
        for call in rivals:
            contested[dial] |= groups[call]
            contested[call] |= groups[dial]
    found = {call: dial for dial, call in paired.items()}
    return {
        name: group | (groups[found[name]] if name in found else frozenset())
        for name, group in groups.items()
        if name not in paired
    }


def _give_loose_ends_away(groups: Groups, known: _Known, contested: Contested) -> Groups:
    """Reports that name no call go to the one they clearly fit; what fits none is a call of its own."""
    traits = {name: known.traits(group) for name, group in groups.items()}
    settled = dict(groups)
    claims: defaultdict[Name, list[Name]] = defaultdict(list)
    for name, group in groups.items():
        if _is_loose(traits[name]):
            best, is_clear = _best(name, traits, known)
            if is_clear:
                claims[best[0]].append(name)
            for call in () if is_clear else best:
                contested[call] |= group
                contested[name] |= groups[call]
    for call, names in claims.items():
        fit_together = _are_of_one_start(traits[name] for name in names)
        for name in names:
            if fit_together:
                settled[call] = settled[call] | settled.pop(name)
            else:
                contested[call] |= groups[name]
                contested[name] |= groups[call]
    return settled


def _best(name: Name, traits: dict[Name, Traits], known: _Known) -> tuple[tuple[Name, ...], bool]:
    """The calls that the loose report fits best, and whether there is but one, which may have it."""
    fits = {
        other: found
        for other, t in traits.items()
        if not _is_loose(t) and (found := known.fit(traits[name], t)) is not None
    }
    best = equals({other: found.points for other, found in fits.items()})
    return best, len(best) == 1 and fits[best[0]].is_vouched


def _are_of_one_start(claimants: Iterable[Traits]) -> bool:
    """Whether loose reports that one call would get can be of one call."""
    starts = {start for traits in claimants for start in traits.starts}
    return not starts or max(starts) - min(starts) <= NEAR_START


@lru_cache(maxsize=4096)
def _traits(group: frozenset[Evidence]) -> Traits:
    return traits_of(group)


def forget_traits() -> None:
    """Lets go of what is remembered of groups, and with it of their evidence; it is worked out again where needed."""
    _traits.cache_clear()


def _is_loose(traits: Traits) -> bool:
    return not (traits.call_ids or traits.intent_ids)

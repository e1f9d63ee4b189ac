"""Which dial got which call, as far as that is clear. It never guesses: what is not clearly best is left undecided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from acefone_desktop.domain.matching.call_matching import Fit

K = TypeVar("K")
Board = Mapping[tuple[K, K], float]

CLEARLY_BETTER = 6.0
"""Points by which an answer must beat every other to count."""

MOST_WEIGHED = 6
"""Dials, and calls, weighed against each other at once; more within minutes, with one customer, stay undecided."""


def clear_pairs(
    ones: Sequence[K], others: Sequence[K], fit: Callable[[K, K], Fit | None]
) -> tuple[dict[K, K], dict[K, tuple[K, ...]]]:
    """The pairs without which everything would fit clearly worse; and for the rest of `ones` those that fit alike.

    Nobody is in two pairs, and all pairs are weighed together: that one call is clearly another dial's counts. A pair
    that is not vouched for is never one of them; it can only keep others from being clear.
    """
    fits = {(a, b): found for a in ones for b in others if (found := fit(a, b)) is not None}
    board = {pair: found.points for pair, found in fits.items()}
    paired = _all_clear(board)
    if not all(found.is_vouched for found in fits.values()):
        vouched = _all_clear({pair: p for pair, p in board.items() if fits[pair].is_vouched})
        paired = {a: b for a, b in paired.items() if vouched.get(a) == b}
    taken = set(paired.values())
    left = {(a, b): p for (a, b), p in board.items() if a not in paired and b not in taken}
    rows: defaultdict[K, dict[K, float]] = defaultdict(dict)
    for (a, b), p in left.items():
        rows[a][b] = p
    return paired, {a: equals(row) for a, row in rows.items()}


def _all_clear(board: Board[K]) -> dict[K, K]:
    return {a: b for island in _islands(board) for a, b in _clear(island).items()}


def equals(points: Mapping[K, float]) -> tuple[K, ...]:
    """The best and all that are not clearly worse; one alone is a clear match."""
    top = max(points.values(), default=0.0)
    return tuple(key for key, p in points.items() if top - p < CLEARLY_BETTER)


def _clear(board: Board[K]) -> dict[K, K]:
    if max(len({a for a, _ in board}), len({b for _, b in board})) > MOST_WEIGHED:
        return {}
    total, pairs = _best(board)
    return {
        a: b
        for a, b in pairs
        if total - _best({pair: p for pair, p in board.items() if pair != (a, b)})[0] >= CLEARLY_BETTER
    }


def _best(board: Board[K]) -> tuple[float, tuple[tuple[K, K], ...]]:
    """The pairing with the most points in all, tried out dial by dial."""
    best: dict[frozenset[K], tuple[float, tuple[tuple[K, K], ...]]] = {frozenset(): (0.0, ())}
    for one in dict.fromkeys(a for a, _ in board):
        grown = dict(best)
        for taken, (total, pairs) in best.items():
            for (a, b), p in board.items():
                if a == one and b not in taken:
                    key = taken | {b}
                    if key not in grown or grown[key][0] < total + p:
                        grown[key] = (total + p, (*pairs, (a, b)))
        best = grown
    return max(best.values(), key=lambda found: found[0])


def _islands(board: Board[K]) -> Iterator[dict[tuple[K, K], float]]:
    """Parts of the board that have no dial and no call in common."""
    rest = dict(board)
    while rest:
        island = {next(iter(rest))}
        while True:
            marks = set(_members(island))
            grown = {(a, b) for a, b in rest if ("one", a) in marks or ("other", b) in marks}
            if grown == island:
                break
            island = grown
        yield {pair: rest.pop(pair) for pair in [pair for pair in rest if pair in island]}


def _members(pairs: Iterable[tuple[K, K]]) -> Iterator[tuple[str, K]]:
    for a, b in pairs:
        yield "one", a
        yield "other", b

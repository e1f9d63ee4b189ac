"""Reports that concern nobody here as yet, kept for a while in case that they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Stash(Generic[T]):
    """Two generations: a full or old one becomes the elder, and the elder of before is forgotten.

    So at least the last `most` pieces are here, for `lasting_s` and up to twice that; never more than twice `most`, nor
    (in their own bytes) than twice `most_bytes`. `monotonic` gives seconds.
    """

    def __init__(self, most: int, most_bytes: int, lasting_s: float, monotonic: Callable[[], float]) -> None:
        self._most, self._most_bytes, self._lasting_s, self._monotonic = most, most_bytes, lasting_s, monotonic
        self._young: defaultdict[int, list[T]] = defaultdict(list)
        self._elder: dict[int, list[T]] = {}
        self._count = self._bytes = 0
        self._since = monotonic()

    def put(self, names: Iterable[Hashable], piece: T, size: int) -> None:
        """Keeps a piece of so many bytes, to be found by each of its names."""
        self._age()
        if self._count >= self._most or self._bytes + size > self._most_bytes:
            self._turn()
        for name in names:
            self._young[hash(name)].append(piece)  # names that share a hash are sorted out by whoever gets the piece
        self._count += 1
        self._bytes += size

    def take(self, name: Hashable) -> list[T]:
        """All pieces of this name, eldest first. Under their other names they are still here."""
        self._age()
        key = hash(name)
        return self._elder.pop(key, []) + self._young.pop(key, [])

    def _age(self) -> None:
        """Forgets what is too old; after a long silence that is everything."""
        for _ in range(2):
            if self._monotonic() - self._since >= self._lasting_s:
                lasted = self._since + self._lasting_s
                self._turn()
                self._since = max(lasted, self._monotonic() - self._lasting_s)

    def _turn(self) -> None:
        self._elder, self._young = self._young, defaultdict(list)
        self._count = self._bytes = 0
        self._since = self._monotonic()

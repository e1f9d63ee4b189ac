"""Long secrets in parts: a Windows credential holds 1,280 characters, a token may have more."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_ENTRY: Final = 1200
"""UTF-16 units in one entry, with some room under the limit."""
MOST_PARTS: Final = 64
MARK: Final = "acefone-desktop parts "
"""Begins an index entry. A secret that begins so itself is stored in parts too, so the two cannot be confused."""


@dataclass(frozen=True, slots=True)
class Index:
    """Where the parts of a secret are. Each writing has a generation of its own, so old and new never mix."""

    generation: str
    count: int

    @classmethod
    def new(cls, count: int) -> Self:
        """An index for a secret that is about to be written."""
        return cls(os.urandom(4).hex(), count)

    @classmethod
    def read(cls, entry: str | None) -> Self | None:
        """The index in an entry; None where the entry is a whole secret, or nothing."""
        if entry is None or not entry.startswith(MARK):
            return None
        generation, _, count = entry.removeprefix(MARK).partition(" ")
        if not (generation.isalnum() and count.isascii() and count.isdecimal() and 0 < int(count) <= MOST_PARTS):
            return None
        return cls(generation, int(count))

    def __str__(self) -> str:
        return f"{MARK}{self.generation} {self.count}"

    def names(self, name: str) -> Iterator[str]:
        """Names of the parts' entries, in order."""
        return (f"{name}/{self.generation}/{place}" for place in range(self.count))


def split(secret: str) -> list[str]:
    """The secret in pieces that each fit an entry; one piece where it fits whole."""
    # Characters beyond the basic plane take two UTF-16 units each.
    size = LONGEST_ENTRY if all(ord(c) <= 0xFFFF for c in secret) else LONGEST_ENTRY // 2  # noqa: PLR2004 (Unicode §2.8)
    return [secret[start : start + size] for start in range(0, len(secret), size)] or [""]

"""Which town or region a number's first digits belong to, looked up in a file of which next to nothing is loaded.

The file holds, in this machine's byte order: a head, the prefixes as whole numbers in ascending order, for each the
place of its name, where each name begins, and the names.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HEAD: Final = struct.Struct("=16sIIII")  # mark, prefixes, names, bytes of names, digits of the longest prefix
_MARK: Final = b"acefone-areas-1\n"
_PREFIX_BYTES, _PLACE_BYTES = 8, 4
_MOST_DIGITS = 15  # of any number (E.164), so that a prefix fits into eight bytes


class AreaTableError(ValueError):
    """The file is not such a table, or is not whole."""


class AreaTable:
    """An open table. May be used on any thread."""

    def __init__(self, path: Path) -> None:
        """Opens it. Raises `OSError`, and `AreaTableError` for anything else than a whole table."""
        with path.open("rb") as file:
            try:
                whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except ValueError:  # an empty file cannot be mapped
                raise AreaTableError(f"{path.name} is empty.") from None
        if len(whole) < _HEAD.size:
            raise AreaTableError(f"{path.name} has no head.")
        mark, count, names, name_bytes, self._longest = _HEAD.unpack_from(whole)
        sizes = (_HEAD.size, count * _PREFIX_BYTES, count * _PLACE_BYTES, (names + 1) * _PLACE_BYTES, name_bytes)
        if mark != _MARK or sum(sizes) != len(whole) or self._longest > _MOST_DIGITS:
            raise AreaTableError(f"{path.name} is not whole.")
        ends = [sum(sizes[: part + 1]) for part in range(len(sizes))]
        parts = [whole[start:end] for start, end in pairwise(ends)]
        self._prefixes, self._names = parts[0].cast("Q"), parts[3]
        self._place_of, self._begins = parts[1].cast("I"), parts[2].cast("I")

    def area_of(self, digits: str) -> str:
        """The name that goes with the longest known prefix of a whole international number; empty where none does."""
        for length in range(min(self._longest, len(digits)), 0, -1):
            prefix = int(digits[:length])
            place = bisect_left(self._prefixes, prefix)
            if place < len(self._prefixes) and self._prefixes[place] == prefix:
                return self._name(self._place_of[place])
        return ""

    def _name(self, place: int) -> str:
        if place + 1 >= len(self._begins):
            return ""
        return bytes(self._names[self._begins[place] : self._begins[place + 1]]).decode("utf-8", "replace")


def area_bytes(areas: Mapping[str, str]) -> bytes:
    """The table of these names by prefix, each of at most fifteen digits and without a leading zero."""
    prefixes = sorted(map(int, areas))
    names = sorted(set(areas.values()))
    place_of = {name: place for place, name in enumerate(names)}
    written = [name.encode() for name in names]
    begins = [0]
    for name in written:
        begins.append(begins[-1] + len(name))
    longest = max(map(len, areas), default=0)
    return b"".join(
        (
            _HEAD.pack(_MARK, len(prefixes), len(names), begins[-1], longest),
            struct.pack(f"={len(prefixes)}Q", *prefixes),
            struct.pack(f"={len(prefixes)}I", *(place_of[areas[str(prefix)]] for prefix in prefixes)),
            struct.pack(f"={len(begins)}I", *begins),
            *written,
        )
    )

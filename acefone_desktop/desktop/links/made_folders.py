"""Which of the folders that hold our files we made ourselves, so that removal takes those away and no others.

Kept in our own desktop entry, under a key of our own (Desktop Entry Specification 1.5, “Extending the format”): one
number for each place, of the folders from there upwards that were not there before.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_OURS = "X-AcefoneDesktop-"
KEY = f"{_OURS}MadeFolders"
_MOST_DIGITS = 2


def count_missing(places: Sequence[Path]) -> tuple[int, ...]:
    """For each place how many folders have to be made for it."""
    return tuple(sum(not folder.exists() for folder in (place, *place.parents)) for place in places)


def read_made(text: str, places: int) -> tuple[int, ...]:
    """What an entry says; nothing where it says nothing that makes sense."""
    line = next((line for line in text.splitlines() if line.startswith(f"{KEY}=")), "")
    words = line.partition("=")[2].split(";")[:-1]
    are_counts = all(word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS for word in words)
    return tuple(map(int, words)) if are_counts and len(words) == places else (0,) * places


def with_made(text: str, made: Sequence[int]) -> str:
    """The entry's text, saying so."""
    head, action, rest = text.partition("Actions=")
    return f"{head}{KEY}={''.join(f'{count};' for count in made)}\n{action}{rest}"


def without_made(text: str) -> str:
    """The entry's text as it is for everybody, without what we keep in it."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_OURS))


def remove_made(places: Sequence[Path], made: Sequence[int]) -> None:
    """Takes away as many folders as were made, from each place upwards, as far as nothing is in them.

    Raises `OSError`.
    """
    folders = {folder for place, count in zip(places, made, strict=True) for folder in (place, *place.parents)[:count]}
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()

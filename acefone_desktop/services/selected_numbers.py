"""The numbers in what a person selected or copied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acefone_desktop.domain.numbers import PhoneNumber, find_numbers, read_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WHOLE_CHARACTERS = 200
"""A text of this length may be one number as a whole, such as a service code; of a longer one only parts are."""
PIECE_CHARACTERS, OVERLAP_CHARACTERS = 8_000, 100
MOST_CHARACTERS = 64 * 1024


@dataclass(frozen=True, slots=True)
class SelectedNumbers:
    """`numbers` as `find_numbers` orders them; `text` is the piece they stand in.

    `is_plain` says that nobody can be surprised by them: no other text was there first that had no number in it.
    """

    text: str = field(repr=False)
    numbers: tuple[PhoneNumber, ...] = field(repr=False)
    is_plain: bool


def find_selected(sources: Iterable[Callable[[], str]], region: str) -> SelectedNumbers | None:
    """Asks one source after the other, until one has a number in it; None where none has.

    A source that cannot be asked (`OSError`) has none; one that did not answer in time may have had another.
    """
    is_plain = True
    for source in sources:
        try:
            text = source()[:MOST_CHARACTERS]
        except TimeoutError:
            is_plain = False
            continue
        except OSError:
            continue
        for start in range(0, len(text), PIECE_CHARACTERS - OVERLAP_CHARACTERS):
            piece = text[start : start + PIECE_CHARACTERS]
            numbers = read_numbers(piece, region) if len(text) <= WHOLE_CHARACTERS else find_numbers(piece, region)
            usable = tuple(number for number in numbers if not number.fault)
            if usable:
                return SelectedNumbers(piece, usable, is_plain)
        is_plain = is_plain and not text.strip()
    return None

"""What a text in the number field amounts to. Imported with the first digit: the numbering plans take time to load."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from acefone_desktop.bridge.dialing.dial_state import Shortfall
from acefone_desktop.domain.numbers import (
    NumberFault,
    comparable,
    digits_only,
    format_as_typed,
    read_number,
    read_numbers,
)
from acefone_desktop.domain.policy import MAX_DIGITS_SENT, Decision, KnownCountries, judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.account import CallerId
    from acefone_desktop.domain.numbers import PhoneNumber
    from acefone_desktop.domain.policy import Verdict

__all__ = ["Decision", "as_typed", "entry_of", "judged", "matching", "numbers_in", "shortfall", "shown"]

_FAULTS = frozenset({NumberFault.TOO_SHORT, NumberFault.AREA_CODE_MISSING, NumberFault.TOO_LONG})
_KEPT = 512  # numbers that are shown again and again: lists, cards, menus

_LEAST_DIGITS = 5
"""Fewer are a year, a house or a room."""
_DIGITS = re.compile(r"(?<![\w.,:/£$€-])\+?[0-9](?:[ ()\-]{0,2}[0-9])*(?![\w:/]|[.,][0-9])")
_DATE = re.compile(r"[0-9]{1,4}[ -][0-9]{1,2}[ -][0-9]{1,4}")

LONGEST_TEXT = 2000
"""Characters of a pasted text that are searched for a number."""


def as_typed(text: str, region: str) -> str:
    """Grouped like a number of the region, where it is one."""
    return format_as_typed(text, region)


def judged(
    text: str, region: str, own_numbers: frozenset[str], has_called: Callable[[str], bool]
) -> tuple[PhoneNumber, Verdict] | tuple[None, None]:
    """The number that the text is meant as, and what the policy says to it; nothing where there is none."""
    number = read_number(text, region)
    if number is None:
        return None, None
    # A number half typed is of no country yet: only a whole one is worth a look into history.
    known = KnownCountries(region, has_called).around(number) if number.e164 else None
    return number, judge(number, own_numbers=own_numbers, known_countries=known)


def numbers_in(text: str, region: str) -> tuple[str, tuple[PhoneNumber, ...]]:
    """The entry that a whole text leads to, and the numbers in it, likeliest first.

    An extension stays with its number; a text without a number is kept, its white space made plain.
    """
    found = tuple(number for number in read_numbers(text[:LONGEST_TEXT], region) if number.e164)
    if not found:
        return " ".join(text[:LONGEST_TEXT].split()), ()
    return entry_of(found[0]), found


def shortfall(text: str, region: str) -> Shortfall | None:
    """Of a text without a number, the longest digits that might have been meant as one. Dates and amounts are not."""
    runs = (match.group() for match in _DIGITS.finditer(text[:LONGEST_TEXT]))
    likely = [run for run in runs if len(digits_only(run)) >= _LEAST_DIGITS and not _DATE.fullmatch(run)]
    for run in sorted(likely, key=len, reverse=True):
        if len(digits_only(run)) > MAX_DIGITS_SENT:
            return Shortfall(run, is_too_long=True)
        number = read_number(run, region)
        if number is not None and number.fault in _FAULTS:
            return Shortfall(run, is_too_long=number.fault is NumberFault.TOO_LONG)
    return None


def entry_of(number: PhoneNumber) -> str:
    """How a number is put into the field: with its extension, which stays apart from it."""
    return f"{number.display} ext. {number.extension}" if number.extension else number.display


def matching(wanted: str, caller_ids: tuple[CallerId, ...]) -> CallerId | None:
    """The caller ID with these digits, however either is written."""
    key = comparable(wanted)
    return next((caller_id for caller_id in caller_ids if key and comparable(caller_id.number) == key), None)


@lru_cache(maxsize=_KEPT)
def shown(digits: str, region: str) -> str:
    """Digits with their country code as a person reads them; as given where they are no number."""
    number = read_number(digits if digits.startswith("+") else f"+{digits}", region) if digits else None
    return number.display if number and number.e164 else digits

"""Which listed numbers begin most like a number that is not listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber

from acefone_desktop.domain.numbering.number_kinds import NumberKind, kind_of_type

NO_COUNTRY = "001"  # phonenumbers' region of codes that belong to no country (ITU-T E.164.1)
_FILLERS = (*(digit * 17 for digit in "0258"), "12345678901234567")


@dataclass(frozen=True, slots=True)
class Nearest:
    """How many first digits are shared, and what most listed numbers that share them are."""

    shared: int
    kind: NumberKind
    region: str


def nearest_listed(code: int, national: str) -> Nearest:
    """The listed numbers of this country code and equal length that begin most like `national`.

    Where a beginning exists every shorter one does, so the longest is found by halving.
    """
    whole = place_of(code, national)
    if whole is not None:
        return Nearest(len(national), *whole)
    shared, beyond = 0, len(national)
    while beyond - shared > 1:
        middle = (shared + beyond) // 2
        exists = _exists(code, national[:middle], len(national))
        shared, beyond = (middle, beyond) if exists else (shared, middle)
    place = _beginning(code, national[:shared], len(national)) if shared else None
    return Nearest(shared, *place) if place else Nearest(0, NumberKind.UNKNOWN, NO_COUNTRY)


def _listed_place(number: PhoneNumber) -> tuple[NumberKind, str] | None:
    region = phonenumbers.region_code_for_number(number)
    # A code of one region answers with it unchecked; the type is known only for numbers that the plan lists.
    kind = phonenumbers.number_type(number) if region else phonenumbers.PhoneNumberType.UNKNOWN
    if region is None or kind == phonenumbers.PhoneNumberType.UNKNOWN:
        return None
    return kind_of_type(kind), region


@lru_cache(maxsize=16_384)
def _exists(code: int, beginning: str, length: int) -> bool:
    """Whether a listed number of this length begins so, as far as samples show."""
    return any(place is not None for place in _samples(code, beginning, length))


@lru_cache(maxsize=4_096)
def _beginning(code: int, beginning: str, length: int) -> tuple[NumberKind, str] | None:
    """What most listed numbers of this length and beginning are, as far as samples show; None where there are none."""
    found = Counter(place for place in _samples(code, beginning, length) if place is not None)
    return found.most_common(1)[0][0] if found else None


def _samples(code: int, beginning: str, length: int) -> Iterator[tuple[NumberKind, str] | None]:
    rest = length - len(beginning) - 1
    tails = sorted({filler[:rest] for filler in _FILLERS})
    return (place_of(code, beginning + digit + tail) for digit in "0123456789" for tail in tails)


def place_of(code: int, national: str) -> tuple[NumberKind, str] | None:
    """(kind, region) of a number in an assigned range, else None."""
    zeros = len(national) - len(national.lstrip("0"))
    number = PhoneNumber(
        country_code=code,
        national_number=int(national),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
    return _listed_place(number)

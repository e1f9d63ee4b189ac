"""What the numbering plans say of a number: its kind and country, and whether digits are missing.

Numbers kept for stories and training, and ranges newer than the tables, are possible but not listed. They take after
the listed numbers that begin most like them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber

from acefone_desktop.domain.numbering.nearest_ranges import NO_COUNTRY, nearest_listed, place_of
from acefone_desktop.domain.numbering.number_kinds import NumberFault, NumberKind

_UNKNOWN_REGION = "ZZ"
_SATELLITE_CODES = frozenset({870, 881})  # Inmarsat; the global mobile satellite systems
_SATELLITE_NETWORKS = {882: ("13", "16")}  # EMSAT, Thuraya
_TELLING_BEGINNING = 2  # digits that must be shared before a number takes after another
_AREA_CODE_DIGITS = 3
_NORTH_AMERICA = 1
_MEXICO = 52
_FORMER_MEXICAN_MOBILE = re.compile(r"1[2-9]\d{9}")  # IFT, Plan Técnico Fundamental de Numeración, of 2018
_TELLING_COUNTRY = 4  # digits of a landline number that tell which of the countries that share a code it belongs to
_DEAR = frozenset({NumberKind.PREMIUM, NumberKind.SHARED_COST})
# Ofcom, National Telephone Numbering Plan: 084 and 0870 carry a small service charge, 0871 to 0873 a premium one.
_SHARED_COST_BEGINNINGS = {44: ("84", "870")}
# Ofcom, "Telephone numbers for use in TV and radio drama programmes"; NANPA, 555 line numbers; Arcep's numbers for
# works of fiction.
_STORY_RANGES = (
    (44, re.compile(r"7700900\d{3}|1632960\d{3}|2079460\d{3}|8081570\d{3}|9098790\d{3}|3069990\d{3}")),
    (44, re.compile(r"1(?:1[345678]|[23456]1)4960\d{3}|1914980\d{3}|2896496\d{3}|2920180\d{3}")),
    (1, re.compile(r"[2-9](?!11)\d{2}55501\d{2}")),
    (33, re.compile(r"(?:19900|26191|35301|46571|53649|63998)\d{4}")),
)


@dataclass(frozen=True, slots=True)
class NumberRange:
    """The range a number belongs to. `country` is ISO 3166 alpha-2, None for international networks.

    `is_listed` is true for ranges that are assigned or kept for stories, false where we go by likeness.
    """

    kind: NumberKind
    country: str | None
    is_listed: bool


def range_of(number: PhoneNumber) -> NumberRange:
    """The range of a possible number, its own or the one it takes after."""
    return _range_of(number.country_code or 0, phonenumbers.national_significant_number(number))


def is_listed(number: PhoneNumber) -> bool:
    """`range_of(number).is_listed`, without looking for what an unlisted number is like."""
    return _is_listed(number.country_code or 0, phonenumbers.national_significant_number(number))


@lru_cache(maxsize=1_024)
def _is_listed(code: int, national: str) -> bool:
    return place_of(code, national) is not None or _is_in_a_story(code, national)


@lru_cache(maxsize=1_024)
def _range_of(code: int, national: str) -> NumberRange:
    """One reading asks twice, and lists show the same numbers again and again."""
    place = place_of(code, national)
    kind, region = place or _likely_place(code, national)
    if code in _SATELLITE_CODES or national.startswith(_SATELLITE_NETWORKS.get(code, ("satellite",))):
        kind = NumberKind.SATELLITE
    elif kind is NumberKind.PREMIUM and national.startswith(_SHARED_COST_BEGINNINGS.get(code, ("none",))):
        kind = NumberKind.SHARED_COST
    country = None if region in {NO_COUNTRY, _UNKNOWN_REGION} else region
    return NumberRange(kind, country, is_listed=place is not None or _is_in_a_story(code, national))


def _likely_place(code: int, national: str) -> tuple[NumberKind, str]:
    main = phonenumbers.region_code_for_country_code(code)
    nearest = nearest_listed(code, national)
    if (dear := _dear_kind(code, national)) is not None:
        return dear, main
    if nearest.shared < _TELLING_BEGINNING:
        return NumberKind.UNKNOWN, main
    # Countries that share a code: the area code decides in North America, elsewhere the main country is the safe guess.
    is_placed = nearest.kind is NumberKind.FIXED and nearest.shared >= _TELLING_COUNTRY
    if is_placed or (code == _NORTH_AMERICA and nearest.shared >= _AREA_CODE_DIGITS):
        return nearest.kind, nearest.region
    return nearest.kind, main


def _dear_kind(code: int, national: str) -> NumberKind | None:
    """The kind of the dear numbers that a digit more or less would make of it: German 0900 numbers with one missing."""
    for resized in (national + "0", national + "5", national[:-1]):
        place = place_of(code, resized)
        if place is not None and place[0] in _DEAR:
            return place[0]
    return None


def _is_in_a_story(code: int, national: str) -> bool:
    return any(code == story_code and pattern.fullmatch(national) for story_code, pattern in _STORY_RANGES)


def as_dialled_today(number: PhoneNumber) -> PhoneNumber:
    """Without the 1 that stood before Mexico's mobile numbers until August 2019, and still does in address books."""
    former = str(number.national_number)
    if number.country_code == _MEXICO and _FORMER_MEXICAN_MOBILE.fullmatch(former):
        return PhoneNumber(country_code=_MEXICO, national_number=int(former[1:]), extension=number.extension)
    return number


def misfit_of(number: PhoneNumber) -> NumberFault | None:
    """Whether an unlisted number is a listed one with digits missing or too many.

    National plans allow several lengths, so "07700 90012" is possible in the UK, where shorter numbers exist elsewhere
    in the plan. It is a misfit when no number of its own length begins like it, and one of another length does. It is
    no number at all when it begins with what no area code can, and no number of its length does.
    """
    code, national = number.country_code or 0, phonenumbers.national_significant_number(number)
    nearest = nearest_listed(code, national)
    if nearest.shared >= _TELLING_BEGINNING:
        return None
    if (rest := _without_trunk_prefix(code, national)) != national:
        return _fault_of_length(code, rest) or NumberFault.NOT_A_NUMBER
    # 000 000 0000, and an area code of North America that begins with 1: no new range will be there.
    if nearest.shared == 0 and national.startswith(("0", "1") if code == _NORTH_AMERICA else "0"):
        return NumberFault.NOT_A_NUMBER
    return _fault_of_length(code, national)


def _fault_of_length(code: int, national: str) -> NumberFault | None:
    for length in _possible_lengths(code):
        resized = national[:length].ljust(length, "0")
        shared = min(nearest_listed(code, resized).shared, len(national))
        if length != len(national) and shared >= _AREA_CODE_DIGITS:
            return NumberFault.TOO_SHORT if length > len(national) else NumberFault.TOO_LONG
    return None


def _without_trunk_prefix(code: int, national: str) -> str:
    """What follows the 0 that phonenumbers keeps where a number is too short without it: "0207946" in the UK."""
    metadata = _metadata(code)
    prefix = metadata.national_prefix if metadata else None
    return national[1:] if prefix == "0" and national.startswith("0") else national


def _possible_lengths(code: int) -> tuple[int, ...]:
    metadata = _metadata(code)
    lengths = metadata.general_desc.possible_length if metadata and metadata.general_desc else ()
    return tuple(length for length in lengths or () if length > 0)


def has_national_prefix(region: str) -> bool:
    """Whether numbers of `region` are written with a trunk prefix of 0 at home."""
    metadata = PhoneMetadata.metadata_for_region(region, None)
    return metadata is not None and metadata.national_prefix == "0"


def _metadata(code: int) -> PhoneMetadata | None:
    region = phonenumbers.region_code_for_country_code(code)
    return PhoneMetadata.metadata_for_region(region, None) if region not in {NO_COUNTRY, _UNKNOWN_REGION} else None

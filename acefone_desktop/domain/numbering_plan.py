"""What the numbering plans say of a number: kind, country, time zones; also for numbers they do not list.

Numbers that exist only in films and training (and ranges newer than the tables) are possible but not valid. They take
after the valid number that shares the longest beginning with them.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber

from acefone_desktop.domain.number_kinds import NumberFault, NumberKind, kind_of_type

_NO_COUNTRY = "001"  # phonenumbers' region of codes that belong to no country (ITU-T E.164.1)
_FILLERS = ("0000000000", "2222222222", "5555555555", "9999999999", "1234567890", "2345678901")
_SATELLITE_CODES = frozenset({870, 881})  # Inmarsat; the global mobile satellite systems
_SATELLITE_NETWORKS = {882: ("13", "16"), 883: ()}  # EMSAT, Thuraya
_TELLING_BEGINNING = 2  # digits that must be shared before a number takes after another
_AREA_CODE_DIGITS = 3
_STORY_RANGES = (  # Ofcom, "Telephone numbers for use in TV and radio drama programmes"; NANPA, 555 line numbers
    (44, r"7700900\d{3}|1632960\d{3}|2079460\d{3}|8081570\d{3}|9098790\d{3}|3069990\d{3}"),
    (44, r"1(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}|1914980\d{3}|2896496\d{3}|2920180\d{3}"),
    (1, r"[2-9]\d{2}55501\d{2}"),
)
_RENAMED_ZONES = {  # old names in phonenumbers' table that a current time zone database may no longer carry
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Choibalsan": "Asia/Ulaanbaatar",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}
_SHARED_PLAN_ZONES = {  # +44 is shared: a number known to be in one of these has that one's clock
    "GB": ("Europe/London",),
    "GG": ("Europe/Guernsey",),
    "JE": ("Europe/Jersey",),
    "IM": ("Europe/Isle_of_Man",),
}


def kind_of(number: PhoneNumber) -> NumberKind:
    """The kind of a possible number, by its own range or by the nearest one."""
    national = phonenumbers.national_significant_number(number)
    code = number.country_code or 0
    if code in _SATELLITE_CODES or national.startswith(_SATELLITE_NETWORKS.get(code, ()) or ("x",)):
        return NumberKind.SATELLITE
    return (
        kind_of_type(phonenumbers.number_type(number)) if phonenumbers.is_valid_number(number) else _nearest(number)[0]
    )


def country_of(number: PhoneNumber) -> str | None:
    """ISO 3166 alpha-2 code, or None for international networks."""
    if phonenumbers.is_valid_number(number):
        region = phonenumbers.region_code_for_number(number)
    else:
        region = _nearest(number)[1]
    return None if region in {None, _NO_COUNTRY, "ZZ"} else region


def time_zones_of(number: PhoneNumber) -> tuple[str, ...]:
    """IANA names of the zones the callee may be in, by prefix; empty where the plan does not say."""
    from phonenumbers import timezone  # noqa: PLC0415 - loads a table; only needed where a time is shown

    country = country_of(number)
    if country in _SHARED_PLAN_ZONES:
        return _SHARED_PLAN_ZONES[country]
    zones = timezone.time_zones_for_geographical_number(number)
    return tuple(_RENAMED_ZONES.get(zone, zone) for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)


def _nearest(number: PhoneNumber) -> tuple[NumberKind, str | None]:
    code = number.country_code or 0
    main = phonenumbers.region_code_for_country_code(code)
    if code == 0 or main == "ZZ":
        return NumberKind.UNKNOWN, None
    shared, kind, region = nearest_valid(code, phonenumbers.national_significant_number(number))
    if shared < _TELLING_BEGINNING:
        return NumberKind.UNKNOWN, main
    # Outside shared codes the main region is right; within +1 the area code decides, and it is part of the beginning.
    return kind, region if code == 1 and region and shared >= _AREA_CODE_DIGITS else main


def is_known(e164: str) -> bool:
    """Whether a number's range is assigned, or kept by its regulator for stories and training."""
    if not e164:
        return False
    number = phonenumbers.parse(e164)
    if phonenumbers.is_valid_number(number):
        return True
    national = phonenumbers.national_significant_number(number)
    return any(number.country_code == code and re.fullmatch(pattern, national) for code, pattern in _STORY_RANGES)


def misfit_of(number: PhoneNumber) -> NumberFault | None:
    """Whether a possible but unlisted number is a listed one with digits missing or too many.

    National plans allow several lengths, so "07700 90012" is possible in the UK, where short numbers exist elsewhere in
    the plan. It is a misfit when its own length knows nothing that begins like it, and another length does.
    """
    if phonenumbers.is_valid_number(number) or not number.country_code:
        return None
    code, national = number.country_code, phonenumbers.national_significant_number(number)
    if nearest_valid(code, national)[0] >= _TELLING_BEGINNING:
        return None
    for length in _possible_lengths(code):
        resized = national[:length].ljust(length, "0")
        if length != len(national) and _likeness(code, resized, len(national)) >= _AREA_CODE_DIGITS:
            return NumberFault.TOO_SHORT if length > len(national) else NumberFault.TOO_LONG
    return None


def _likeness(code: int, resized: str, length: int) -> int:
    """How many of the first `length` digits a valid number of the resized length shares."""
    shared = len(resized) if _place(code, resized) else nearest_valid(code, resized)[0]
    return min(shared, length)


def _possible_lengths(code: int) -> tuple[int, ...]:
    region = phonenumbers.region_code_for_country_code(code)
    metadata = PhoneMetadata.metadata_for_region(region) if region != _NO_COUNTRY else None
    lengths = metadata.general_desc.possible_length if metadata and metadata.general_desc else ()
    return tuple(length for length in lengths or () if length > 0)


@lru_cache(maxsize=4096)
def nearest_valid(code: int, national: str) -> tuple[int, NumberKind, str | None]:
    """(shared beginning, kind, region) of the valid numbers of equal length that begin most like this one."""
    for shared in range(len(national) - 1, 0, -1):
        found: Counter[tuple[NumberKind, str]] = Counter()
        for candidate in _variations(national, shared):
            if place := _place(code, candidate):
                found[place] += 1
        if found:
            ((kind, region), _), *_ = found.most_common(1)
            return shared, kind, region
    return 0, NumberKind.UNKNOWN, None


def _variations(national: str, shared: int) -> list[str]:
    """Numbers of the same length that keep exactly the first `shared` digits."""
    rest = len(national) - shared - 1
    stems = [national[:shared] + digit for digit in "0123456789" if digit != national[shared]]
    tails = {filler[:rest].ljust(rest, filler[0]) for filler in _FILLERS}
    return [stem + tail for stem in stems for tail in sorted(tails)]


def _place(code: int, national: str) -> tuple[NumberKind, str] | None:
    zeros = len(national) - len(national.lstrip("0"))
    number = PhoneNumber(
        country_code=code,
        national_number=int(national),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
    region = phonenumbers.region_code_for_number(number)
    if region is None:
        return None
    return kind_of_type(phonenumbers.number_type(number)), region


def has_national_prefix(region: str) -> bool:
    """Whether numbers of `region` are written with a trunk prefix of 0 at home."""
    metadata = PhoneMetadata.metadata_for_region(region)
    return metadata is not None and metadata.national_prefix == "0"

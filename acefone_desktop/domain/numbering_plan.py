"""What the numbering plans say of a number: kind, country, time zones; also for numbers they do not list.

Numbers that exist only in films and training (and ranges newer than the tables) are possible but not valid. They take
after the valid number that shares the longest beginning with them.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber

from acefone_desktop.domain.number_kinds import NumberKind, kind_of_type

_NO_COUNTRY = "001"  # phonenumbers' region of codes that belong to no country (ITU-T E.164.1)
_FILLERS = ("0000000000", "2222222222", "5555555555", "9999999999", "1234567890", "2345678901")
_SATELLITE_CODES = frozenset({870, 881})  # Inmarsat; the global mobile satellite systems
_SATELLITE_NETWORKS = {882: ("13", "16"), 883: ()}  # EMSAT, Thuraya
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
    _, kind, region = nearest_valid(code, phonenumbers.national_significant_number(number))
    # Outside shared codes the main region is right; within +1 the area code decides, and it is part of the beginning.
    return kind, region if code == 1 and region else main


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

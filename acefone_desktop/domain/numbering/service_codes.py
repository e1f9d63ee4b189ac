"""Codes that switch something in a phone or a network, numbers for help, and short codes: none of them a customer."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import shortnumberinfo

MIN_SHORT_DIGITS, MAX_SHORT_DIGITS = 3, 6
# 3GPP TS 22.101 §10: 112 and 911 reach help from any mobile phone; 999 and 000 are listed there for phones without
# a subscription. They are help numbers wherever the agent's own phone may be.
_EMERGENCY_ANYWHERE = frozenset({"112", "911", "999", "000"})
# Beyond the numbering plans' tables: text relay to 999 in the UK, the combined and women's helplines in India, and
# elsewhere the police forces, rescue services and coast guards that have a number of their own.
_EMERGENCY_BY_REGION = {
    "AE": frozenset({"996"}),
    "AT": frozenset({"128", "140"}),
    "CN": frozenset({"122"}),
    "ES": frozenset({"061", "062", "080", "091", "092"}),
    "FR": frozenset({"114", "191", "196"}),
    "GB": frozenset({"18000"}),
    "IN": frozenset({"100", "101", "102", "108", "112", "1091"}),
    "IT": frozenset({"114", "117", "1515", "1530"}),
    "JP": frozenset({"118"}),
    "RU": frozenset({"104"}),
}
_CODE_CHARACTERS = re.compile(r"[0-9*#+ ().\-]+")
# 3GPP TS 22.030 §6.5.2: a service code starts with *, #, ** or *# or ##, and ends with #.
_CODE_IN_TEXT = re.compile(r"(?<![0-9A-Za-z*#+])[*#]{1,2}[0-9][0-9*#+]*#(?![0-9A-Za-z])")


def is_service_code(text: str) -> bool:
    """Whether a cleaned text is a service code such as *#06#, **21*…# or #31#…: anything dialled that carries a *, ends
    with # or has a # at its start and another later. A single # before other digits ("…#123") does not count."""
    compact = re.sub(r"\s", "", text)
    if not _CODE_CHARACTERS.fullmatch(text) or not re.search(r"[0-9]", compact):
        return False
    return "*" in compact or compact.endswith("#") or (compact.startswith("#") and "#" in compact[1:])


def find_service_codes(text: str) -> tuple[tuple[int, int], ...]:
    """Where service codes stand inside a cleaned text: (start, end)."""
    return tuple(match.span() for match in _CODE_IN_TEXT.finditer(text))


def is_emergency(digits: str, region: str) -> bool:
    """Whether these digits call for help, from `region` or from anywhere."""
    if digits in _EMERGENCY_ANYWHERE or digits in _EMERGENCY_BY_REGION.get(region, frozenset()):
        return True
    return len(digits) <= MAX_SHORT_DIGITS and shortnumberinfo.is_emergency_number(digits, region)


def is_short_code(digits: str, region: str) -> bool:
    """Whether these digits are a short code of `region` (directory enquiries, help lines, text services)."""
    if not MIN_SHORT_DIGITS <= len(digits) <= MAX_SHORT_DIGITS or digits.startswith("0"):
        return False
    country_code = phonenumbers.country_code_for_region(region)
    number = phonenumbers.PhoneNumber(country_code=country_code, national_number=int(digits))
    return shortnumberinfo.is_valid_short_number_for_region(number, region)

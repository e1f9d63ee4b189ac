"""Codes that switch something in a phone or a network, numbers for help, and short codes: none of them a customer."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import shortnumberinfo

MIN_SHORT_DIGITS, MAX_SHORT_DIGITS = 3, 6
LONGEST_SHORT_CODE = 12
"""Some plans have short codes as long as numbers (China, India, Japan); the ordinary plan is asked first there."""
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
_ABROAD = ("00", "011", "0011")  # international prefixes: nobody is called with what follows them here
_NORTH_AMERICAN = frozenset({"US", "CA"})
_OUTSIDE_LINE = re.compile(r"[ (\[]*([09])[ .\-/)\]]+")
# Codes of the network that are dialled without * or #: the last caller, voicemail, withholding one's number.
_SWITCHING_BY_REGION = {
    "AU": frozenset({"1831", "1832"}),
    "FR": frozenset({"3103", "3131"}),
    "GB": frozenset({"141", "1470", "1471", "1474", "1475", "1476", "1477", "1571", "1572"}),
    "IE": frozenset({"141", "142", "1471", "1741"}),
    "NZ": frozenset({"0196", "0197"}),
}
_WITHHOLDING_BY_REGION = {
    "AU": re.compile(r"183[12](?=0[2-9][0-9]{7}|1[38]00)"),
    "CA": re.compile(r"11(?:67|82)(?=1?[2-9][0-9]{9}$)"),
    "GB": re.compile(r"(?:141|1470)(?=0)"),
    "IE": re.compile(r"14[12](?=0)"),
    "NZ": re.compile(r"019[67](?=0)"),
    "US": re.compile(r"11(?:67|82)(?=1?[2-9][0-9]{9}$)"),
}
_MOST_CODE_DIGITS = 21  # **21*+447700900123*11*20#, and a little
_BULLET = re.compile(r"^\* (?=[+(]|0[0-9 ]{8})")
_CODE_CHARACTERS = re.compile(r"[0-9*#+ ().\-]+")
# 3GPP TS 22.030 §6.5.2: a service code starts with *, #, ** or *# or ##, and ends with #.
_CODE_IN_TEXT = re.compile(r"(?<![0-9A-Za-z*#+])[*#]{1,2}[0-9][0-9*#+]*#(?![0-9A-Za-z])")


def is_service_code(text: str) -> bool:
    """Whether a cleaned text is a service code such as *#06#, **21*…# or #31#…: anything dialled that carries a *, ends
    with # or has a # at its start and another later. A single # before other digits ("…#123") does not count, nor
    does a list with stars before its entries, or the one star before an entry."""
    compact = re.sub(r"\s", "", _BULLET.sub("", text))
    if not _CODE_CHARACTERS.fullmatch(text) or not 0 < sum(map(str.isdigit, compact)) <= _MOST_CODE_DIGITS:
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


def is_emergency_behind_prefix(dialled: str, region: str) -> bool:
    """Whether a help number stands behind what opens an outside or an international line: 9 999, 0-112, 00 911."""
    digits = re.sub(r"[^0-9]", "", dialled)
    if any(digits.startswith(prefix) and digits[len(prefix) :] in _EMERGENCY_ANYWHERE for prefix in _ABROAD):
        return True
    if digits == ("9911" if region in _NORTH_AMERICAN else "9999" if region == "GB" else None):
        return True
    outside = _OUTSIDE_LINE.match(dialled)
    return outside is not None and is_emergency(re.sub(r"[^0-9]", "", dialled[outside.end() :]), region)


def is_switching_code(digits: str, region: str) -> bool:
    """Whether the network itself answers to these digits, alone (1471) or before a number (141 07700 …)."""
    withholding = _WITHHOLDING_BY_REGION.get(region)
    return digits in _SWITCHING_BY_REGION.get(region, frozenset()) or (
        withholding is not None and withholding.match(digits) is not None
    )


def is_short_code(digits: str, region: str) -> bool:
    """Whether these digits are a short code of `region` (directory enquiries, help lines, text services)."""
    return len(digits) <= MAX_SHORT_DIGITS and _is_listed_short(digits, region)


def is_long_short_code(digits: str, region: str) -> bool:
    """Whether these are a short code as long as other numbers are; to be asked where no ordinary number fits."""
    return MAX_SHORT_DIGITS < len(digits) <= LONGEST_SHORT_CODE and _is_listed_short(digits, region)


def _is_listed_short(digits: str, region: str) -> bool:
    if len(digits) < MIN_SHORT_DIGITS or digits.startswith("0"):
        return False
    country_code = phonenumbers.country_code_for_region(region)
    number = phonenumbers.PhoneNumber(country_code=country_code, national_number=int(digits))
    return shortnumberinfo.is_valid_short_number_for_region(number, region)

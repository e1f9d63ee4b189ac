"""One text read as one number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NewType

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from acefone_desktop.domain.numbering import numbering_plan, service_codes
from acefone_desktop.domain.numbering.number_extensions import split_extension
from acefone_desktop.domain.numbering.number_kinds import NumberFault, NumberKind
from acefone_desktop.domain.numbering.number_lookalikes import is_lookalike
from acefone_desktop.domain.numbering.number_text import cleaned
from acefone_desktop.domain.numbering.number_zones import time_zones_of

E164 = NewType("E164", str)
MAX_NUMBER_CHARACTERS = 250  # as much as a number with its extension and separators can ever need
MAX_E164_DIGITS = 15
MIN_DIGITS_SENT = 10  # the provider's least for destination_number
_FEWEST_OF_A_SUBSCRIBER = 7
_FEWEST_AFTER_HELP = 8


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as it was given and as it is understood.

    `display` is the international form, or the national one at home where the plan has one. `e164` and `digits_sent`
    (what the provider is sent: digits alone, country code first) are None where there is nothing to dial; `fault` then
    says why, unless the kind does. `extension` is never part of the number.
    """

    raw: str
    e164: E164 | None
    display: str
    extension: str | None
    kind: NumberKind
    country: str | None
    digits_sent: str | None
    time_zones: tuple[str, ...]
    fault: NumberFault | None = None


_DIALLED = re.compile(r"[(\[ ]*\+?[0-9(\[][0-9 ().\-/\[\]]*")
_VANITY = re.compile(r"\(?\+?[0-9(][0-9 ().\-]*[A-Za-z][A-Za-z0-9 .\-]*")
_SPELT_WITH_O = re.compile(r"[+0-9oO ().\-/]+")  # a zero as a scanner or a hasty hand writes it
_EMPHASISED = re.compile(r"([*_~`]{1,3})(?P<number>\+?[0-9 ().\-]{9,})\1")
_PLAINLY_DIALLED = re.compile(r"\(?0[0-9]{1,5}\)?(?: [0-9]{2,8}){1,4}|\([0-9]{2,5}\) ?[0-9]{3,4}[ \-][0-9]{3,4}")
_OF_A_SPREADSHEET = re.compile(r"(?<=[0-9]{9})\.0$")  # a number that was once taken for an amount
_COUNTRY_CODES = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
_AREA_CODE_DIGITS = 3  # of North America
_FEWEST_LETTERS = 3
_KEYS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))


def normal_region(region: str) -> str:
    """The region as ISO 3166 writes it ("uk" is GB)."""
    upper = region.strip().upper()
    return "GB" if upper == "UK" else upper


def read_whole(text: str, region: str) -> PhoneNumber | None:
    """The text read as one number and nothing else, or None when it holds more or other than a number.

    A number that cannot be dialled (too short, a service code, …) is still a number: it is returned with its fault.
    """
    if len(text) > MAX_NUMBER_CHARACTERS:
        return None
    plain = _with_plus_in_front(_without_emphasis(cleaned(text).text.strip()))
    number = _read_plain(text, plain, normal_region(region))
    return None if number is not None and _is_something_else(plain, number) else number


def read_found(text: str, region: str) -> PhoneNumber | None:
    """Like `read_whole`, of a text from which dates, amounts and the like are gone."""
    plain = _with_plus_in_front(cleaned(text).text.strip())
    return _read_plain(text, plain, normal_region(region)) if len(text) <= MAX_NUMBER_CHARACTERS else None


def _read_plain(text: str, plain: str, home: str) -> PhoneNumber | None:
    if service_codes.is_service_code(plain):
        asks_for_help = service_codes.is_emergency(plain.rstrip("# "), home)
        return _undialled(text, plain, NumberKind.EMERGENCY if asks_for_help else NumberKind.SERVICE_CODE, None)
    body, extension = split_extension(plain)
    body = _OF_A_SPREADSHEET.sub("", body.strip(" .,;:-"))
    if _SPELT_WITH_O.fullmatch(body):
        body = body.replace("o", "0").replace("O", "0")
    number: PhoneNumber | None = None
    if not re.search(r"[0-9]", body):
        return None
    if _DIALLED.fullmatch(body):
        number = read_dialled(text, body, home)
    elif _VANITY.fullmatch(body):
        number = _read_vanity(text, body, home)
    return replace(number, extension=extension) if number is not None and extension else number


def _is_something_else(plain: str, number: PhoneNumber) -> bool:
    """Whether this is a date, an amount or the like. A bare run of digits that is also a whole number is a number."""
    if plain.startswith("+") or (number.fault is None and (plain.isdigit() or _PLAINLY_DIALLED.fullmatch(plain))):
        return False
    return not service_codes.is_service_code(plain) and is_lookalike(plain)


@lru_cache(maxsize=1_024)
def is_listed(e164: E164) -> bool:
    """Whether the number is in an assigned range, or one kept for stories."""
    return numbering_plan.is_listed(phonenumbers.parse(e164))


def is_whole_number(text: str, region: str) -> bool:
    """Whether some digits and separators are a number of an assigned range, written so that nothing of it lacks.

    Where numbers are dialled with a 0 at home, landline numbers have it; many short runs of digits would be one else.
    """
    body = text.strip(" .-/")
    parsed = _parse(body, re.sub(r"[^0-9]", "", body), region)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return False
    if not numbering_plan.is_listed(parsed):
        return False
    has_its_code = re.sub(r"[^0-9]", "", body) == f"{parsed.country_code}{parsed.national_number}"
    is_complete = has_its_code or body.startswith(("+", "(", "0")) or not numbering_plan.has_national_prefix(region)
    return is_complete or numbering_plan.range_of(parsed).kind is NumberKind.MOBILE


def _without_emphasis(text: str) -> str:
    """Without the marks that make a whole number bold or struck out in a chat: *020 7946 0123*."""
    return match["number"] if (match := _EMPHASISED.fullmatch(text)) else text


def _with_plus_in_front(text: str) -> str:
    """A + that stands doubled, or behind the digits (as text written from right to left shows it), put in its place."""
    text = re.sub(r"^([(\[ ]*)\+[+ ]*(?=\+|\(|[0-9])", r"\1+", text)
    if re.fullmatch(r"[0-9][0-9 ().\-/]*\+", text):
        return "+" + text[:-1]
    return text


def _read_vanity(raw: str, body: str, region: str) -> PhoneNumber | None:
    if sum(map(str.isalpha, body)) < _FEWEST_LETTERS:
        return None  # 010180-123A
    digits = "".join(_KEYS.get(character.upper(), character) for character in body)
    number = read_dialled(raw, digits, region)
    # Letters make words as well as numbers: only one that exists is believed.
    return number if number.e164 and is_listed(number.e164) else None


def read_dialled(raw: str, body: str, region: str) -> PhoneNumber:
    """Digits, separators and plus signs, read as dialled in `region`."""
    digits = re.sub(r"[^0-9]", "", body)
    country = region if region in phonenumbers.SUPPORTED_REGIONS else None
    if service_codes.is_emergency(digits, region) or service_codes.is_emergency_behind_prefix(body, region):
        return _undialled(raw, digits, NumberKind.EMERGENCY, country)
    if "+" not in body and service_codes.is_switching_code(digits, region):
        return _undialled(raw, digits, NumberKind.SERVICE_CODE, country)
    if "+" not in body and service_codes.is_short_code(digits, region):
        return _undialled(raw, digits, NumberKind.SHORT, country)
    parsed = _parse(body, digits, region)
    if parsed is None:
        return replace(_undialled(raw, body, NumberKind.UNKNOWN, None), fault=_fault_of_length(len(digits)))
    return _understood(raw, body, parsed, region)


def _parse(body: str, digits: str, region: str) -> phonenumbers.PhoneNumber | None:
    """The most sensible reading: as dialled at home, else as an international number that lost its + or has a foreign
    international prefix. The second is believed only where such a number is listed."""
    at_home = _parsed(body, region)
    if "+" in body or (at_home is not None and _is_plausible(at_home, digits, region)):
        return at_home
    if at_home is not None and _is_home_number_and_a_digit(body, digits, at_home, region):
        return at_home
    own_code = f"0{at_home.country_code}" if at_home is not None else "0"
    if at_home is not None and not _may_be_international(body):
        return at_home
    for prefix in ("", "00", "011", *(["0"] if digits.startswith(own_code) else [])):  # "044 7700 …" is heard too
        abroad = _parsed("+" + digits.removeprefix(prefix), region) if digits.startswith(prefix) else None
        if abroad is not None and numbering_plan.is_listed(abroad):
            return abroad
    return at_home


def _may_be_international(body: str) -> bool:
    """Whether the groups of digits without a + leave a country code whole: 44 20 7946 0123, but not 12 345 678 901."""
    first_group = re.match(r"[ (\[]*([0-9]+)[ .()\-/\[\]]+[0-9]", body)
    if first_group is None or first_group[1].startswith("0"):
        return True
    group = first_group[1]
    code = next((group[:length] for length in (1, 2, 3) if int(group[:length]) in _COUNTRY_CODES), "")
    return len(group) == len(code) or len(group) >= len(code) + (_AREA_CODE_DIGITS if code == "1" else 2)


def _is_home_number_and_a_digit(body: str, digits: str, at_home: phonenumbers.PhoneNumber, region: str) -> bool:
    """Whether this is grouped like a number at home, which it is with its last digit taken away: 202-555-01234.

    That is a slip of the finger, and no call to Egypt. Where the first group is a country code, it is meant as one.
    """
    first_group = re.match(r"[ (\[]*([0-9]+)[ .()\-/\[\]]+[0-9]", body)
    if first_group is None or int(first_group[1]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        return False
    if phonenumbers.is_possible_number_with_reason(at_home) != ValidationResult.TOO_LONG:
        return False
    shorter = _parsed(digits[:-1], region)
    return shorter is not None and numbering_plan.is_listed(shorter)


def _is_plausible(number: phonenumbers.PhoneNumber, digits: str, region: str) -> bool:
    """Whether the reading as dialled at home stands without asking further.

    Digits that begin with the home country's own code, and lack the trunk 0 of a number dialled at home, are more
    likely written as the provider writes numbers; only mobile numbers are commonly written without their 0.
    """
    if not phonenumbers.is_possible_number(number):
        return False
    kind = numbering_plan.range_of(number).kind
    begins_with_code = digits.startswith(str(number.country_code)) and digits == str(number.national_number)
    if begins_with_code and kind is not NumberKind.MOBILE and numbering_plan.has_national_prefix(region):
        return False
    return kind is not NumberKind.UNKNOWN


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return numbering_plan.as_dialled_today(phonenumbers.parse(text, region))
    except NumberParseException:
        return None


def _understood(raw: str, body: str, parsed: phonenumbers.PhoneNumber, region: str) -> PhoneNumber:
    number_range = numbering_plan.range_of(parsed)
    country = number_range.country
    national = phonenumbers.national_significant_number(parsed)
    fault = _fault(parsed) or (None if number_range.is_listed else numbering_plan.misfit_of(parsed))
    if country and (undialled := _special_kind(parsed, country, fault, is_listed=number_range.is_listed)):
        return _undialled(raw, body, undialled, country)
    if country and not number_range.is_listed and service_codes.is_long_short_code(national, country):
        return _long_short_code(raw, parsed, country, region)
    if fault is not None:
        return replace(_undialled(raw, body, NumberKind.UNKNOWN, country), fault=fault)
    # A range that no plan lists has no national form either: it would lose its trunk 0, and be read as another number.
    is_national = country == region and number_range.is_listed
    style = PhoneNumberFormat.NATIONAL if is_national else PhoneNumberFormat.INTERNATIONAL
    display = phonenumbers.format_number(parsed, style)
    e164 = E164(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))
    if len(e164) > MAX_E164_DIGITS + 1:
        return replace(_undialled(raw, body, NumberKind.UNKNOWN, country), fault=NumberFault.TOO_LONG)
    zones = time_zones_of(parsed, number_range)
    return PhoneNumber(raw, e164, display, None, number_range.kind, country, e164[1:], zones)


def _special_kind(
    parsed: phonenumbers.PhoneNumber, country: str, fault: NumberFault | None, *, is_listed: bool
) -> NumberKind | None:
    """What the digits behind a country code are where they are no customer's number: +44 999, +44 1471, +33 3131."""
    national = phonenumbers.national_significant_number(parsed)
    # Whatever follows 911, a phone may stop listening there; a range of numbers that begins so would be listed.
    is_whole = fault is None and len(national) >= _FEWEST_AFTER_HELP
    starts_with_help = is_whole and not is_listed and national.startswith(("112", "911", "999"))
    if service_codes.is_emergency(national, country) or starts_with_help:
        return NumberKind.EMERGENCY
    if fault is not None and service_codes.is_switching_code(national, country):
        return NumberKind.SERVICE_CODE
    return NumberKind.SHORT if fault is not None and service_codes.is_short_code(national, country) else None


def _long_short_code(raw: str, parsed: phonenumbers.PhoneNumber, country: str, region: str) -> PhoneNumber:
    """A short code that may have digits enough for the provider: what is sent is its country code and its digits."""
    national = phonenumbers.national_significant_number(parsed)
    e164 = E164(f"+{parsed.country_code}{national}")
    sent = e164[1:] if len(e164) > MIN_DIGITS_SENT else None
    display = national if country == region else f"+{parsed.country_code} {national}"
    return PhoneNumber(raw, e164 if sent else None, display, None, NumberKind.SHORT, country, sent, ())


def _fault_of_length(digits: int) -> NumberFault:
    if digits < _FEWEST_OF_A_SUBSCRIBER:
        return NumberFault.TOO_SHORT
    return NumberFault.TOO_LONG if digits > MAX_E164_DIGITS else NumberFault.NOT_A_NUMBER


def _fault(parsed: phonenumbers.PhoneNumber) -> NumberFault | None:
    match phonenumbers.is_possible_number_with_reason(parsed):
        case ValidationResult.IS_POSSIBLE:
            return None
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return NumberFault.AREA_CODE_MISSING
        case ValidationResult.TOO_SHORT:
            return NumberFault.TOO_SHORT
        case ValidationResult.TOO_LONG:
            return NumberFault.TOO_LONG
        case _:
            return NumberFault.NOT_A_NUMBER


def _undialled(raw: str, display: str, kind: NumberKind, country: str | None) -> PhoneNumber:
    return PhoneNumber(raw, None, display, None, kind, country, None, ())

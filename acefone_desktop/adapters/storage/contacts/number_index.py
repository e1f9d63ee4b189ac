"""Numbers as the search compares them."""

from __future__ import annotations

import re

from acefone_desktop.domain.numbering.number_text import digits_only

_LONGEST_CODE = 3
_NUMBER_LIKE = re.compile(r"(?=.*\d)[\s\d+().\-/#*]+", re.DOTALL)
_TRUNK = re.compile(r"\(\s*0\s*\)")


def national_digits(number: str) -> str:
    """How an E.164 number is usually typed in its own country: a 0 in front of what follows the country code.

    Empty for a number that is not E.164. Where a country has no trunk 0 this form is simply never typed.
    """
    if not number.startswith("+"):
        return ""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 (for writing only: the window opens sooner)

    digits = digits_only(number)
    for length in range(1, _LONGEST_CODE + 1):
        if digits[:length] and int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE:
            return "0" + digits[length:]
    return ""


def suffixes(digits: str, national: str) -> set[str]:
    """Every stretch of digits to the end: a number is found from any of its digits by a range over these."""
    found = {digits[start:] for start in range(len(digits))}
    if national:
        found.add(national)
    return found


def typed_digits(query: str) -> str:
    """The digits of a query as they occur in numbers: no international 00, no trunk 0 in brackets after a code."""
    digits = digits_only(_TRUNK.sub("", query) if query.lstrip().startswith(("+", "00")) else query)
    return digits[2:] if digits.startswith("00") and len(digits) > len("00") else digits


def after(prefix: str) -> str:
    """The first text that sorts behind everything beginning with `prefix`: the end of a range."""
    return prefix + "\U0010ffff"


def is_number_like(query: str) -> bool:
    """Whether a query has digits and nothing but what numbers are written with."""
    return _NUMBER_LIKE.fullmatch(query) is not None

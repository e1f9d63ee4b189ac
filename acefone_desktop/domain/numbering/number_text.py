"""Text as people paste it, brought down to the characters a number is written with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

COMPARABLE_DIGITS = 10  # the provider compares customers by the last ten digits
_DASHES_BEYOND_PD = {"\u2212": "-", "\u2043": "-", "\u02d7": "-", "\u30fc": "-"}  # minus, bullet, modifier, long vowel
_DOTS = {"\u2024": ".", "\u00b7": ".", "\u2219": ".", "\u30fb": "."}
_SLASHES = {"\u2044": "/", "\u2215": "/"}
_SEPARATORS = {"Zs": " ", "Zl": " ", "Zp": " ", "Cc": " ", "Pd": "-"}
_SAME = _DASHES_BEYOND_PD | _DOTS | _SLASHES


@dataclass(frozen=True, slots=True)
class CleanText:
    """`text` with plain digits and separators; `positions[i]` is where its character i stood in the original."""

    text: str
    positions: tuple[int, ...]

    def in_lines(self, source: str) -> str:
        """The text with the line ends of `source`, which are plain spaces otherwise."""
        if "\n" not in source:
            return self.text
        return "".join(
            "\n" if source[place] == "\n" else character
            for character, place in zip(self.text, self.positions, strict=True)
        )

    def original(self, source: str, start: int, end: int) -> str:
        """The stretch of `source` that became `text[start:end]`."""
        if start >= end:
            return ""
        return source[self.positions[start] : self.positions[end - 1] + 1]


def _plain(character: str) -> str:
    """One character as ASCII where it stands for a digit, a letter or a separator; "" for what cannot be seen."""
    if " " <= character <= "~":
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Cf", "Mn", "Me", "Cs", "Co"}:  # zero-width and direction marks, variation selectors, keycaps
        return ""
    if category in _SEPARATORS:
        return _SEPARATORS[category]
    if "\uff01" <= character <= "\uff5e":  # full-width forms of ASCII
        return chr(ord(character) - 0xFEE0)
    return _SAME.get(character, character)


def cleaned(text: str) -> CleanText:
    """Any script's digits as ASCII, every dash and space as the plain one, invisible characters gone."""
    if text.isascii() and text.isprintable():
        return CleanText(text, tuple(range(len(text))))
    kept = [(plain, position) for position, character in enumerate(text) if (plain := _plain(character))]
    return CleanText("".join(plain for plain, _ in kept), tuple(position for _, position in kept))


def digits_only(text: str) -> str:
    """The digits of a text, of any script, as ASCII."""
    return re.sub(r"[^0-9]", "", cleaned(text).text)


def comparable(number: str) -> str:
    """The last ten digits: how the provider's records are compared with ours (fewer where there are fewer)."""
    return digits_only(number)[-COMPARABLE_DIGITS:]


def masked(number: str) -> str:
    """A number fit for a log: "+44•••••••123". Never shows more than a country code and the last three digits."""
    digits = digits_only(number)
    shown = min(3, max(0, len(digits) - 6))
    start = "+" + _country_code(digits) if cleaned(number).text.lstrip().startswith("+") and shown else ""
    hidden = len(digits) - shown - max(0, len(start) - 1)
    return start + "•" * hidden + digits[len(digits) - shown :]


def _country_code(digits: str) -> str:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415

    for length in (1, 2, 3):
        if int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE:
            return digits[:length]
    return ""

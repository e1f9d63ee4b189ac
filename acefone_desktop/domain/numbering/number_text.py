"""Text as people paste it, brought down to the characters a number is written with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARABLE_DIGITS = 10  # the provider compares customers by the last ten digits
_DASHES_BEYOND_PD = {"\u2212": "-", "\u2043": "-", "\u02d7": "-", "\u30fc": "-"}  # minus, bullet, modifier, long vowel
_SLASHES = {"\u2044": "/", "\u2215": "/"}
_SEPARATORS = {"Zs": " ", "Zl": " ", "Zp": " ", "Cc": " ", "Pd": "-"}
_SAME = _DASHES_BEYOND_PD | _SLASHES
_DOTS = "\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65"
# Points and bullets between two digits group them; with space around they stand between two things.
_GROUPING_DOT = re.compile(rf"(?<=[\d)])[{_DOTS}](?=[\d(])")
# What pages and links leave of a character: HTML's references, and the encoding of what numbers are written with.
_WRITTEN_OUT = re.compile(
    r"&#(?P<decimal>[0-9]{2,4});|&#x(?P<hex>[0-9a-f]{2,4});|&(?P<name>[a-z]{2,6});"
    r"|\\(?P<escaped>[,;])"  # as calendars and address cards write them
    r"|%(?P<octet>2B|28)(?=[0-9])|(?<=[0-9)])%(?P<inner>20|28|29|2D|2E)(?=[0-9(%])",
    re.IGNORECASE,
)
_MAY_BE_WRITTEN_OUT = re.compile(r"[&%\\]")
_NAMED = {
    "nbsp": " ", "ensp": " ", "emsp": " ", "thinsp": " ", "shy": "", "zwnj": "", "zwj": "", "lrm": "", "rlm": "",
    "plus": "+", "minus": "-", "ndash": "-", "mdash": "-", "hyphen": "-", "dash": "-", "lpar": "(", "rpar": ")",
    "period": ".", "sol": "/",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CleanText:
    """`text` with plain digits and separators; its character i stood in the original from `starts[i]` to `ends[i]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def in_cells(self, source: str) -> str:
        """The text with the line ends and tabs of `source`, which are plain spaces otherwise."""
        if "\n" not in source and "\t" not in source:
            return self.text
        return "".join(
            source[place] if source[place] in "\n\t" else character
            for character, place in zip(self.text, self.starts, strict=True)
        )

    def original(self, source: str, start: int, end: int) -> str:
        """The stretch of `source` that became `text[start:end]`."""
        if start >= end:
            return ""
        return source[self.starts[start] : self.ends[end - 1]]


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
    """Any script's digits as ASCII, every dash and space as the plain one, invisible characters gone.

    Characters that a page or a link wrote out ("&nbsp;", "%2B") are what they stand for where a number may have them.
    """
    if text.isascii() and text.isprintable() and not _MAY_BE_WRITTEN_OUT.search(text):
        return CleanText(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    text = _GROUPING_DOT.sub(".", text)
    kept = [(plain, start, end) for character, start, end in _characters(text) if (plain := _plain(character))]
    return CleanText("".join(piece[0] for piece in kept), tuple(p[1] for p in kept), tuple(p[2] for p in kept))


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    """Each character with its place; what is written out as one character with the place of all that says it."""
    at = 0
    for match in _WRITTEN_OUT.finditer(text):
        meant = _meant(match)
        if meant is None:
            continue
        yield from ((text[place], place, place + 1) for place in range(at, match.start()))
        at = match.end()
        if meant:
            yield meant, match.start(), at
    yield from ((text[place], place, place + 1) for place in range(at, len(text)))


def _meant(match: re.Match[str]) -> str | None:
    """The character that is written out; empty for one that cannot be seen, None for what numbers have no use for."""
    if (name := match["name"]) is not None:
        return _NAMED.get(name.lower())
    if match["escaped"] is not None:
        return match["escaped"]
    octet = match["octet"] or match["inner"] or match["hex"]
    meant = chr(int(octet, 16) if octet else int(match["decimal"]))
    control_or_of_a_link = meant in "&%;#=" or unicodedata.category(meant) in {"Cc", "Cs", "Cn"}
    return None if control_or_of_a_link else meant


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

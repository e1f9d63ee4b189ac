"""Digits as parts of a text's tokens: what is written oddly and still a number, and what belongs to a longer code."""

from __future__ import annotations

import re

from acefone_desktop.domain.numbering.number_extensions import end_of_extension

_ESCAPED_BREAK = re.compile(r"\\[nrt](?![a-z])|~~")  # a line's end as programs write it; struck out in a chat
_SPELT_WITH_O = re.compile(r"(?<![\w+])(?=[oO]*[0-9])[0-9oO]{3,11}(?!\w)")
_ODDLY_GROUPED = re.compile(r"(?<![\w'])[+0][0-9]{1,5}(?:[_'][0-9]{2,7}){1,4}(?![\w'])")
_MORE_OF_A_CODE = re.compile(r"_[A-Za-z0-9]|-[A-Z](?![A-Za-z])")  # 0161-496-0123-B
_LESS_OF_A_CODE = re.compile(r"[A-Za-z0-9]_$")
_NEXT_WORD = re.compile(r"[A-Z][a-z]{2}")  # what a page shows apart and copies without a space: "…0123Email"
# "Tel020 …", "m07700 …"
_GLUED_WORD = re.compile(r"(?<![A-Za-z0-9])(?:tel|telefon|phone|mob|mobile|fax|[tmpfhw])$", re.IGNORECASE)
# "…123x", a kiss; "…123m", the mobile; "…123 and"
_GLUED_MARK = re.compile(r"(?:x{1,6}|[mhwtf])(?![A-Za-z0-9])", re.IGNORECASE)
_SHORT_RUN = re.compile(r"(?<![0-9])[0-9]{1,6}$")


def with_plain_groups(text: str) -> str:
    """The text, of equal length, with the letter o among digits as 0, and odd separators in a number as spaces."""
    text = _ESCAPED_BREAK.sub("§§", text)
    text = _SPELT_WITH_O.sub(lambda token: token[0].replace("o", "0").replace("O", "0"), text)
    return _ODDLY_GROUPED.sub(lambda token: token[0].replace("_", " ").replace("'", " "), text)


def is_glued(text: str, start: int, end: int) -> bool:
    """Whether the digits are part of a longer token, such as AB12345678901 or 1234567890_1."""
    if text[start] == "+" and not text[start - 1 : start].isalpha() and not text[end : end + 1].isalnum():
        return _SHORT_RUN.search(text, max(0, start - 8), start) is not None
    begins_plainly = _starts_a_number(text, start)
    if begins_plainly and (_NEXT_WORD.match(text, end) or _GLUED_MARK.match(text, end)):
        return text[start - 1 : start].isdigit()
    return (
        (text[start - 1 : start].isalnum() and not (begins_plainly and _is_behind_its_word(text, start)))
        or _LESS_OF_A_CODE.search(text, max(0, start - 2), start) is not None
        or _MORE_OF_A_CODE.match(text, end) is not None
        or (text[end : end + 1].isalnum() and end_of_extension(text, end) is None)
    )


def _starts_a_number(text: str, start: int) -> bool:
    return text[start] in "+(" or (text[start] == "0" and text[start + 1 : start + 2].isdigit())


def _is_behind_its_word(text: str, start: int) -> bool:
    return _GLUED_WORD.search(text, max(0, start - 8), start) is not None

"""Where one number ends and the next begins: lines, cells, wide gaps, and series such as 020 7946 0123/4."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

IsWhole = Callable[[str], bool]
"""Whether some digits and separators are a whole number by themselves."""

_BORDER = "§"  # neither digit, letter nor separator: nothing is read across it
_MOST = 60
_LONGEST_RUN = 26  # characters of a number with its separators
_FEWEST_OF_A_NUMBER = 7
_FARTHEST_IN_A_SERIES = 99
_GAP = re.compile(r"(?<=[0-9)])(?:[ ]*[\n\t]\s*|[ ]{2,})(?=[+(]{0,2}[0-9])")
_RUN_BEFORE = re.compile(r"[+(]{0,2}[0-9][0-9 ().\-/]*$")
_LONG_RUN = re.compile(r"(?<![0-9A-Za-z])[+(]?[0-9][0-9 ().\-/+]{11,60}")
_GROUP = re.compile(r"[+(]{0,2}[0-9][0-9().\-/+]*")
_FEWEST_GROUPS = 3
_RUN_AFTER = re.compile(r" ?[+(]{0,2}[0-9][0-9 ().\-/]*")
_ENDINGS = re.compile(
    r"(?<=[0-9])(?:(?: ?/ ?-?[0-9]{1,6}(?![0-9])){1,9}|(?:, ?[0-9]{1,3}(?![0-9])){2,9}|-[0-9](?![0-9]))"
    r"(?! ?[/(]?[0-9]|[.\-][0-9])"
)
_BETWEEN_TWO = re.compile(r"(?<=[0-9)]) ?[ \-/](?= ?\+[0-9]| ?\(?0[0-9])")


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of which only the first is written in full: where it and all of them end, and the others in full."""

    start: int
    first_end: int
    end: int
    others: tuple[str, ...]


def with_borders(text: str, is_whole: IsWhole) -> str:
    """The text, of equal length, in which digits run on over a line's or cell's end only where they must.

    A number may be broken where its line ends. Where the digits before or after the gap are one by themselves, it ends.
    """
    for seen, gap in enumerate(_GAP.finditer(text)):
        start, end = gap.span()
        apart = seen >= _MOST or gap[0].count("\n") > 1 or _stands_alone(text, start, end, is_whole)
        text = text[:start] + (_BORDER if apart else " ") * (end - start) + text[end:]
    for between in islice(_BETWEEN_TWO.finditer(text), _MOST):
        start, end = between.span()
        if _parts_two(text, start, end, is_whole):
            text = text[:start] + _BORDER * (end - start) + text[end:]
    return text.replace("\n", " ").replace("\t", " ")


def without_strays(text: str, is_whole: IsWhole) -> str:
    """The text with borders between a whole number and digits that only a space divides from it: Flat 3 0161 …"""
    for run in islice(_LONG_RUN.finditer(text), _MOST):
        groups = list(_GROUP.finditer(run[0]))
        if len(groups) < _FEWEST_GROUPS or is_whole(run[0]):
            continue
        spans = ((first, last) for first in range(len(groups)) for last in range(len(groups) - 1, first, -1))
        spans = ((first, last) for first, last in spans if first <= 1 and last >= len(groups) - 2)
        for first, last in spans:
            start, end = run.start() + groups[first].start(), run.start() + groups[last].end()
            if text[start] in "+(0" and _is_long(text[start:end]) and is_whole(text[start:end]):
                text = _bordered(text, start - 1) if first else text
                text = _bordered(text, end) if last < len(groups) - 1 else text
                break
    return text


def _bordered(text: str, place: int) -> str:
    return text[:place] + _BORDER + text[place + 1 :]


def _parts_two(text: str, start: int, end: int, is_whole: IsWhole) -> bool:
    """Whether a whole number ends here and another begins: 01 99 00 12 34 01 99 00 12 35."""
    before = _RUN_BEFORE.search(text, max(0, start - _LONGEST_RUN), start)
    if before is None or not _is_long(before[0]) or not is_whole(before[0]):
        return False
    after = _RUN_AFTER.match(text, end, end + _LONGEST_RUN)
    groups = re.findall(r"[^0-9]*[0-9]+", after[0]) if after is not None else []
    beginnings = ("".join(groups[:count]) for count in range(1, len(groups) + 1))
    return any(_is_long(beginning) and is_whole(beginning) for beginning in beginnings)


def _stands_alone(text: str, start: int, end: int, is_whole: IsWhole) -> bool:
    before = _RUN_BEFORE.search(text, max(0, start - _LONGEST_RUN), start)
    after = _RUN_AFTER.match(text, end, end + _LONGEST_RUN)
    return any(run is not None and _is_long(run[0]) and is_whole(run[0]) for run in (before, after))


def _is_long(run: str) -> bool:
    return sum(map(str.isdigit, run)) >= _FEWEST_OF_A_NUMBER


def find_series(text: str, is_whole: IsWhole) -> tuple[Series, ...]:
    """The series in a cleaned text; each ending is a little more than the one before: 0123/4, 960123/124, 22,23,24."""
    found = (_series(text, endings, is_whole) for endings in islice(_ENDINGS.finditer(text), _MOST))
    return tuple(series for series in found if series is not None)


def _series(text: str, endings: re.Match[str], is_whole: IsWhole) -> Series | None:
    run = _RUN_BEFORE.search(text, max(0, endings.start() - _LONGEST_RUN), endings.start())
    if run is None or not _is_long(run[0]):
        return None
    last, others = run[0], []
    if endings[0].startswith("-") and is_whole(run[0] + endings[0]):
        return None  # in Germany the last group of one number
    for ending in re.findall(r"[0-9]+", endings[0]):
        digits = re.sub(r"[^0-9]", "", last)
        if not 0 < int(ending) - int(digits[-len(ending) :]) <= _FARTHEST_IN_A_SERIES:
            return None
        last = _ended_by(last, ending)
        others.append(last)
    return Series(run.start(), run.end(), endings.end(), tuple(others)) if is_whole(run[0]) else None


def _ended_by(number: str, ending: str) -> str:
    """The number with its last digits replaced, its separators kept."""
    rest = list(ending)
    turned = (rest.pop() if rest and character.isdigit() else character for character in reversed(number))
    return "".join(turned)[::-1]

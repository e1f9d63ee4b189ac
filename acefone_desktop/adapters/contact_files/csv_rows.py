"""The rows of a CSV file (RFC 4180 and its many dialects), each with its place in the file."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from acefone_desktop.adapters.contact_files.limits import LONGEST_ROW, MOST_COLUMNS, MOST_LINES_OF_A_ROW, MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_DELIMITERS = ",;\t|^~"
_SAMPLE_ROWS = 30
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_SEPARATOR_LINE = re.compile(r"\"?sep=(?P<delimiter>[^\w\s\"]|\t)\"?\s*", re.IGNORECASE)


class Row(list[str]):
    """A row's cells. `fault` says why they must not be used, in words; empty when they may."""

    fault: str = ""


def rows_of(text: str, known_headings: Callable[[Sequence[str]], int]) -> list[Row]:
    """All rows, blank ones included, so that places are those a spreadsheet shows.

    The delimiter is the one that Excel's first line names, or else the one that cuts the first row into most known
    headings, or else the one that cuts most evenly.
    """
    lines = _LINE.findall(text)
    named = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if named:
        return _rows(lines[1:], named["delimiter"])
    sample = [line[:LONGEST_ROW] for line in lines[: _SAMPLE_ROWS * 4]]
    trials = {delimiter: _rows(sample, delimiter)[:_SAMPLE_ROWS] for delimiter in _DELIMITERS}
    best = max(trials, key=lambda delimiter: _fitness(trials[delimiter], known_headings))
    return _rows(lines, best)


def _fitness(rows: list[Row], known_headings: Callable[[Sequence[str]], int]) -> tuple[int, int, int]:
    """Known headings, rows of the usual width, and that width: more of the first decides."""
    filled = [row for row in rows if row]
    headings = known_headings(filled[0]) if filled else 0
    cut = [len(row) for row in filled if len(row) > 1]
    if not cut:
        return headings, 0, 0
    usual = max(set(cut), key=cut.count)
    return headings, cut.count(usual), usual


class _Lines:
    """Feeds a CSV reader line by line, and knows how far it has read."""

    def __init__(self, lines: list[str]) -> None:
        self._lines, self.place = lines, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.place >= len(self._lines):
            raise StopIteration
        self.place += 1
        return self._lines[self.place - 1]


def _rows(lines: list[str], delimiter: str) -> list[Row]:
    source, rows = _Lines(lines), list[Row]()
    while source.place < len(lines):
        if len(rows) == MOST_ROWS:
            rows.append(_faulty(f"from here on it was not read: only {MOST_ROWS} rows are"))
            break
        start = source.place
        row = _next_row(source, delimiter)
        goes_on = source.place - start > 1 or (source.place == len(lines) and not row.fault)
        if goes_on and _is_unclosed(lines[start : source.place], delimiter):
            row = _faulty("a quotation mark is opened and not closed")
            source.place = start + 1
        rows.append(row)
    return rows


def _next_row(source: _Lines, delimiter: str) -> Row:
    try:
        row = Row(next(csv.reader(source, delimiter=delimiter)))
    except csv.Error as error:
        return _faulty(f"it cannot be read ({error})")
    if len(row) > MOST_COLUMNS:
        return _faulty(f"it has more than {MOST_COLUMNS} columns")
    if sum(map(len, row)) > LONGEST_ROW:
        return _faulty(f"it is longer than {LONGEST_ROW} characters")
    return row


def _is_unclosed(lines: list[str], delimiter: str) -> bool:
    """Whether a row goes on over its line, or to the file's end, only because a quotation mark was forgotten."""
    if len(lines) == 1:
        following = iter([*lines, ""])
        next(csv.reader(following, delimiter=delimiter))
        return next(following, None) is None
    if len(lines) > MOST_LINES_OF_A_ROW:
        return True
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _faulty(reason: str) -> Row:
    row = Row()
    row.fault = reason
    return row

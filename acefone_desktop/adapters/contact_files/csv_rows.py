"""The rows of a CSV file (RFC 4180 and its many dialects), each with its place in the file."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from acefone_desktop.adapters.contact_files.limits import LONGEST_ROW, MOST_COLUMNS, MOST_LINES_OF_A_ROW, MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = ",;\t|^~"
_SAMPLE_ROWS = 30
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_SEPARATOR_LINE = re.compile(r"\"?sep=(?P<delimiter>[^\w\s\"]|\t)\"?\s*", re.IGNORECASE)


class Row(list[str]):
    """A row's cells. `fault` says why they must not be used, in words; empty when they may."""

    fault: str = ""


def rows_of(text: str) -> list[Row]:
    """All rows, blank ones included, so that places are those a spreadsheet shows.

    The delimiter is the one that Excel's first line names, or else the one that cuts most evenly.
    """
    lines = _LINE.findall(text)
    named = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if named:
        return _rows(lines[1:], named["delimiter"])
    return _rows(lines, likeliest_delimiter(lines))


def likeliest_delimiter(lines: list[str]) -> str:
    """The delimiter with which most of the first rows have the same number of cells, of more than one."""
    sample = [line[:LONGEST_ROW] for line in lines[: _SAMPLE_ROWS * 4]]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: list[str], delimiter: str) -> tuple[int, int]:
    widths = [len(row) for row in _rows(sample, delimiter)[:_SAMPLE_ROWS] if row]
    cut = [width for width in widths if width > 1]
    if not cut:
        return 0, 0
    usual = max(set(cut), key=cut.count)
    return cut.count(usual), usual


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
    while source.place < len(lines) and len(rows) < MOST_ROWS:
        start = source.place
        row = _next_row(source, delimiter)
        if source.place - start > 1 and _is_unclosed(lines[start : source.place], delimiter):
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
    """Whether a row over several lines goes on only because a quotation mark was forgotten."""
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

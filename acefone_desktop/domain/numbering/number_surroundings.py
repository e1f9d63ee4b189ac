"""What stands around some digits and may say what they are: words before and behind, or the head of a column."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS_REACH = 30  # characters that a word's say reaches
_MARKUP_REACH = 90  # the same with marks and names of a page or a program between
_MARKUP = re.compile(
    r"</[^<>]*>|<(?:[abipu]|em|strong|small|span|font|td|th|li|dd|div|br|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_NAMED_ELEMENT = re.compile(r"<([A-Za-z_]+)[^<>]*>\s*$")  # <OrderNo>…
_KEY = re.compile(r"[A-Za-z_]+ *[:=]? *$")  # "order_id": …, orderNo=…
_INSIDE_A_NAME = re.compile(r"_|(?<=[a-z])(?=[A-Z][a-z])")
_SEPARATORS = "\t;|,"
_LONGEST_HEAD = 400
_DATA = re.compile(r"[0-9]{4}|@")  # a table's head has neither numbers nor addresses


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text just before and just behind some digits."""

    before: str
    behind: str


def surroundings(cells: str, start: int, end: int) -> Surroundings:
    """What stands around `cells[start:end]` of a cleaned text with its line ends and tabs.

    A word says what its line says; where nothing stands before in the line, the line above does, as in a form. In a
    table with a head, what stands above the column is said.
    """
    behind = cells[end : end + _WORDS_REACH]
    line_start = cells.rfind("\n", 0, start) + 1
    before = cells[line_start:start]
    if line_start and (head := _head_of_column(cells, line_start, start)) is not None:
        return Surroundings(_in_words(head) + " ", behind)
    if not before.strip(" \"'*-\t|>"):
        above = cells[:line_start].rstrip().rpartition("\n")[2]
        before = before if "\t" in above else above[-_WORDS_REACH:] + " " + before
    return Surroundings(_in_words(before[-_MARKUP_REACH:])[-_WORDS_REACH:], behind)


def _in_words(before: str) -> str:
    """Without a page's marks, and with the names that programs give as words: "orderNo" as "order No"."""
    before = before.replace("\t", " ").replace("WhatsApp", "Whatsapp")
    if "<" in before:
        before = _NAMED_ELEMENT.sub(r"\1:", _MARKUP.sub(" ", before))
    before = re.sub(r"[\"'“”\\]", "", before)
    return _KEY.sub(lambda key: _INSIDE_A_NAME.sub(" ", key[0]), before)


def _head_of_column(cells: str, line_start: int, start: int) -> str | None:
    """The name of the column that begins just before `start`, where the text's first line names one for each."""
    head = cells[: min(cells.find("\n"), _LONGEST_HEAD)]
    line_end = cells.find("\n", start)
    line = cells[line_start : line_end if line_end >= 0 else len(cells)]
    for separator in _SEPARATORS:
        count = head.count(separator)
        if not count or count != line.count(separator) or _DATA.search(head):
            continue
        before, _, cell = cells[line_start:start].rpartition(separator)
        if cell.strip(" \"'=(+"):
            return None
        column = before.count(separator) + 1 if separator in cells[line_start:start] else 0
        return head.split(separator)[column].strip(" \"'*")
    return None

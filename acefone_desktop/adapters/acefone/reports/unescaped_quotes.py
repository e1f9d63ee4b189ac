"""JSON in which a template has put texts as they are, quotation marks and all: `"caller_name": "Bob "the" Builder"`.

Keys are the template's own and hold no such mark. A text ends at the first mark behind which the rest goes on as JSON
must (RFC 8259 §2, and a comma too many): a comma with the next key, its colon and the beginning of a value (in a list a
comma and the beginning of a value); or as many closing brackets as are open, and then such a comma or the end. All
other marks belong to the text. A text that is itself a whole object or list ends with it.

What could be meant otherwise is refused: a text that seems to hold a key with its value; a second text with an odd
number of marks, as two such may be the halves of one; texts in a list with no comma between; a key that comes twice.

No part is looked at more than a few times, whatever is written.
"""

from __future__ import annotations

import json
import re
from typing import Final

LONGEST: Final = 256 * 1024
"""Characters of a body."""

MOST_INNER: Final = 1_000
"""Unescaped quotation marks inside texts, in one body."""

MOST_NESTED: Final = 20
"""Texts that begin as an object or list and are none; each of them costs one more look at the rest."""

DEEPEST: Final = 100
_BLANK: Final = re.compile(r"[ \t\r\n]*+")
_LITERAL: Final = re.compile(r"(?:-?\d[\d.eE+-]*+|true|false|null)(?=[ \t\r\n]*+(?:[,}\]]|\Z))")
_KEY: Final = re.compile(r'"(?:[^"\\]|\\.)*+"[ \t\r\n]*+:[ \t\r\n]*+', re.DOTALL)
_COLON: Final = re.compile(r"[ \t\r\n]*+:[ \t\r\n]*+")
_UP_TO_A_MARK: Final = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)
_NESTED: Final = re.compile(r'\{[ \t\r\n]*+["}]|\[[ \t\r\n]*+["{\[\]\d-]')
_NESTED_DECODER: Final = json.JSONDecoder(strict=False)
_CLOSING: Final = {"{": "}", "[": "]"}


class DoubtfulTextError(ValueError):
    """Nobody could tell where a text ends."""


def escaped(written: str) -> str:
    """The same with those marks escaped.

    Raises `DoubtfulTextError` where they may be meant in several ways, and `ValueError` for what is no JSON otherwise.
    """
    if len(written) > LONGEST:
        raise ValueError("it is too long")
    return _Reader(written).read()


def without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of these keys. Raises `DoubtfulTextError` where two are one to us: a text may hold one of them."""
    if len({key.strip().lower() for key, _ in pairs}) < len(pairs):
        raise DoubtfulTextError("a key comes twice")
    return dict(pairs)


class _Reader:
    """Goes through a body once; `_open` are the brackets that are open."""

    def __init__(self, written: str) -> None:
        self._written, self._at = written, 0
        self._open: list[str] = []
        self._pieces: list[str] = []
        self._copied = 0
        self._inner = self._not_nested = 0
        self._has_odd = False

    def read(self) -> str:
        wants_value = True
        while wants_value or self._open:
            wants_value = self._value() if wants_value else self._after_value()
        if self._skip(self._at) < len(self._written):
            raise ValueError("something follows the end")
        return "".join([*self._pieces, self._written[self._copied :]])

    # Each of these three says whether a value must follow.

    def _value(self) -> bool:
        self._at = self._skip(self._at)
        bracket = self._written[self._at : self._at + 1]
        if bracket in _CLOSING:
            if len(self._open) == DEEPEST:
                raise ValueError("it is too deep")
            self._open.append(bracket)
            self._at += 1
            return self._next_or_end()
        if bracket == '"':
            self._text(self._at + 1)
        else:
            self._take(_LITERAL)
        return False

    def _after_value(self) -> bool:
        self._at = self._skip(self._at)
        if self._written.startswith(",", self._at):
            self._at += 1
            return self._next_or_end()
        self._end()
        return False

    def _next_or_end(self) -> bool:
        self._at = self._skip(self._at)
        if self._closes(self._open[-1], self._at):
            self._end()
            return False
        if self._open[-1] == "{":
            self._take(_KEY)
        return True

    def _end(self) -> None:
        if not self._closes(self._open[-1], self._at):
            raise ValueError("a comma or a bracket is missing")
        self._open.pop()
        self._at += 1

    def _take(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._written, self._at)
        if found is None:
            raise ValueError("neither a key nor a value")
        self._at = found.end()

    def _skip(self, at: int) -> int:
        blank = _BLANK.match(self._written, at)
        return blank.end() if blank else at

    def _closes(self, bracket: str, at: int) -> bool:
        return self._written.startswith(_CLOSING[bracket], at)

    # --- texts ---------------------------------------------------------------------------------------------------

    def _text(self, begin: int) -> None:
        """Reads a text to its end and escapes the marks in it."""
        self._pieces.append(self._written[self._copied : begin])
        self._copied = begin
        end = self._end_of_nested(begin)
        if end:  # what is escaped in there is so for its own reading
            self._pieces.append(json.dumps(self._written[begin:end], ensure_ascii=False)[1:-1])
            self._copied = end
        else:
            end = self._end_of_text(begin)
        self._at = end + 1

    def _end_of_text(self, begin: int) -> int:
        before, end = self._inner, self._mark(begin)
        while not self._ends_at(end):
            self._check(end)
            self._pieces += self._written[self._copied : end], '\\"'
            self._copied = end + 1
            self._inner += 1
            end = self._mark(end + 1)
        if (self._inner - before) % 2:
            if self._has_odd:
                raise DoubtfulTextError("two texts hold an odd number of quotation marks")
            self._has_odd = True
        return end

    def _end_of_nested(self, begin: int) -> int:
        """Where the text ends that is a whole object or list; 0 where it is none."""
        if _NESTED.match(self._written, begin) is None:
            return 0
        try:
            _, end = _NESTED_DECODER.raw_decode(self._written, begin)
        except (ValueError, RecursionError):
            end = begin
        end = self._skip(end)
        if self._written.startswith('"', end) and self._ends_at(end):
            return end
        self._not_nested += 1
        if self._not_nested > MOST_NESTED:
            raise DoubtfulTextError("too many texts begin as objects or lists")
        return 0

    def _mark(self, at: int) -> int:
        """The next quotation mark that is not escaped."""
        found = _UP_TO_A_MARK.match(self._written, at)
        end = found.end() if found else at
        if not self._written.startswith('"', end):
            raise ValueError("a text has no end")
        return end

    def _ends_at(self, mark: int) -> bool:
        """Whether the rest can go on as JSON behind this mark."""
        depth, at = len(self._open), self._skip(mark + 1)
        while depth:
            bracket = self._open[depth - 1]
            if self._closes(bracket, at):
                depth, at = depth - 1, self._skip(at + 1)
                continue
            if not self._written.startswith(",", at):
                return False
            at = self._skip(at + 1)
            if not self._closes(bracket, at):
                key = _KEY.match(self._written, at) if bracket == "{" else None
                return self._begins_value(key.end() if key else at) and (key is not None or bracket == "[")
        return at == len(self._written)

    def _begins_value(self, at: int) -> bool:
        return self._written[at : at + 1] in {'"', "{", "["} or _LITERAL.match(self._written, at) is not None

    def _check(self, mark: int) -> None:
        """Whether this mark is a text's own beyond doubt."""
        if self._inner == MOST_INNER:
            raise DoubtfulTextError("there are too many quotation marks")
        colon = _COLON.match(self._written, mark + 1)
        if colon and self._begins_value(colon.end()):
            raise DoubtfulTextError("a text seems to hold a key and its value")
        if self._open[-1:] == ["["] and self._written.startswith('"', self._skip(mark + 1)):
            raise DoubtfulTextError("there may be two texts with no comma between")

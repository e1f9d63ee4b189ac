"""JSON as templates filled in by hand make it.

Raw line breaks inside texts, a comma before a closing bracket, quotation marks that nobody has escaped.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

from acefone_desktop.adapters.acefone.reports.unescaped_quotes import LONGEST, escaped, without_twins

_DECODER: Final = json.JSONDecoder(parse_float=str, strict=False)
_WARY_DECODER: Final = json.JSONDecoder(parse_float=str, strict=False, object_pairs_hook=without_twins)
_TEXT_OR_LAST_COMMA: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)|,(?=[ \t\r\n]*[\]}])', re.DOTALL)
"""A text is passed over whole, ended or not, so that each character is looked at once."""


def decoded(written: str) -> Any:
    """RFC 8259 and these liberties; a number such as the id 1768480930.1190021 stays as it is written.

    Raises `ValueError`, `DoubtfulTextError` where unescaped quotation marks leave open what is meant, and
    `RecursionError` for what is nested without measure.
    """
    try:
        return _DECODER.decode(written)
    except ValueError:
        mended = _remembered(written) if len(written) <= LONGEST else _mended(written)
    if isinstance(mended, ValueError):
        raise type(mended)(*mended.args)
    decoder, text = mended
    return decoder.decode(text)


def _mended(written: str) -> tuple[json.JSONDecoder, str] | ValueError:
    """What can be decoded, and by what."""
    text = _without_last_commas(written)
    try:
        _DECODER.decode(text)
    except ValueError:
        try:
            return _WARY_DECODER, _without_last_commas(escaped(written))
        except ValueError as error:
            return error.with_traceback(None)
    return _DECODER, text


_remembered: Final = lru_cache(maxsize=256)(_mended)
"""Each of the hundred calls in a request may share one text with all the others."""


def _without_last_commas(written: str) -> str:
    return _TEXT_OR_LAST_COMMA.sub(r"\1", written)

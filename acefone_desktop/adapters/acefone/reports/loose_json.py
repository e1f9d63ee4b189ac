"""JSON as templates filled in by hand make it.

Raw line breaks inside texts, a comma before a closing bracket, quotation marks that nobody has escaped.
"""

from __future__ import annotations

import json
import re
from typing import Final

from acefone_desktop.adapters.acefone.reports.unescaped_quotes import escaped, without_twins

_DECODER: Final = json.JSONDecoder(parse_float=str, strict=False)
_WARY_DECODER: Final = json.JSONDecoder(parse_float=str, strict=False, object_pairs_hook=without_twins)
_TEXT_OR_LAST_COMMA: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)|,(?=[ \t\r\n]*[\]}])', re.DOTALL)
"""A text is passed over whole, ended or not, so that each character is looked at once."""


def decoded(written: str) -> object:
    """RFC 8259 and these liberties; a number such as the id 1768480930.1190021 stays as it is written.

    Raises `ValueError`, `DoubtfulTextError` where unescaped quotation marks leave open what is meant, and
    `RecursionError` for what is nested without measure.
    """
    try:
        found: object = _DECODER.decode(written)
    except ValueError:
        try:
            found = _DECODER.decode(_without_last_commas(written))
        except ValueError:
            found = _WARY_DECODER.decode(_without_last_commas(escaped(written)))
    return found


def _without_last_commas(written: str) -> str:
    return _TEXT_OR_LAST_COMMA.sub(r"\1", written)

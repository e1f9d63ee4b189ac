"""JSON as templates filled in by hand make it: raw line breaks inside texts, a comma before a closing bracket."""

from __future__ import annotations

import json
import re
from typing import Final

_DECODER: Final = json.JSONDecoder(parse_float=str, strict=False)
_TEXT_OR_LAST_COMMA: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)|,(?=[ \t\r\n]*[\]}])', re.DOTALL)
"""A text is passed over whole, ended or not, so that each character is looked at once."""


def decoded(written: str) -> object:
    """RFC 8259 and these two liberties; a number such as the id 1768480930.1190021 stays as it is written.

    Raises `ValueError`, and `RecursionError` for what is nested without measure.
    """
    try:
        found: object = _DECODER.decode(written)
    except ValueError:
        mended = _TEXT_OR_LAST_COMMA.sub(r"\1", written)
        if mended == written:
            raise
        found = _DECODER.decode(mended)
    return found

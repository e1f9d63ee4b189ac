"""Text that may be logged, shown to support or put into an exception: without secrets and full numbers."""

from __future__ import annotations

import re
from typing import Final

LEFT_OF_A_NUMBER: Final = 3
"""Last digits that stay, enough to recognise a call one knows of."""

_ADDRESS: Final = re.compile(r"\b[a-z][a-z0-9+.\-]*://[^\s\"'<>]+", re.IGNORECASE)
_TOKEN: Final = re.compile(r"\b[\w\-]{8,}\.[\w\-]{8,}\.[\w\-=]{8,}")
_BEARER: Final = re.compile(r"\bbearer\s+[^\s\"']+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\+?\d(?:[ ().\-/]{0,2}\d){6,}")
_STAMP: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}(?::\d{2}){1,2})?")


def redacted(text: str) -> str:
    """The text with tokens and addresses taken out and all but the last three digits of long numbers hidden.

    Dates stay readable: a lock-out's time is worth knowing.
    """
    text = _ADDRESS.sub("[address]", text)
    text = _BEARER.sub("[token]", text)
    text = _TOKEN.sub("[token]", text)
    kept, position = [], 0
    for stamp in _STAMP.finditer(text):
        kept += [_NUMBER.sub(_hidden, text[position : stamp.start()]), stamp.group()]
        position = stamp.end()
    return "".join([*kept, _NUMBER.sub(_hidden, text[position:])])


def _hidden(number: re.Match[str]) -> str:
    digits = "".join(filter(str.isdigit, number.group()))
    return "…" + digits[-LEFT_OF_A_NUMBER:]

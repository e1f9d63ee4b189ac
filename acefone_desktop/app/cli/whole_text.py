"""Arguments as text that every JSON reader takes."""

from __future__ import annotations

import re
from typing import Final

_HALF_A_CHARACTER: Final = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with U+FFFD for what is no character, such as an argument's byte that is not UTF-8."""
    return _HALF_A_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)

"""Names written from right to left among texts written from left to right (Unicode Standard Annex 9)."""

from __future__ import annotations

from unicodedata import bidirectional

_LEFTWARD = frozenset({"R", "AL", "RLE", "RLO", "RLI"})


def isolated(text: str) -> str:
    """The text as it goes beside others: from right to left, it must not turn them, or a number's groups, around.

    First strong isolate, §2.4.2.
    """
    return f"\u2068{text}\u2069" if any(bidirectional(sign) in _LEFTWARD for sign in text) else text


def side_by_side(*texts: str) -> str:
    """Those that are not empty, in this order on the screen whatever they are written in."""
    return " · ".join(isolated(text) for text in texts if text)

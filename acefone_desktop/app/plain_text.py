"""Texts of others (a provider's words, a contact's name, an argument) in a form that no terminal takes for an order."""

from __future__ import annotations

import re
from typing import Final

_ORDERS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but for tab and line feed, overrides of the writing direction, and halves of characters."""


def plain(text: str) -> str:
    """The text with such characters written out, such as `\\x1b`."""
    return _ORDERS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def shown(text: str, longest: int = 60) -> str:
    """The text in one line, cut where it is long."""
    cut = text if len(text) <= longest else text[:longest] + "…"
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in cut)

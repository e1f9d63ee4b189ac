"""Single values as the provider writes them: numbers as text, unset variables by their name, anything missing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from acefone_desktop.adapters.acefone.reports import loose_json

LONGEST_TEXT = 500
LONGEST_SPAN_S = 10_000_000
"""About four months; a longer call is a misreading."""

MOST_DIGITS = 20
_SHORT, _REMEMBERED = 64, 4096
"""Reports say the same again and again: names, words, numbers. So many short texts are not read a second time."""

_UNSET = re.compile(r"\$\w*|_(number|name|id)|null|none|undefined", re.IGNORECASE)
_NO_DIGITS = re.compile(r"[^0-9]+")
_CLOCK_FACE = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)")


def lower_keys(raw: Mapping[object, object]) -> dict[str, object]:
    """The same values under trimmed lower-case keys: `"customer_no_with_prefix "` has a space, `Success` a capital.

    Where two keys become one, a value that says something counts.
    """
    lowered: dict[str, object] = {}
    for key, value in raw.items():
        name = _folded(str(key)[:LONGEST_TEXT])
        if name not in lowered or text(value) or isinstance(value, Mapping | list):
            lowered[name] = value
    return lowered


@lru_cache(maxsize=512)
def _folded(key: str) -> str:
    return key.strip().casefold()


def text(value: object) -> str:
    """A scalar as one line of text; empty for what is unset, missing or no scalar."""
    if isinstance(value, str):
        return _short_line(value) if len(value) <= _SHORT else _line(value)
    match value:
        case bool() | None:
            return ""
        case float():
            written = f"{value:.6f}".rstrip("0").rstrip(".") if math.isfinite(value) else ""
        case int():
            written = str(value) if abs(value) < 10**MOST_DIGITS else ""
        case _:
            return ""
    return _line(written)


def _line(written: str) -> str:
    written = written[: 4 * LONGEST_TEXT]
    whole = written if written.isascii() else written.encode("utf-8", "replace").decode()
    cleaned = " ".join(whole.split())[:LONGEST_TEXT]
    if _UNSET.fullmatch(cleaned):
        return ""
    return cleaned if cleaned.isprintable() else "".join(c for c in cleaned if c.isprintable())


_short_line = lru_cache(maxsize=_REMEMBERED)(_line)


def digits(value: object) -> str:
    """The digits of a number in any dress (`+44 …`, `PJSIP/44…`, `Extension-060…`); empty if there are too many."""
    return _digits(text(value))


@lru_cache(maxsize=_REMEMBERED)
def _digits(written: str) -> str:
    found = _NO_DIGITS.sub("", written)
    return found if len(found) <= MOST_DIGITS else ""


def first_digits(raw: Mapping[str, object], *names: str) -> str:
    """The digits of the first of these fields that has any."""
    return next((found for name in names if (found := digits(raw.get(name)))), "")


def first_text(raw: Mapping[str, object], *names: str) -> str:
    """The first of these fields that says anything."""
    return next((found for name in names if (found := text(raw.get(name)))), "")


def seconds(value: object) -> int | None:
    """A span: `11`, `"11"`, `"11.0"` or `"00:00:11"`; None when it is not told."""
    return _seconds(text(value))


@lru_cache(maxsize=1024)
def _seconds(written: str) -> int | None:
    if face := _CLOCK_FACE.fullmatch(written):
        hours, minutes, rest = map(int, face.groups())
        return hours * 3600 + minutes * 60 + rest
    try:
        span = float(written)
    except ValueError:
        return None
    return int(span) if 0 <= span <= LONGEST_SPAN_S else None


def flag(value: object) -> bool | None:
    """`"1"`, `1`, true and their opposites; None for anything else."""
    if isinstance(value, bool):
        return value
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(text(value).lower())


def unfolded(value: object) -> object:
    """What a text that is itself JSON means (form posts carry objects so); anything else as it is."""
    if isinstance(value, str) and value.strip()[:1] in {"{", "["}:
        try:
            return loose_json.decoded(value)
        except (ValueError, RecursionError):
            return value
    return value

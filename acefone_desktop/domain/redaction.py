"""Takes tokens, addresses with queries and customers' numbers out of text before it is kept or shown.

Two nets: secrets the program knows are removed wherever they stand; everything that looks like one is, too.
Removing too much is the chosen error. Only moments stay readable: a lock-out's end is worth knowing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit

MASK = "[hidden]"
SHORTEST_NUMBER = 7
KEPT_DIGITS = 3
SHORTEST_SECRET = 4

_SEPARATORS = r"[\s().\-\u00ad\u2010-\u2015\u200b-\u200f\u2060/_,]|%20|%2[bBdDeE]"
_NUMBER = re.compile(rf"\d(?:(?:{_SEPARATORS}){{0,4}}\d){{{SHORTEST_NUMBER - 1},}}")
_STAMP = re.compile(r"(?<![\d+])\d{4}-[01]\d-[0-3]\d(?:[ T]\d{2}:\d{2}(?::\d{2})?)?(?!\d)")
_PART = r"[A-Za-z0-9_\-]{8,}+={0,2}+"  # no part of a token is shorter (RFC 7515 §7.1); most parts of host names are
_ADDRESS_OR_TOKEN = re.compile(
    rf"(?P<address>\b[a-zA-Z][a-zA-Z0-9+.\-]{{1,15}}://[^\s\"'<>]*)|(?<![A-Za-z0-9_\-]){_PART}(?:\.{_PART}){{2,}}"
)
_NAMED = re.compile(
    r"""(?ix)
    ( (?: access[_-]?token | refresh[_-]?token | id[_-]?token | token | secret | passw(?:or)?d | api[_-]?key
        | authorization )
      ["']? (?: \s{0,4} (?: [:=] | %3d ) \s{0,4} ["']? (?: (?: bearer | basic ) \s{1,4} )?
              | \s{1,4} ["']? (?= [^\s"'&,;}\])\d]{0,80} \d ) ) )
    [^\s"'&,;}\])]+
    """
)
"""What is called a secret: behind a sign, or behind a space where it is no ordinary word (it holds a digit)."""

_BEARER = re.compile(r"(?i)\b(bearer|basic)\s{1,4}[^\s\"',;]+")
_HOOK = re.compile(r"(/hook/)[^\s\"'?/]+")


def mask_numbers(text: str) -> str:
    """Digit runs of a phone number's length, however they are grouped, shown by their last three digits."""
    kept, position = [], 0
    for stamp in _STAMP.finditer(text):
        kept += [_masked(text[position : stamp.start()]), stamp.group()]
        position = stamp.end()
    return "".join([*kept, _masked(text[position:])])


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the given secrets, without anything that looks like one and without whole numbers."""
    for secret in sorted({s for s in secrets if len(s) >= SHORTEST_SECRET}, key=len, reverse=True):
        text = text.replace(secret, MASK)
    text = _NAMED.sub(rf"\1{MASK}", text)
    text = _BEARER.sub(rf"\1 {MASK}", text)
    text = _ADDRESS_OR_TOKEN.sub(_hide, text)
    text = _HOOK.sub(rf"\1{MASK}", text)
    return mask_numbers(text)


def _masked(text: str) -> str:
    return _NUMBER.sub(lambda found: _last_digits(found.group()), text)


def _last_digits(run: str) -> str:
    digits = [c for c in re.sub(r"%[0-9A-Fa-f]{2}", "", run) if c.isdigit()]
    return "…" + "".join(digits[-KEPT_DIGITS:])


def _hide(found: re.Match[str]) -> str:
    """The dotted name of something in a loaded module stays readable, as in a traceback; no token does."""
    candidate = found.group()
    if found["address"]:
        return _bare_address(candidate)
    module = candidate.rpartition(".")[0]
    return candidate if candidate in sys.modules or module in sys.modules else MASK


def _bare_address(address: str) -> str:
    """Scheme, host and port; the path only where it is made of plain words. Never user, query or fragment."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return MASK
    where = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    plain = re.fullmatch(r"(?:/[a-z0-9_]{1,24}){0,6}/?", parts.path) and "/hook/" not in parts.path
    return where + (parts.path if plain else f"/{MASK}") + (f"?{MASK}" if parts.query or parts.fragment else "")

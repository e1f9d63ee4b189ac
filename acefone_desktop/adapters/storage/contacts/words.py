"""Names as the search compares them: folded, cut into words, ordered by one whole number."""

from __future__ import annotations

import re
import unicodedata

_NOT_DECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:['’ʼ.\-‐][^\W_]+)+")
_KEYPAD = {
    letter: digit
    for digit, letters in zip("23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True)
    for letter in letters
}
_ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyz"
_PLACE = {character: place for place, character in enumerate(_ALPHABET, 1)}
_BASE = len(_ALPHABET) + 2
_ORDERED_CHARACTERS = 8
_TIE_BITS = 19
FIRST_ORDINARY_KEY = 1 << 62
"""Search keys below are favourites', those from here on everybody else's."""
TIES = 1 << _TIE_BITS


def folded(text: str) -> str:
    """Lower case, no diacritics, single spaces: “Zoë  Łukasz” becomes “zoe lukasz”."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(plain.translate(_NOT_DECOMPOSED).split())


def storable(text: str) -> str:
    """The text with what UTF-8 cannot hold (half a surrogate pair) replaced."""
    return text.encode("utf-8", "replace").decode()


def words(text: str) -> list[str]:
    """The words of an already folded text."""
    return _WORD.findall(text)


def index_words(text: str) -> list[str]:
    """All words under which a folded text is found: “jean-luc o'neill” also as “jeanluc” and “oneill”."""
    return words(text) + ["".join(words(joined)) for joined in _JOINED.findall(text)]


def keypad_words(text: str) -> list[str]:
    """The words of a folded text as keyed on a dial pad's letters; words with other letters have none."""
    return [
        "".join(_KEYPAD.get(letter, letter) for letter in word)
        for word in words(text)
        if word.isascii() and not word.isdigit()
    ]


def search_key(name_key: str, *, favourite: bool, tie: int) -> int:
    """A positive 63-bit number that sorts favourites first, then by the start of the name; `tie` makes it unique."""
    place = 0
    start = name_key[:_ORDERED_CHARACTERS].ljust(_ORDERED_CHARACTERS, "\0")
    for character in start:
        place = place * _BASE + (0 if character == "\0" else _PLACE.get(character, _BASE - 1))
    return (0 if favourite else FIRST_ORDINARY_KEY) | place << _TIE_BITS | tie % TIES

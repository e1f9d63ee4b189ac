"""What a number is for, in one or two words, however a file says it."""

from __future__ import annotations

import re
import unicodedata

_SAME = {
    "cell": "mobile", "cellular": "mobile", "mobil": "mobile", "handy": "mobile", "portable": "mobile",
    "movil": "mobile", "cellulare": "mobile", "iphone": "mobile", "business": "work", "office": "work", "buro": "work",
    "geschaftlich": "work", "travail": "work", "trabajo": "work", "privat": "home", "domicile": "home", "casa": "home",
    "primary": "main", "principal": "main", "telefax": "fax",
}  # fmt: skip
_SAYS_NOTHING = frozenset(
    {"phone", "telephone", "telefon", "telefono", "tel", "number", "numbers", "no", "num", "value", "voice", "pref",
     "landline", "contact", "company", "phonenumber", "the", "internet", "text", "textphone", "msg", "numero", "nummer"}
)  # fmt: skip


_OUR_WORDS = frozenset({"mobile", "work", "home", "main", "fax", "other", "pager"})


def label_from(heading: str) -> str:
    """What a heading says of its numbers: “Business Phone 2” is “work”; empty where nothing is said."""
    known = [_SAME.get(_plain(word), word) for word in _words(heading)]
    return " ".join(dict.fromkeys(word for word in known if word not in _SAYS_NOTHING))


def label_of(text: str) -> str:
    """A number's own label: “CELL” is “mobile”, “Work Fax” is “work fax”; words that somebody chose stay as they are.

    Google marks the main one of several numbers with an asterisk: “* Mobile”.
    """
    plain = text.lstrip("* ").strip()
    standard = all(_plain(word) in _SAME or word in _SAYS_NOTHING or word in _OUR_WORDS for word in _words(plain))
    return label_from(plain) if standard and not any(c.isdigit() for c in plain) else plain


def _plain(word: str) -> str:
    """The word without diacritics."""
    apart = unicodedata.normalize("NFKD", word)
    return "".join(character for character in apart if not unicodedata.combining(character))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())

"""Numbers inside text (clipboard, selection, drop, paste), best first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from acefone_desktop.domain import numbering_plan, service_codes
from acefone_desktop.domain.number_kinds import NumberKind
from acefone_desktop.domain.number_lookalikes import names_identifier, without_lookalikes
from acefone_desktop.domain.number_reading import PhoneNumber, is_listed, normal_region, read_whole
from acefone_desktop.domain.number_text import CleanText, cleaned

MAX_TEXT_CHARACTERS = 8_000  # about four pages; the rest of a longer text is not looked at
MAX_NUMBERS = 50
_CONTEXT_CHARACTERS = 30  # how far back a word still speaks about a number
_MAX_TRIES = 2_000
_LEAST_SCORE = 1
_PHONE_WORD = re.compile(
    r"\b(?:call(?:ing)?|tel(?:ephone)?|phone|mobile|mob|cell|ring|dial|whatsapp|text|sms|landline|office|home|work|"
    r"direct|switchboard|helpline|hotline|contact|on|at|t|m|p|ph)\b"
    r"[\s.:(\-]*(?:us |me |him |her |them )?(?:on |at |:)?\s*$"
    r"|[☎☏📞📱✆]\s*$",
    re.IGNORECASE,
)
_FAX_WORD = re.compile(r"\b(?:tele)?fax\b[\s.:)(\-]*(?:no|number)?[\s.:]*$", re.IGNORECASE)
_EXTENSION_AFTER = re.compile(r"[\s,;(]*(?:extension|extn|ext|x)[\s.:=#]*[0-9]{1,7}(?![0-9A-Za-z])\)?", re.IGNORECASE)
# The space between two numbers with nothing else between: digits before it, a + or a whole number with its 0 after it.
_NEXT_NUMBER = re.compile(r"(?<=[0-9]{3})\s(?=\+[0-9]{2}|\(?0[0-9]{2,4}\)?[ \-]?[0-9]{3,4}[ \-]?[0-9]{3,4}(?![0-9]))")
_VANITY = re.compile(r"(?<![\w+])\+?[0-9][0-9 ()\-]{2,10}[ \-][A-Z][A-Z\-]{3,10}(?![\w])")


def find_numbers(text: str, region: str) -> tuple[PhoneNumber, ...]:
    """The numbers in a text that could be dialled, likeliest first, each once.

    Likelier are numbers with a +, of an assigned range, grouped, or announced by a word such as "call"; dates, times,
    amounts and identifiers are no numbers. Service codes are reported only where there is nothing else.
    """
    source, home = text[:MAX_TEXT_CHARACTERS], normal_region(region)
    clean = cleaned(source)
    codes = service_codes.find_service_codes(clean.text)
    searched = without_lookalikes(_blotted(clean.text, codes))
    ranked: dict[tuple[str | None, str | None], tuple[int, int, PhoneNumber]] = {}
    for start, end in islice(_candidates(searched, home), MAX_NUMBERS):
        number = read_whole(clean.original(source, start, end), home)
        if number is None or number.e164 is None:
            continue
        key = (number.e164, number.extension)
        score = _score(number, clean.text[start:end], clean.text[max(0, start - _CONTEXT_CHARACTERS) : start], home)
        if score >= _LEAST_SCORE and (key not in ranked or score > -ranked[key][0]):
            ranked[key] = (-score, start, number)
    best_first = sorted(ranked.values(), key=lambda entry: entry[:2])
    return tuple(number for _, _, number in best_first[:MAX_NUMBERS]) or _codes(clean, source, codes, home)


def _blotted(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in spans:
        text = text[:start] + "§" * (end - start) + text[end:]
    return text


def _codes(clean: CleanText, source: str, spans: tuple[tuple[int, int], ...], home: str) -> tuple[PhoneNumber, ...]:
    found = (read_whole(clean.original(source, start, end), home) for start, end in spans)
    return tuple({number.display: number for number in found if number is not None}.values())[:MAX_NUMBERS]


def _candidates(text: str, home: str) -> Iterator[tuple[int, int]]:
    """Where numbers may stand: what the numbering plans find possible, and words on keys."""
    region = home if home in phonenumbers.SUPPORTED_REGIONS else "ZZ"
    text = _NEXT_NUMBER.sub("§", text)
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE, max_tries=_MAX_TRIES):
        if _is_glued(text, match.start, match.end):
            continue
        after = _EXTENSION_AFTER.match(text, match.end)
        yield match.start, after.end() if after and not match.number.extension else match.end
    for word in _VANITY.finditer(text):
        yield word.span()


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether the digits are part of a longer token, such as AB12345678901 or 1234567890_1."""
    return (
        text[start - 1 : start].isalnum()
        or text[start - 1 : start] == "_"
        or text[end : end + 1] == "_"
        or (text[end : end + 1].isalnum() and not _EXTENSION_AFTER.match(text, end))
    )


def _score(number: PhoneNumber, written: str, before: str, home: str) -> int:
    """How likely it is that the writer meant a telephone number."""
    digits = re.sub(r"[^0-9]", "", written)
    international = written.lstrip(" (").startswith(("+", "00"))
    score = 3 if number.e164 and is_listed(number.e164) else 0
    score += 3 if international else 0
    score += 1 if re.search(r"[0-9)][ .()\-/]+[0-9(]", written) else -1
    if not international:
        score += _home_score(number, digits, home)
    if _FAX_WORD.search(before):
        score -= 3
    elif names_identifier(before):
        score -= 5
    elif _PHONE_WORD.search(before):
        score += 3
    return score


def _home_score(number: PhoneNumber, digits: str, home: str) -> int:
    """What the missing + says: written as at home, without the trunk 0, or with a bare country code."""
    if number.country != home:
        return -2
    if digits.startswith("0"):
        return 1
    national = number.digits_sent == digits
    if national or not numbering_plan.has_national_prefix(home):
        return 0
    return -1 if number.kind is NumberKind.MOBILE else -2

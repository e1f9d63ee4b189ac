"""Numbers inside text (clipboard, selection, drop, paste), best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from acefone_desktop.domain.numbering import service_codes
from acefone_desktop.domain.numbering.linked_numbers import find_links
from acefone_desktop.domain.numbering.number_borders import find_series, with_borders, without_strays
from acefone_desktop.domain.numbering.number_extensions import end_of_extension
from acefone_desktop.domain.numbering.number_lookalikes import without_lookalikes
from acefone_desktop.domain.numbering.number_ranking import LEAST_SCORE, likelihood
from acefone_desktop.domain.numbering.number_reading import (
    PhoneNumber,
    is_whole_number,
    normal_region,
    read_found,
    read_whole,
)
from acefone_desktop.domain.numbering.number_surroundings import surroundings
from acefone_desktop.domain.numbering.number_text import CleanText, cleaned
from acefone_desktop.domain.numbering.number_tokens import is_glued, with_plain_groups

MAX_TEXT_CHARACTERS = 8_000  # about four pages; the rest of a longer text is not looked at
MAX_NUMBERS = 50
_MAX_TRIES = 2_000
_SCORE_OF_A_LINK = 9  # as much as a listed number with a + that a word announces
# The space between two numbers with nothing else between: digits before it, a + or a whole number with its 0 after it.
_NEXT_NUMBER = re.compile(
    r"(?<=[0-9]{3})(?<!\+[0-9]{3})\s(?=\+[0-9]{2}|\(?0[0-9]{2,4}\)?[ \-]?[0-9]{3,4}[ \-]?[0-9]{3,4}(?![0-9]))"
)
_ANNOUNCED_SHORT = re.compile(
    r"\b(?:call|dial|ring|phone|text)\s(?P<digits>[0-9]{3,6})(?![0-9A-Za-z]|[.,:/\-][0-9]| [0-9])", re.IGNORECASE
)
# With its 1 and without a +, as nobody's plan but North America's own has it.
_NORTH_AMERICAN = re.compile(
    r"(?<![\w+./\-])1[ .\-]\(?[2-9][0-9]{2}\)?[ .\-][2-9][0-9]{2}[ .\-][0-9]{4}(?![\w]|[.\-][0-9])"
)
_FORMER_MEXICAN_MOBILE = re.compile(r"(?<![\w+])\+52[ .\-]?1(?:[ .\-()]{0,2}[0-9]){10}(?!\w|[.\-][0-9])")
_VANITY = re.compile(
    # North America's freephone numbers, perhaps in several words: seven digits or letters in all
    r"(?<![\w+])(?:(?:\+?1[ .\-]?)?\(?8(?:00|33|44|55|66|77|88)\)?(?=[0-9 \-]*[A-Z])(?:[ \-]?[A-Z0-9]){7}"
    r"|\+?[0-9][0-9 ()\-]{2,10}[ \-][A-Z][A-Z\-]{3,10})(?!\w)"
)


def find_numbers(text: str, region: str) -> tuple[PhoneNumber, ...]:
    """The numbers in a text that could be dialled, likeliest first, each once.

    Likelier are numbers with a +, of an assigned range, grouped, or announced by a word such as "call"; dates, times,
    amounts and identifiers are no numbers. Service codes, and short numbers that the text says to call, are reported
    only where there is nothing else, so that the reason for not calling them can be said.
    """
    source, home = text[:MAX_TEXT_CHARACTERS], normal_region(region)
    clean = cleaned(source)
    links = find_links(clean.text, home)
    codes = service_codes.find_service_codes(clean.text)
    cells = clean.in_cells(source)
    blotted = _blotted(cells, (*codes, *((link.start, link.end) for link in links)))
    is_whole = partial(is_whole_number, region=home)
    searched = with_borders(without_lookalikes(with_plain_groups(blotted)), is_whole)
    series = find_series(searched, is_whole)
    searched = without_strays(_blotted(searched, [(numbers.first_end, numbers.end) for numbers in series]), is_whole)
    ranked: dict[tuple[str | None, str | None], tuple[int, int, PhoneNumber]] = {}
    for link in links:
        linked = replace(link.number, raw=clean.original(source, link.start, link.end))
        ranked.setdefault((linked.e164, linked.extension), (-_SCORE_OF_A_LINK, link.start, linked))
    full = ((span, searched[slice(*span)]) for span in islice(_candidates(searched, home), MAX_NUMBERS))
    endings = (((numbers.start, numbers.end), other) for numbers in series for other in numbers.others)
    for (start, end), written in chain(full, islice(endings, MAX_NUMBERS)):
        number = read_found(written, home)
        if number is None or number.e164 is None:
            continue
        seen = cells if searched[start - 1 : start] != "§" else searched  # what was blotted out has been read
        score = likelihood(number, written, surroundings(seen, start, end), home)
        entry = (-score, start, replace(number, raw=clean.original(source, start, end)))
        if score >= LEAST_SCORE:
            key = (number.e164, number.extension)
            ranked[key] = min(ranked.get(key, entry), entry, key=_order)
    if not ranked:
        announced = [match.span("digits") for match in _ANNOUNCED_SHORT.finditer(searched)]
        return _undialled(clean, source, [*codes, *announced], home)
    return tuple(number for _, _, number in sorted(ranked.values(), key=_order))


def _order(entry: tuple[int, int, PhoneNumber]) -> tuple[int, int]:
    return entry[:2]


def _blotted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "§" * (end - start) + text[end:]
    return text


def _undialled(clean: CleanText, source: str, spans: list[tuple[int, int]], home: str) -> tuple[PhoneNumber, ...]:
    found = (read_whole(clean.original(source, start, end), home) for start, end in spans[:MAX_NUMBERS])
    return tuple({number.display: number for number in found if number is not None and not number.fault}.values())


def _candidates(text: str, home: str) -> Iterator[tuple[int, int]]:
    """Where numbers may stand: what the numbering plans find possible, and words on keys."""
    region = home if home in phonenumbers.SUPPORTED_REGIONS else "ZZ"
    text = _NEXT_NUMBER.sub("§", text)
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE, max_tries=_MAX_TRIES):
        if is_glued(text, match.start, match.end):
            continue
        yield match.start, match.end if match.number.extension else end_of_extension(text, match.end) or match.end
    if phonenumbers.country_code_for_region(region) != 1:
        for american in _NORTH_AMERICAN.finditer(text):
            yield american.start(), end_of_extension(text, american.end()) or american.end()
    for mexican in _FORMER_MEXICAN_MOBILE.finditer(text):  # a digit longer than the plan has it now
        yield mexican.start(), end_of_extension(text, mexican.end()) or mexican.end()
    for word in _VANITY.finditer(text):
        yield word.span()

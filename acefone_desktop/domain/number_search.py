"""Numbers inside text, best first."""

from __future__ import annotations

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from acefone_desktop.domain.number_reading import PhoneNumber, normal_region, read_whole
from acefone_desktop.domain.number_text import cleaned

MAX_TEXT_CHARACTERS = 20_000


def find_numbers(text: str, region: str) -> tuple[PhoneNumber, ...]:
    """The numbers in a text that could be dialled, the likeliest first, each once."""
    source = text[:MAX_TEXT_CHARACTERS]
    clean = cleaned(source)
    found: dict[tuple[str | None, str | None], PhoneNumber] = {}
    home = normal_region(region)
    if home not in phonenumbers.SUPPORTED_REGIONS:
        home = "ZZ"
    for match in PhoneNumberMatcher(clean.text, home, leniency=Leniency.POSSIBLE):
        number = read_whole(clean.original(source, match.start, match.end), home)
        if number and number.e164:
            found.setdefault((number.e164, number.extension), number)
    return tuple(found.values())

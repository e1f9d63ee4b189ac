"""Phone links that stand in a running text, also those that messengers and web pages are called by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from acefone_desktop.domain.errors import LinkNotUnderstoodError
from acefone_desktop.domain.links import read_link
from acefone_desktop.domain.numbering.number_reading import PhoneNumber, read_whole

_MOST = 50
_UNBROKEN = r"[^\s<>\"'`|\\^{}\[\]]{1,300}"
_LINK = re.compile(
    rf"(?<![A-Za-z0-9+.\-])(?:(?P<phone>(?:tel|callto|sips?):{_UNBROKEN})"
    r"|(?:https?://)?(?:www\.)?wa\.me/(?P<chat>%2B|\+)?(?P<chat_digits>[0-9]{7,15})(?![0-9])(?:[/?#]\S*)?"
    r"|(?:whatsapp://send/?|viber://(?:chat|add|call)|(?:https?://)?(?:api|web)\.whatsapp\.com/send/?)"
    r"\?(?:[A-Za-z_]+=[^\s&]*&)*?(?:phone|number)=(?P<query>(?:%2B|\+|%20)?[0-9]{7,15})(?![0-9])(?:&\S*)?)",
    re.IGNORECASE,
)
_CLOSING = ".,;:!?)*_"  # what a sentence puts behind a link


@dataclass(frozen=True, slots=True)
class LinkedNumber:
    """A number that can be dialled, and the place in the text of the link that holds it."""

    start: int
    end: int
    number: PhoneNumber


def find_links(text: str, region: str) -> tuple[LinkedNumber, ...]:
    """The links in a cleaned text that hold a number to dial; others are text like any other."""
    found = (_linked(match, region) for match in islice(_LINK.finditer(text), _MOST))
    return tuple(link for link in found if link is not None)


def _linked(match: re.Match[str], region: str) -> LinkedNumber | None:
    start, end = match.span()
    number: PhoneNumber | None
    if (link := match["phone"]) is not None:
        link = link.rstrip(_CLOSING.replace(")", "") if "(" in link else _CLOSING)
        number, end = _read(link, region), start + len(link)
    else:
        digits = match["chat_digits"] or unquote(match["query"]).strip(" +")
        number = read_whole(f"+{digits}", region)
    return LinkedNumber(start, end, number) if number is not None and number.e164 is not None else None


def _read(link: str, region: str) -> PhoneNumber | None:
    try:
        return read_link(link, region).number
    except LinkNotUnderstoodError:
        return None

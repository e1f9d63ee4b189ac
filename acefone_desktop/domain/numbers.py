"""Reading, showing and comparing telephone numbers: the one place the rest of the program asks."""

from __future__ import annotations

import re
from functools import partial

import phonenumbers

from acefone_desktop.domain.errors import LinkNotUnderstoodError
from acefone_desktop.domain.links import is_link, read_link
from acefone_desktop.domain.numbering.number_kinds import NumberFault, NumberKind
from acefone_desktop.domain.numbering.number_reading import (
    E164,
    PhoneNumber,
    is_listed,
    is_whole_number,
    normal_region,
    read_whole,
)
from acefone_desktop.domain.numbering.number_text import cleaned, comparable, digits_only, masked
from acefone_desktop.domain.numbering.numbering_plan import has_national_prefix

__all__ = [
    "E164",
    "NumberFault",
    "NumberKind",
    "PhoneNumber",
    "comparable",
    "digits_only",
    "find_numbers",
    "format_as_typed",
    "masked",
    "read_number",
    "read_numbers",
]

_LONGEST_FORMATTED = 17  # E.164 allows 15 digits; two more for an international prefix
_BETWEEN_NUMBERS = re.compile(r"[0-9)]\s*[/|;,\n\t]\s*[(+0-9]|[0-9)]\s{2,}[(+0-9]")  # what people put between two
_LIST_MARK = re.compile(
    r"^\s*(?:[0-9]{1,2}[.)]\s+|[1-9][0-9]?\s?[x×]\s*)(?=[+(0])", re.IGNORECASE
)  # "1. 020 …", "2 x 020 …"
_MAY_BE_SERIES = re.compile(r"\d ?[/,\-\u2010-\u2015]")
_GUESSED = frozenset({NumberKind.UNKNOWN, NumberKind.FIXED})
_DIGITS_OF_TWO = 18  # more than one number can have, with an international prefix


def read_number(text: str, region: str) -> PhoneNumber | None:
    """The number a whole text is meant as (a field's content, a contact's number); None when there is none.

    Text around the number is tolerated: the best number inside it is taken then. A link is read as a link. A number
    that cannot be dialled comes back with `e164` None and its fault or kind, so that the reason can be said. Mere
    digits, which in a text would rather be something else, are a number here: a person put them where one belongs.
    """
    return next(iter(read_numbers(text, region)), None) or read_whole(text, region)


def read_numbers(text: str, region: str) -> tuple[PhoneNumber, ...]:
    """What `read_number` chooses from, best first: one when the text is a number or a link, else all inside it."""
    if is_link(text):
        if not re.search(r"\s", cleaned(text).text.strip()):
            return _of_link_or_text(text, region)
        # "Tel: 020 … (Mr Field)" is text: a link has no spaces, though many are written with some.
        found, linked = find_numbers(text, region), _of_link(text, region)
        says_more = len(found) > 1 or bool(found and found[0].extension) or not linked
        return found if says_more else linked
    text = _LIST_MARK.sub("", text)
    whole = read_whole(text, region)
    is_one = whole is not None and (whole.fault is not NumberFault.TOO_LONG or not _holds_several(text))
    if whole is not None and is_one and not _is_series(text, region) and not _are_mere_digits(whole, text, region):
        return (whole,)
    return find_numbers(text, region) or ((whole,) if whole and not whole.e164 else ())


def find_numbers(text: str, region: str) -> tuple[PhoneNumber, ...]:
    """The numbers in a text that could be dialled, likeliest first, each once: see `number_search`."""
    from acefone_desktop.domain.numbering import number_search  # noqa: PLC0415 - a window that starts searches no text

    return number_search.find_numbers(text, region)


def _of_link(text: str, region: str) -> tuple[PhoneNumber, ...]:
    try:
        return (read_link(text, region).number,)
    except LinkNotUnderstoodError:
        return ()


def _of_link_or_text(text: str, region: str) -> tuple[PhoneNumber, ...]:
    """Of a text without spaces; what the link's grammar refuses for a reason that it names is no text with numbers."""
    try:
        return (read_link(text, region).number,)
    except LinkNotUnderstoodError as error:
        return () if error.detail else find_numbers(text, region)  # "Tel:020…Fax:020…" is none


def _are_mere_digits(number: PhoneNumber, text: str, region: str) -> bool:
    """Whether these digits would be a number only if a range nobody knows were dialled without its 0: 485 777 3456."""
    if number.e164 is None or number.kind not in _GUESSED or not text.strip()[:1].isdigit():
        return False
    dialled, home = digits_only(text), normal_region(region)
    is_complete = dialled.startswith("0") or number.country != home or not has_national_prefix(home)
    return not is_complete and not is_listed(number.e164) and number.digits_sent != dialled


def _is_series(text: str, region: str) -> bool:
    if _MAY_BE_SERIES.search(text) is None:
        return False
    from acefone_desktop.domain.numbering.number_borders import find_series  # noqa: PLC0415 - as above

    return bool(find_series(cleaned(text).text, partial(is_whole_number, region=normal_region(region))))


def _holds_several(text: str) -> bool:
    """Whether digits that are too many for one number may be two; otherwise a digit too many was typed."""
    return _BETWEEN_NUMBERS.search(text) is not None or len(digits_only(text)) >= _DIGITS_OF_TWO


def format_as_typed(text: str, region: str) -> str:
    """What a number field shows for what was typed so far: grouped as in `region`, every digit kept, none added.

    Text that holds more than a number (a name, an extension, a service code, the “(0)” behind a country code) stays as
    it was typed.
    """
    clean = cleaned(text).text
    digits = digits_only(clean)
    rest = clean.strip().removeprefix("+")
    if (
        not digits
        or "(0" in clean[1:]
        or len(digits) > _LONGEST_FORMATTED
        or re.fullmatch(r"[0-9 ().\-/]+", rest) is None
    ):
        return text
    formatter = phonenumbers.AsYouTypeFormatter(normal_region(region))
    shown = ""
    for character in ("+" if clean.strip().startswith("+") else "") + digits:
        shown = formatter.input_digit(character)
    return shown.rstrip() if digits_only(shown) == digits else text

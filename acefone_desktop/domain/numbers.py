"""Reading, showing and comparing telephone numbers: the one place the rest of the program asks."""

from __future__ import annotations

import phonenumbers

from acefone_desktop.domain.number_kinds import NumberFault, NumberKind
from acefone_desktop.domain.number_reading import E164, PhoneNumber, normal_region, read_whole
from acefone_desktop.domain.number_search import find_numbers
from acefone_desktop.domain.number_text import cleaned, comparable, digits_only, masked

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
]

_LONGEST_FORMATTED = 17  # E.164 allows 15 digits; two more for an international prefix
_TYPED_SEPARATORS = frozenset(" ().-/")


def read_number(text: str, region: str) -> PhoneNumber | None:
    """The number a whole text is meant as (a field's content, a contact's number); None when there is none.

    Text around the number is tolerated: the best number inside it is taken then. A number that cannot be dialled comes
    back with `e164` None and its fault or kind, so that the reason can be said.
    """
    whole = read_whole(text, region)
    if whole is not None and whole.fault is None:
        return whole
    inside = find_numbers(text, region)
    return inside[0] if inside else whole


def format_as_typed(text: str, region: str) -> str:
    """What a number field shows for what was typed so far: grouped as in `region`, every digit kept, none added.

    Text that holds more than a number (a name, an extension, a service code) stays as it was typed.
    """
    clean = cleaned(text).text
    digits = digits_only(clean)
    rest = clean.strip().removeprefix("+")
    if (
        not digits
        or len(digits) > _LONGEST_FORMATTED
        or any(c not in _TYPED_SEPARATORS and not c.isdigit() for c in rest)
    ):
        return text
    formatter = phonenumbers.AsYouTypeFormatter(normal_region(region))
    shown = ""
    for character in ("+" if clean.strip().startswith("+") else "") + digits:
        shown = formatter.input_digit(character)
    return shown if digits_only(shown) == digits else text

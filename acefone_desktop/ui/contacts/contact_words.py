"""A contact's numbers as a person reads them, and as they are handed on to be dialled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.bridge.dialing.caller_id_model import shown_number

if TYPE_CHECKING:
    from acefone_desktop.domain.contacts import ContactNumber


def number_text(number: ContactNumber, region: str) -> str:
    """As written in `region`, with its extension; as given where it could not be read."""
    shown = shown_number(number.number, region) if number.number.startswith("+") else number.number
    return with_extension(shown, number)


def dial_text(number: ContactNumber) -> str:
    """What the number field is given."""
    return with_extension(number.number, number)


def with_extension(text: str, number: ContactNumber) -> str:
    """The text and the extension behind it, where there is one."""
    return f"{text} ext. {number.extension}" if number.extension else text

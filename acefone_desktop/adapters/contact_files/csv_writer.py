"""Contacts as CSV text, safe to open in a spreadsheet and read back without loss.

A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return, perhaps after
apostrophes) gets an apostrophe in front, and `csv_reader` takes exactly one away again. A plain E.164 number
(“+447700900123”) is left as other address books expect it: nothing in it can be run.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from acefone_desktop.domain.contacts import Contact

_RUNNABLE = re.compile(r"'*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"\+\d{1,15}")
_BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def write_csv(contacts: Sequence[Contact]) -> str:
    """RFC 4180 with a heading; as many number columns as the contact with the most numbers needs."""
    most = max((len(contact.numbers) for contact in contacts), default=1) or 1
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_headings(most))
    writer.writerows(_cells(contact) for contact in contacts)
    return _BYTE_ORDER_MARK + text.getvalue()


def guarded(cell: str) -> str:
    """The cell as a spreadsheet will show it, not run it."""
    return f"'{cell}" if _RUNNABLE.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def _headings(most: int) -> Iterator[str]:
    yield from ("Name", "Company", "E-mail", "Notes", "Favourite", "Caller ID")
    for number in range(1, most + 1):
        yield from (f"Phone {number} - Label", f"Phone {number} - Value", f"Phone {number} - Extension")


def _cells(contact: Contact) -> list[str]:
    return [guarded(cell) for cell in _values(contact)]


def _values(contact: Contact) -> Iterable[str]:
    yield from (contact.name, contact.company, contact.email, contact.notes)
    yield from ("yes" if contact.favourite else "", contact.caller_id)
    for number in contact.numbers:
        yield from (number.label, number.number, number.extension)

"""Contacts as vCard 3.0 (RFC 2426), the version that every phone and address book reads.

What it has no place for is kept in ways that others use or ignore: labels as Apple writes them, an unreadable number's
extension, the favourite's mark and the caller ID as X- properties.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acefone_desktop.domain.contacts import Contact, ContactNumber

_TYPES = {"mobile": "CELL", "work": "WORK", "home": "HOME", "fax": "FAX", "pager": "PAGER", "work fax": "WORK,FAX"}
_PLAIN_NUMBER = re.compile(r"\+\d{1,40}")
_LONGEST_LINE = 75
"""Octets of a physical line without its end (RFC 2426 §2.6)."""


def write_vcards(contacts: Sequence[Contact]) -> str:
    """One card per contact, lines folded and ended with CR LF."""
    return "".join(f"{_folded(line)}\r\n" for contact in contacts for line in _lines(contact))


def _lines(contact: Contact) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    given, _, family = contact.name.rpartition(" ")
    yield f"N:{_escaped(family)};{_escaped(given)};;;"
    yield f"FN:{_escaped(contact.title)}"
    if contact.company:
        yield f"ORG:{_escaped(contact.company)}"
    if not contact.name and contact.company:
        yield "X-ABSHOWAS:COMPANY"
    for place, number in enumerate(contact.numbers, 1):
        yield from _number(place, number)
    if contact.email:
        yield f"EMAIL;TYPE=INTERNET:{_escaped(contact.email)}"
    if contact.notes:
        yield f"NOTE:{_escaped(contact.notes)}"
    if contact.favourite:
        yield "X-ACEFONE-FAVOURITE:1"
    if contact.caller_id:
        yield f"X-ACEFONE-CALLER-ID:{_escaped(contact.caller_id)}"
    yield "END:VCARD"


def _number(place: int, number: ContactNumber) -> Iterator[str]:
    own = number.label if number.label and number.label not in _TYPES else ""
    group = f"item{place}." if own else ""
    kind = f";TYPE={_TYPES[number.label]}" if number.label in _TYPES else ""
    readable = _PLAIN_NUMBER.fullmatch(number.number) is not None
    parameter = f";X-EXTENSION={number.extension}" if number.extension and not readable else ""
    behind = f" ext. {number.extension}" if number.extension and readable else ""
    yield f"{group}TEL{kind}{parameter}:{_escaped(number.number + behind)}"
    if own:
        yield f"{group}X-ABLABEL:{_escaped(own)}"


def _escaped(text: str) -> str:
    return re.sub(r"[\\;,]", r"\\\g<0>", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line cut into pieces of at most 75 octets, never within a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _LONGEST_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)

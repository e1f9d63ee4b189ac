"""When two entries are the same contact, and what becomes of them then."""

from __future__ import annotations

from dataclasses import replace

from acefone_desktop.adapters.storage.contacts.words import folded, words
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.domain.numbering.number_text import comparable


def number_key(number: ContactNumber) -> str:
    """What decides whether two numbers are the same one: the last ten digits, or the text where there is no digit."""
    return comparable(number.number) or folded(number.number)


def may_be_same(stored: tuple[str, str], incoming: Contact) -> bool:
    """Whether two contacts that share a number are one: a switchboard's number is shared by different people.

    They are when one name holds all words of the other (“Tom”, “Field, Tom”) or one has no name at all. `stored` is a
    name and the folded title.
    """
    name, name_key = stored
    left, right = set(words(name_key)), set(words(folded(incoming.title)))
    return not name or not incoming.name or left <= right or right <= left


def merged(stored: Contact, incoming: Contact) -> Contact:
    """What is stored, with what the incoming entry says instead or in addition; nothing stored is lost to silence."""
    known = {number_key(number): place for place, number in enumerate(stored.numbers)}
    numbers = list(stored.numbers)
    for number in incoming.numbers:
        place = known.get(number_key(number))
        if place is None:
            known[number_key(number)] = len(numbers)
            numbers.append(number)
        else:
            numbers[place] = _merged_number(numbers[place], number)
    return replace(
        stored,
        name=_fuller(stored.name, incoming.name),
        company=incoming.company or stored.company,
        email=incoming.email or stored.email,
        notes=_both(stored.notes, incoming.notes),
        caller_id=incoming.caller_id or stored.caller_id,
        favourite=stored.favourite or incoming.favourite,
        numbers=tuple(numbers),
    )


def _fuller(stored: str, incoming: str) -> str:
    """The incoming name, unless it only repeats part of the stored one."""
    return stored if set(words(folded(incoming))) < set(words(folded(stored))) else incoming or stored


def _both(stored: str, incoming: str) -> str:
    """Both notes, the incoming one only where it says something new."""
    return stored if incoming in stored else f"{stored}\n{incoming}".strip()


def _merged_number(stored: ContactNumber, incoming: ContactNumber) -> ContactNumber:
    better = incoming.number if incoming.number.startswith("+") else stored.number
    return ContactNumber(better, stored.label or incoming.label, incoming.extension or stored.extension)

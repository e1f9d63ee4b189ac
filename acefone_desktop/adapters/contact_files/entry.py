"""One entry of a contact file as found, and the contact it amounts to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import phonenumbers

from acefone_desktop.adapters.contact_files.limits import LONGEST_LABEL, LONGEST_LINE, LONGEST_NOTES, MOST_NUMBERS
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.domain.numbers import comparable, digits_only, read_number

_LONGEST_SHOWN = 40
_LONGEST_NUMBER = 250
_SEVERAL = re.compile(r":::|[\n;|]|(?:[,/&]|\b(?:and|or)\b)(?=\s*[+(0])")
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Unicode Standard Annex 9 §2; the marks, which scripts written from right to left may need, stay."""
_WITH_EXTENSION = re.compile(r"(\+\d{1,40}) ext\. (\d{1,40})")
"""As our own vCards say it."""
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{0,2}[ -]?[0-9](?:[ -]?[0-9]){6,12}")
_FEWEST_DIGITS_OF_SEVERAL = 7


class EntryNotUsableError(Exception):
    """This entry gives no contact; the message is the reason, for a person."""


@dataclass(slots=True)
class FoundNumber:
    """A number's text as it stands in the file."""

    text: str
    label: str = ""
    extension: str = ""


@dataclass(slots=True)
class Entry:
    """What one row or card says, before it is judged."""

    name: str = ""
    company: str = ""
    email: str = ""
    notes: str = ""
    favourite: bool = False
    caller_id: str = ""
    numbers: list[FoundNumber] = field(default_factory=list)


def contact_from(entry: Entry, region: str) -> tuple[Contact, tuple[str, ...]]:
    """The contact, and what of it had to be left out, in words. Raises `EntryNotUsableError` when nothing remains."""
    name = _line(entry.name, "name")
    company = _line(entry.company, "company")
    notes = lines(entry.notes)
    if len(notes) > LONGEST_NOTES:
        raise EntryNotUsableError(f"the notes are longer than {LONGEST_NOTES} characters")
    numbers, left_out = _numbers(entry, region)
    if not numbers and left_out:
        raise EntryNotUsableError("; ".join(left_out))
    if not (name or company or numbers):
        raise EntryNotUsableError("it has neither a name nor a number")
    contact = Contact(
        name=name,
        company=company,
        numbers=numbers,
        email=_line(entry.email, "e-mail address"),
        notes=notes,
        favourite=entry.favourite,
        caller_id=digits_only(entry.caller_id)[:_LONGEST_SHOWN],
    )
    return contact, left_out


def one_line(text: str) -> str:
    """The text without what cannot be seen, and every run of spaces and line ends as one space."""
    return " ".join(_visible(" ".join(text.split())).split())


def lines(text: str) -> str:
    """The text without what cannot be seen, its line ends plain and its outer space gone."""
    return _visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or not _is_hidden(c))


def _is_hidden(sign: str) -> bool:
    """Controls, and those that turn what stands after them around: “exe.txt” must not read “txt.exe”."""
    return unicodedata.category(sign) in {"Cc", "Cs"} or unicodedata.bidirectional(sign) in _TURNING


def _line(text: str, what: str) -> str:
    plain = one_line(text)
    if len(plain) > LONGEST_LINE:
        raise EntryNotUsableError(f"the {what} is longer than {LONGEST_LINE} characters")
    return plain


def _numbers(entry: Entry, region: str) -> tuple[tuple[ContactNumber, ...], tuple[str, ...]]:
    kept: dict[tuple[str, str], ContactNumber] = {}
    left_out = []
    for found in (one for cell in entry.numbers for one in _apart(cell)):
        number = _number(found, region)
        if number is None:
            left_out.append(f"“{one_line(found.text)[:_LONGEST_SHOWN]}” is not a phone number")
        elif len(kept) == MOST_NUMBERS:
            left_out.append(f"it has more than {MOST_NUMBERS} numbers")
            break
        else:
            kept.setdefault((comparable(number.number) or number.number, number.extension), number)
    return tuple(kept.values()), tuple(dict.fromkeys(left_out))


def _apart(found: FoundNumber) -> list[FoundNumber]:
    """A cell with several numbers as several: “020 7946 0001 ::: 020 7946 0002”."""
    pieces = [piece for piece in map(str.strip, _SEVERAL.split(found.text)) if piece]
    if len(pieces) > 1 and all(len(digits_only(piece)) >= _FEWEST_DIGITS_OF_SEVERAL for piece in pieces):
        return [FoundNumber(piece, found.label) for piece in pieces]
    return [found] if found.text.strip() else []


def _number(found: FoundNumber, region: str) -> ContactNumber | None:
    """E.164 where it can be read, else as given; None where there is no number at all."""
    text = one_line(found.text)
    if len(text) > _LONGEST_NUMBER:
        return None
    label = one_line(found.label)[:LONGEST_LABEL].strip()
    extension = digits_only(found.extension)[:_LONGEST_SHOWN]
    if not extension and (split := _WITH_EXTENSION.fullmatch(text)):
        text, extension = split.groups()
    if e164 := _plainly_international(text):
        return ContactNumber(e164, label, extension)
    read = read_number(text, region)
    if read is None:
        return None
    if read.e164 is None:
        return ContactNumber(text, label, extension)
    return ContactNumber(read.e164, label, extension or read.extension or "")


def _plainly_international(text: str) -> str:
    """E.164 of a valid number written with its +, as most exports have them; "" leaves it to the careful reading.

    Same result as `read_number`, in a fraction of the time: it counts with a hundred thousand contacts.
    """
    if not _INTERNATIONAL.fullmatch(text):
        return ""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return ""
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else ""

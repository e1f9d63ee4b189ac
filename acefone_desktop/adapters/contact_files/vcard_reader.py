"""Contacts from vCard files, versions 2.1, 3.0 and 4.0, as phones and address books write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from acefone_desktop.adapters.contact_files.entry import Entry, EntryNotUsableError, FoundNumber, contact_from
from acefone_desktop.adapters.contact_files.labels import label_of
from acefone_desktop.adapters.contact_files.limits import LARGEST_FILE, MOST_ROWS
from acefone_desktop.adapters.contact_files.vcard_lines import Property, components, plain, property_of, unfolded
from acefone_desktop.domain.contact_imports import RowProblem
from acefone_desktop.domain.contacts import Contact
from acefone_desktop.domain.errors import FileNotImportableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(rb"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT\b[^:]*:\s*", re.IGNORECASE)
_OLD = re.compile(rb"VERSION\s*:\s*2\.1\s*", re.IGNORECASE)
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_SAYS_LITTLE = frozenset(
    {"voice", "pref", "msg", "internet", "text", "video", "x400", "quoted-printable", "8bit", "7bit"}
)
_LONGEST_CARD = LARGEST_FILE // 8


@dataclass(slots=True)
class _Card:
    """The raw lines of one card, and why it must not be used."""

    lines: list[bytes] = field(default_factory=list)
    fault: str = ""


def read_vcards(
    content: bytes, encoding: str, region: str, file: str
) -> tuple[tuple[Contact, ...], tuple[RowProblem, ...]]:
    """All contacts, and why cards, or parts of them, were not taken; cards are counted from 1.

    `content` is in an encoding that agrees with ASCII. Raises `FileNotImportableError` when there is no card at all.
    """
    contacts, problems, place = list[Contact](), list[RowProblem](), 0
    for place, card in enumerate(_cards(content), 1):
        if place > MOST_ROWS:
            problems.append(RowProblem(file, place, f"from here on it was not read: only {MOST_ROWS} cards are"))
            break
        try:
            contact, left_out = contact_from(_entry(card, encoding), region)
        except EntryNotUsableError as error:
            problems.append(RowProblem(file, place, str(error)))
        else:
            contacts.append(contact)
            problems += [RowProblem(file, place, f"{reason}; the rest was taken") for reason in left_out]
    if not place:
        raise FileNotImportableError("(There is no vCard in it.)")
    return tuple(contacts), tuple(problems)


def _cards(content: bytes) -> Iterator[_Card]:
    card: _Card | None = None
    inner = 0  # cards within an AGENT property (vCard 2.1): somebody else's
    previous = b""
    for line in re.split(rb"\r\n|\r|\n", content):
        if _BEGIN.fullmatch(line):
            if card is not None and _AGENT.fullmatch(previous):
                inner += 1
            else:
                if card is not None:
                    yield _Card(fault="the card has no END:VCARD before the next one begins")
                card, inner = _Card(), 0
        elif _END.fullmatch(line) and inner:
            inner -= 1
        elif _END.fullmatch(line):
            if card is not None:
                yield card
            card = None
        elif card is not None and not inner:
            card.lines.append(line)
        if line.strip():
            previous = line
    if card is not None:
        yield _Card(fault="the card has no END:VCARD: the file may be cut off")


def _entry(card: _Card, encoding: str) -> Entry:
    if card.fault:
        raise EntryNotUsableError(card.fault)
    if sum(map(len, card.lines)) > _LONGEST_CARD:
        raise EntryNotUsableError("it is too long")
    old = any(_OLD.fullmatch(line.strip()) for line in card.lines)
    logical = unfolded(card.lines, keep_space=old)
    properties = [found for line in logical if (found := property_of(line, encoding)) is not None]
    entry = Entry(
        company=_company(properties),
        email=_first(properties, "EMAIL"),
        notes=_first(properties, "NOTE"),
        favourite=_is_favourite(properties),
        caller_id=_first(properties, "X-ACEFONE-CALLER-ID"),
        numbers=_numbers(properties),
    )
    entry.name = _name(properties, entry)
    return entry


def _all(properties: Sequence[Property], name: str) -> list[Property]:
    """The properties of a name that say something, the preferred one first."""
    found = [one for one in properties if one.name == name and one.value.strip()]
    return sorted(found, key=lambda one: not one.preferred)


def _first(properties: Sequence[Property], name: str) -> str:
    return next((plain(one.value) for one in _all(properties, name)), "")


def _company(properties: Sequence[Property]) -> str:
    return next((part for one in _all(properties, "ORG") for part in components(one.value) if part.strip()), "")


def _name(properties: Sequence[Property], entry: Entry) -> str:
    structured = next((components(one.value) for one in _all(properties, "N")), [])
    family, given, middle = [*structured, "", "", ""][:3]
    from_parts = " ".join(part for part in (given, middle, family) if part.strip())
    shown = _first(properties, "FN")
    if shown and not from_parts and structured:
        # a company's or a bare number's card: FN repeats what stands in ORG or TEL
        repeated = {
            entry.company,
            *(shown for found in entry.numbers for shown in (found.text, found.text.partition(" ext. ")[0])),
        }
        return "" if shown.strip() in {text.strip() for text in repeated} else shown
    return shown or from_parts or _first(properties, "NICKNAME")


def _is_favourite(properties: Sequence[Property]) -> bool:
    if _first(properties, "X-ACEFONE-FAVOURITE").strip() == "1":
        return True
    groups = {
        plain(group).strip().casefold() for one in _all(properties, "CATEGORIES") for group in one.value.split(",")
    }
    return bool(groups & {"starred", "favourite", "favourites", "favorite", "favorites"})


def _numbers(properties: Sequence[Property]) -> list[FoundNumber]:
    labels = {one.group: plain(one.value) for one in properties if one.name == "X-ABLABEL" and one.group}
    return [_number(one, labels.get(one.group, "")) for one in _all(properties, "TEL")]


def _number(found: Property, own_label: str) -> FoundNumber:
    apple = _APPLE_LABEL.fullmatch(own_label)
    types = " ".join(kind.removeprefix("x-") for kind in found.types if kind and kind not in _SAYS_LITTLE)
    label = label_of(apple[1] if apple else own_label or types)
    text, extension = plain(found.value), found.extension
    if text.strip().lower().startswith("tel:"):  # RFC 6350 §6.4.1 with RFC 3966 §3
        text, _, parameters = text.strip()[len("tel:") :].partition(";")
        extension = next(
            (value for part in parameters.split(";") for name, _, value in [part.partition("=")] if name == "ext"),
            extension,
        )
        text = unquote(text)
    return FoundNumber(text, label, extension)

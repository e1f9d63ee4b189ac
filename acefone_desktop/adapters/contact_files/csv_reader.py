"""Contacts from CSV text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acefone_desktop.adapters.contact_files.csv_columns import (
    Columns,
    NumberColumn,
    columns_from_content,
    columns_from_headings,
    looks_like_number,
)
from acefone_desktop.adapters.contact_files.csv_rows import Row, rows_of
from acefone_desktop.adapters.contact_files.entry import Entry, EntryNotUsableError, FoundNumber, contact_from
from acefone_desktop.adapters.contact_files.labels import label_of
from acefone_desktop.domain.contact_imports import RowProblem
from acefone_desktop.domain.contacts import Contact
from acefone_desktop.domain.errors import FileNotImportableError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAMPLE_ROWS = 100
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_YES = frozenset({"1", "true", "yes", "y", "x", "*", "ja", "oui", "si"})


def read_csv(text: str, region: str, file: str) -> tuple[tuple[Contact, ...], tuple[RowProblem, ...]]:
    """All contacts, and why rows, or parts of them, were not taken. Raises `FileNotImportableError`.

    Row 1 is the heading, or the first contact where there is none.
    """
    rows = rows_of(text, lambda headings: columns_from_headings(headings).known)
    columns, first = _columns(rows)
    if not columns.usable:
        raise FileNotImportableError("(No column of names or phone numbers was recognised.)")
    contacts, problems = list[Contact](), list[RowProblem]()
    for place, row in enumerate(rows[first:], first + 1):
        if not row.fault and not any(cell.strip() for cell in row):
            continue
        try:
            contact, left_out = contact_from(_entry(row, columns), region)
        except EntryNotUsableError as error:
            problems.append(RowProblem(file, place, str(error)))
        else:
            contacts.append(contact)
            problems += [RowProblem(file, place, f"{reason}; the rest was taken") for reason in left_out]
    return tuple(contacts), tuple(problems)


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from running it (see `csv_writer`)."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _columns(rows: Sequence[Row]) -> tuple[Columns, int]:
    """What the columns are, and the place of the first row that is a contact."""
    filled = [place for place, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        return Columns(), 0
    head = rows[filled[0]]
    named = columns_from_headings(head)
    if named.usable and not any(looks_like_number(cell) for cell in head):
        return named, filled[0] + 1
    below = [rows[place] for place in filled[1:_SAMPLE_ROWS]]
    with_head = columns_from_content([head, *below])
    if any(looks_like_number(head[one.column]) for one in with_head.numbers if one.column < len(head)):
        return with_head, filled[0]
    return columns_from_content(below), filled[0] + 1


def _entry(row: Row, columns: Columns) -> Entry:
    if row.fault:
        raise EntryNotUsableError(row.fault)
    groups = _cell(row, columns, "groups").casefold()
    return Entry(
        name=_name(row, columns),
        company=_cell(row, columns, "company"),
        email=_cell(row, columns, "email"),
        notes=_cell(row, columns, "notes"),
        favourite=_cell(row, columns, "favourite").casefold() in _YES or "starred" in groups,
        caller_id=_cell(row, columns, "caller_id"),
        numbers=[found for column in columns.numbers if (found := _number(row, column)).text],
    )


def _name(row: Row, columns: Columns) -> str:
    name = _cell(row, columns, "name")
    given, middle, family = (_cell(row, columns, role) for role in ("given", "middle", "family"))
    if name and given and "family" not in columns.roles and given.casefold() not in name.casefold():
        family = name  # “Name;Vorname”: the name beside a first name is the family's
    elif name:
        return name
    return " ".join(part for part in (given, middle, family) if part)


def _cell(row: Row, columns: Columns, role: str) -> str:
    return next((text for place in columns.roles.get(role, ()) if (text := _at(row, place))), "")


def _number(row: Row, column: NumberColumn) -> FoundNumber:
    label = column.label if column.label_column is None else label_of(_at(row, column.label_column))
    extension = "" if column.extension_column is None else _at(row, column.extension_column)
    return FoundNumber(_at(row, column.column), label, extension)


def _at(row: Row, place: int) -> str:
    return unguarded(row[place].strip()).strip() if place < len(row) else ""

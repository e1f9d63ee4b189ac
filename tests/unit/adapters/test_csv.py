"""CSV: delimiters, encodings, headings, several numbers, and what is said about rows that cannot be taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from acefone_desktop.adapters.contact_files.contact_files import ContactFiles
from acefone_desktop.adapters.contact_files.csv_reader import read_csv, unguarded
from acefone_desktop.adapters.contact_files.csv_writer import guarded, write_csv
from acefone_desktop.adapters.contact_files.limits import LONGEST_ROW, MOST_ROWS
from acefone_desktop.domain.contact_imports import RowProblem
from acefone_desktop.domain.contacts import Contact, ContactNumber

DATA = Path(__file__).parent.parent.parent / "data" / "contacts"
MOBILE = ContactNumber("+447700900123", "mobile")


def rows(text: str) -> tuple[Contact, ...]:
    contacts, problems = read_csv(text, "GB", "x.csv")
    assert problems == ()
    return contacts


def test_a_google_export() -> None:
    contacts, problems = ContactFiles().read(DATA / "google.csv", "GB")
    assert contacts[0] == Contact(
        name="Tom Field",
        company="Example Ltd",
        email="tom@example.invalid",
        notes="Prefers mornings.\nAsk for Ann, otherwise.",
        favourite=True,
        numbers=(
            MOBILE,
            ContactNumber("+447700900124", "mobile"),
            ContactNumber("+442079460001", "Branch desk 2", "12"),
        ),
    )
    assert [contact.title for contact in contacts] == ["Tom Field", "Zoë Ada O'Neill", "Harbour & Sons"]
    assert problems == (RowProblem("google.csv", 5, "it has neither a name nor a number"),)


def test_an_outlook_export_puts_the_fax_last_and_takes_no_identity_number_for_a_phone() -> None:
    (ann, bob), problems = ContactFiles().read(DATA / "outlook.csv", "GB")
    assert problems == ()
    assert [(number.number[-4:], number.label) for number in ann.numbers] == [
        ("0001", "work"),
        ("0002", "work"),
        ("0000", "main"),
        ("0125", "mobile"),
        ("0009", "work fax"),
    ]
    assert (bob.name, bob.numbers) == ("Bob Cook", (ContactNumber("+442079460100", "home"),))


@pytest.mark.parametrize(
    ("file", "name", "company", "numbers"),
    [
        ("german-semicolon-cp1252.csv", "Jürgen Müller", "Straßenbau GmbH", ["+442079460001", "+447700900123"]),
        ("utf-16-tabs.csv", "Łukasz Nowak", "", ["+447700900123"]),
        ("no-heading.csv", "Tom Field", "Example Ltd", ["+442079460001"]),
    ],
)
def test_other_dialects(file: str, name: str, company: str, numbers: list[str]) -> None:
    contacts, problems = ContactFiles().read(DATA / file, "GB")
    assert problems == ()
    assert (contacts[0].name, contacts[0].company) == (name, company)
    assert [number.number for number in contacts[0].numbers] == numbers


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_any_delimiter(delimiter: str) -> None:
    text = "Name,Company,Mobile\nTom Field,Example Ltd,07700 900123\n".replace(",", delimiter)
    assert rows(text) == (Contact(name="Tom Field", company="Example Ltd", numbers=(MOBILE,)),)


def test_the_headings_decide_where_another_delimiter_cuts_as_evenly() -> None:
    assert rows('Name,Notes,Mobile\n,"0\n;",101\n"a;b","c;d",102\n')[1].name == "a;b"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(end: str) -> None:
    text = f'Name,Mobile{end}"Tom{end}Field",07700 900123{end}Ann,101'
    assert [contact.name for contact in rows(text)] == ["Tom Field", "Ann"]


@pytest.mark.parametrize(
    "heading",
    [
        "Phone", "phone", "PHONE NUMBER", "phone_number", "Tel", "Tel.", "Telephone", "Mobile", "Mobile No.",
        "Cell Phone", "Number", "Contact Number", "contact no", "Work Phone",
        "Phone 1 - Value", "Primary Phone", "mobilePhone",
        "Téléphone", "Teléfono móvil", "Handy", "Direct Number", "WhatsApp number", "MSISDN",
    ],
)  # fmt: skip
def test_headings_of_numbers(heading: str) -> None:
    (contact,) = rows(f"Name,{heading}\nTom,07700 900123\n")
    assert [number.number for number in contact.numbers] == ["+447700900123"]


@pytest.mark.parametrize(
    "heading",
    [
        "No",
        "Customer number",
        "Account number",
        "Phone type",
        "Phone country code",
        "Government ID Number",
        "Employees",
    ],
)
def test_headings_that_are_not_of_numbers_to_call(heading: str) -> None:
    (contact,) = rows(f"Name,Mobile,{heading}\nTom,07700 900123,7700900999\n")
    assert contact.numbers == (MOBILE,)


@pytest.mark.parametrize(
    ("headings", "cells", "name"),
    [
        ("Full Name", "Tom Field", "Tom Field"),
        ("first_name,last_name", "Tom,Field", "Tom Field"),
        ("Given Name,Additional Name,Family Name", "Tom,James,Field", "Tom James Field"),
        ("Last Name,First Name", "Field,Tom", "Tom Field"),
        ("Name,Vorname", "Field,Tom", "Tom Field"),
        ("Nome,Cognome", "Tom,Field", "Tom Field"),
        ("Surname", "Field", "Field"),
        ("Contact Name", "  Tom \t Field ", "Tom Field"),
    ],
)
def test_headings_of_names(headings: str, cells: str, name: str) -> None:
    (contact,) = rows(f"{headings},Mobile\n{cells},07700 900123\n")
    assert contact.name == name


def test_without_known_headings_the_content_decides() -> None:
    assert rows("Wer,Wohin\nTom Field,07700 900123\nAnn,101\nBob,07700 900124\n")[0].name == "Tom Field"


def test_several_numbers_in_columns_and_in_one_cell() -> None:
    (contact,) = rows('Name,Phone,Phone 2,Mobile\nTom,020 7946 0001,,"07700 900123; 07700 900124"\n')
    assert [number.number for number in contact.numbers] == ["+442079460001", "+447700900123", "+447700900124"]


@pytest.mark.parametrize(
    "cell",
    [
        "07700 900123 / 07700 900124",
        "07700900123/07700900124",
        "07700 900123 or +44 7700 900124",
        "07700 900123 & 07700 900124",
    ],
)
def test_no_number_of_a_cell_with_two_is_lost(cell: str) -> None:
    (contact,) = rows(f"Name,Phone\nTom,{cell}\n")
    assert [number.number for number in contact.numbers] == ["+447700900123", "+447700900124"]


@pytest.mark.parametrize("cell", ["020/79460001", "+44 (20) 7946/0001", "020 7946 0001 / 2"])
def test_a_stroke_within_a_number_is_no_end(cell: str) -> None:
    (contact,) = rows(f"Name,Phone\nTom,{cell}\n")
    assert [number.number for number in contact.numbers] == ["+442079460001"]


def test_a_name_turns_nothing_around() -> None:
    (contact,) = rows("Name,Phone\n\u202etxt.exe\u202c \u2067Tom,07700 900123\n")
    assert contact.name == "txt.exe Tom"


def test_a_number_twice_is_one() -> None:
    (contact,) = rows("Name,Mobile,Phone\nTom,07700 900123,+44 7700 900123\n")
    assert contact.numbers == (MOBILE,)


def test_numbers_that_cannot_be_dialled_stay_as_given() -> None:
    (contact,) = rows("Name,Phone\nReception,101\n")
    assert contact.numbers == (ContactNumber("101"),)


def test_what_is_wrong_with_a_row_is_said_and_the_others_are_taken() -> None:
    text = (
        "Name,Mobile,Phone\n"  # row 1
        "Tom,07700 900123,\n"
        "Bad,not a number,\n"
        "\n"
        ",,\n"
        "Half,07700 900124,n/a\n"
        f"{'N' * 400},07700 900125,\n"
        f"Long,07700 900126,{'9' * LONGEST_ROW}\n"
        '"Open,07700 900127,\n'
        "Ann,07700 900128,\n"
        '"Last,07700 900129,'
    )
    contacts, problems = read_csv(text, "GB", "x.csv")
    assert [contact.name for contact in contacts] == ["Tom", "Half", "Ann"]
    assert [(problem.row, problem.reason) for problem in problems] == [
        (3, "“not a number” is not a phone number"),
        (6, "“n/a” is not a phone number; the rest was taken"),
        (7, "the name is longer than 300 characters"),
        (8, f"it is longer than {LONGEST_ROW} characters"),
        (9, "a quotation mark is opened and not closed"),
        (11, "a quotation mark is opened and not closed"),
    ]


@pytest.mark.slow
def test_what_is_beyond_the_last_row_read_is_said() -> None:
    text = "Name,Mobile\nTom,07700 900123\n" + "\n" * (MOST_ROWS - 2) + "Ann,07700 900124\n"
    contacts, problems = read_csv(text, "GB", "x.csv")
    assert [contact.name for contact in contacts] == ["Tom"]
    assert [problem.row for problem in problems] == [MOST_ROWS + 1]


def test_ten_thousand_open_quotes_do_not_take_for_ever() -> None:
    contacts, problems = read_csv("Name,Mobile\n" + '"Tom,07700 900123\n' * 10_000, "GB", "x.csv")
    assert len(contacts) + len(problems) == 10_000


@pytest.mark.parametrize(
    ("cell", "exported"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1+1", "'+1+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("'=x", "''=x"),
        ("+447700900123", "+447700900123"),
        ("'quoted'", "'quoted'"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_no_cell_runs_in_a_spreadsheet_and_none_is_changed(cell: str, exported: str) -> None:
    assert guarded(cell) == exported
    assert unguarded(exported) == cell


def test_the_export_has_as_many_number_columns_as_are_needed() -> None:
    text = write_csv([Contact(name="Tom", numbers=(MOBILE, ContactNumber("+442079460001", "work", "12")))])
    heading, row, _ = text.split("\r\n")
    assert heading.startswith("\ufeffName,Company,E-mail,Notes,Favourite,Caller ID,Phone 1 - Label,Phone 1 - Value,")
    assert row == "Tom,,,,,,mobile,+447700900123,,work,+442079460001,12"

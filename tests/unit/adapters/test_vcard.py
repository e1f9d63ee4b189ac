"""vCard 2.1, 3.0 and 4.0 as phones and address books write them."""

from __future__ import annotations

from pathlib import Path

import pytest
import vobject

from acefone_desktop.adapters.contact_files.contact_files import ContactFiles
from acefone_desktop.adapters.contact_files.vcard_lines import components, plain, property_of, unfolded
from acefone_desktop.adapters.contact_files.vcard_reader import read_vcards
from acefone_desktop.domain.contacts import Contact, ContactNumber

DATA = Path(__file__).parent.parent.parent / "data" / "contacts"


def card(*lines: str, version: str = "3.0") -> Contact:
    contacts, problems = cards("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")
    assert problems == []
    return contacts[0]


def cards(*lines: str) -> tuple[tuple[Contact, ...], list[tuple[int, str]]]:
    contacts, problems = read_vcards("\r\n".join(lines).encode(), "utf-8", "GB", "x.vcf")
    return contacts, [(problem.row, problem.reason) for problem in problems]


def test_an_apple_export() -> None:
    (tom, company), problems = ContactFiles().read(DATA / "apple.vcf", "GB")
    assert problems == ()
    assert (tom.name, tom.company, tom.email) == ("Tom James Field", "Example, Ltd", "tom@example.invalid")
    assert tom.numbers == (
        ContactNumber("+447700900123", "main"),
        ContactNumber("+447700900124", "mobile"),
        ContactNumber("+442079460001", "Branch desk 2"),
    )
    assert tom.notes.startswith("First line\nsecond, with comma; and a very")
    assert tom.notes.endswith(
        "stretch of words that an address book folds because no line may be longer than seventy-five octets"
    )
    assert (company.name, company.company) == ("", "Harbour & Sons")


def test_an_android_export_in_quoted_printable() -> None:
    (zoe, ana), problems = ContactFiles().read(DATA / "android-2.1.vcf", "GB")
    assert problems == ()
    assert (zoe.name, zoe.notes) == ("Zoë Müller", "one\ntwo=2")
    assert [number.label for number in zoe.numbers] == ["mobile", "work fax", "branch desk"]
    assert (ana.name, [number.number for number in ana.numbers]) == ("Ana García", ["+442079460100"])


def test_version_4_with_uris() -> None:
    (priya,), problems = ContactFiles().read(DATA / "version-4.vcf", "GB")
    assert problems == ()
    assert priya.numbers == (ContactNumber("+12125550134", "mobile"), ContactNumber("+442079460002", "work", "102"))
    assert (priya.favourite, priya.notes) == (True, "Caret ^n and comma, kept")


@pytest.mark.parametrize("file", ["apple.vcf", "version-4.vcf"])
def test_another_reader_sees_the_same_names(file: str) -> None:
    text = (DATA / file).read_bytes().decode()
    theirs = [one.fn.value for one in vobject.readComponents(text)]
    assert [contact.title for contact in ContactFiles().read(DATA / file, "GB")[0]] == theirs


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("TEL:07700900123", ""),
        ("TEL;CELL:07700900123", "mobile"),
        ("tel;type=cell:07700900123", "mobile"),
        ("TEL;TYPE=WORK,VOICE:07700900123", "work"),
        ('TEL;TYPE="work,fax":07700900123', "work fax"),
        ("TEL;TYPE=HOME;TYPE=PREF:07700900123", "home"),
        ("TEL ;TYPE=MAIN:07700900123", "main"),
        ('TEL;X-ODD="a:b;c";TYPE=CELL:07700900123', "mobile"),
    ],
)
def test_what_a_number_is_for(line: str, label: str) -> None:
    assert card("FN:Tom", line).numbers == (ContactNumber("+447700900123", label),)


def test_a_name_from_its_parts_where_no_other_is_given() -> None:
    assert card("N:Field;Tom;James;Mr;", "TEL:101").name == "Tom James Field"
    assert card("NICKNAME:Tommy", "TEL:101").name == "Tommy"


def test_the_preferred_number_comes_first() -> None:
    contact = card("FN:Tom", "TEL;TYPE=HOME:101", "TEL;TYPE=CELL,PREF:07700900123")
    assert [number.number for number in contact.numbers] == ["+447700900123", "101"]


def test_a_charset_of_its_own() -> None:
    content = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1:Garc\xeda;Ana\r\nTEL:101\r\nEND:VCARD\r\n"
    assert read_vcards(content, "utf-8", "GB", "x")[0][0].name == "Ana García"


def test_an_unknown_charset_is_no_reason_to_lose_a_card() -> None:
    assert card("FN;CHARSET=NO-SUCH:Tom", "TEL:101").name == "Tom"
    assert card("FN;CHARSET=base64:Tom", "TEL:101").name == "Tom"


def test_what_is_wrong_with_a_card_is_said_and_the_others_are_taken() -> None:
    contacts, problems = cards(
        *("BEGIN:VCARD", "FN:Lost", "TEL:101"),  # never ended
        *("BEGIN:VCARD", "FN:Tom", "TEL:07700900123", "END:VCARD"),
        *("BEGIN:VCARD", "NOTE:nothing else", "END:VCARD"),
        *("BEGIN:VCARD", "FN:Bad", "TEL:nobody", "END:VCARD"),
        *("BEGIN:VCARD", f"FN:{'N' * 400}", "END:VCARD"),
        *("garbage", "BEGIN:VCARD", "FN:Ann", "no colon", ":", ";;;:", "TEL:101", "END:VCARD"),
        *("BEGIN:VCARD", "FN:End"),
    )
    assert [contact.name for contact in contacts] == ["Tom", "Ann"]
    assert problems == [
        (1, "the card has no END:VCARD before the next one begins"),
        (3, "it has neither a name nor a number"),
        (4, "“nobody” is not a phone number"),
        (5, "the name is longer than 300 characters"),
        (7, "the card has no END:VCARD: the file may be cut off"),
    ]


def test_folding_of_old_and_new_versions() -> None:
    assert unfolded([b"NOTE:one", b"  two", b"\tthree"], keep_space=False) == [b"NOTE:one twothree"]
    assert unfolded([b"NOTE:one", b" two"], keep_space=True) == [b"NOTE:one two"]
    assert unfolded([b" stray"], keep_space=False) == [b" stray"]


def test_a_structured_value_is_cut_at_bare_semicolons_only() -> None:
    assert components(r"Field\;x;Tom;;\\;") == ["Field;x", "Tom", "", "\\", ""]
    assert components(";a") == ["", "a"]
    assert plain(r"a\nb\Nc\,d\;e\\n") == "a\nb\nc,d;e\\n"


@pytest.mark.parametrize("filler", ['"', '""', ";", " ", '";"', "=", ";a=", "\\", "a."])
def test_no_line_takes_for_ever(filler: str) -> None:
    property_of(b"TEL;" + filler.encode() * 60_000, "utf-8")
    property_of(b"TEL;" + filler.encode() * 30_000 + b":1", "utf-8")

"""Contact files as a whole: what is read from real exports, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.contact_files.contact_files import ContactFiles
from acefone_desktop.adapters.contact_files.entry import Entry, EntryNotUsableError, FoundNumber, contact_from
from acefone_desktop.adapters.contact_files.failures import ContactFileNotWrittenError
from acefone_desktop.adapters.contact_files.limits import LARGEST_FILE
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.domain.errors import FileNotImportableError
from acefone_desktop.domain.numbers import read_number

DATA = Path(__file__).parent.parent.parent / "data" / "contacts"
FILES = ContactFiles()
PIECES = [
    "=",
    "+",
    "-",
    "@",
    "'",
    "''",
    '"',
    ",",
    ";",
    "\\",
    "\\n",
    "\n",
    "\r\n",
    "\t",
    ":",
    "ä",
    "शर्मा",
    "🙂",
    " ",
    "x",
]
TEXTS = st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
NUMBERS = st.sampled_from(
    [
        "+447700900123",
        "07700 900124",
        "020 7946 0001 x12",
        "101",
        "999",
        "*#06#",
        "+1 212-555-0134",
        "=1+1",
        "12 ext",
        "n/a",
    ]
)
ENTRIES = st.builds(
    Entry,
    name=TEXTS,
    company=TEXTS,
    email=TEXTS,
    notes=TEXTS,
    favourite=st.booleans(),
    caller_id=st.sampled_from(["", "442079460001"]),
    numbers=st.lists(
        st.builds(
            FoundNumber,
            text=NUMBERS | TEXTS,
            label=st.sampled_from(["", "mobile", "work", "work fax", "Branch desk 2", "=label"]) | TEXTS,
            extension=st.sampled_from(["", "7", "0012"]),
        ),
        max_size=4,
    ),
)


def imported(entries: list[Entry]) -> tuple[Contact, ...]:
    """What an import makes of these entries, read once from each format to have settled on its wording."""
    contacts = []
    for entry in entries:
        try:
            contacts.append(contact_from(entry, "GB")[0])
        except EntryNotUsableError:
            continue
    return tuple(contacts)


@pytest.mark.parametrize("suffix", [".csv", ".vcf"])
@given(entries=st.lists(ENTRIES, min_size=1, max_size=4))
def test_import_export_import_is_the_identity(suffix: str, entries: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export{suffix}"
        contacts = imported(entries)
        if not contacts:
            return
        assert FILES.write(path, contacts) == len(contacts)
        first, problems = FILES.read(path, "GB")
        assert problems == ()
        assert [(c.name, c.company, c.email, c.notes, c.favourite, c.caller_id) for c in first] == [
            (c.name, c.company, c.email, c.notes, c.favourite, c.caller_id) for c in contacts
        ]
        assert [[(n.number, n.extension) for n in c.numbers] for c in first] == [
            [(n.number, n.extension) for n in c.numbers] for c in contacts
        ]
        FILES.write(path, first)
        assert FILES.read(path, "GB") == (first, ())


@pytest.mark.parametrize("suffix", [".csv", ".vcf"])
@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda file: file.name)
def test_every_export_we_know_survives_our_own(file: Path, suffix: str, tmp_path: Path) -> None:
    contacts, _ = FILES.read(file, "GB")
    assert contacts
    FILES.write(tmp_path / f"out{suffix}", contacts)
    assert FILES.read(tmp_path / f"out{suffix}", "IN") == (contacts, ())


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
@pytest.mark.parametrize("suffix", [".csv", ".vcf"])
def test_whatever_a_file_holds_it_is_read_or_refused(suffix: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any{suffix}"
        path.write_bytes(content)
        with contextlib.suppress(FileNotImportableError):
            FILES.read(path, "GB")


MUTATIONS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.binary(max_size=4) | st.sampled_from([b'"', b"\r\n", b"=\r\n", b"\n ", b";", b":", b"\0", b"\\"]),
    ),
    max_size=8,
)


@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda file: file.name)
@given(changes=MUTATIONS)
def test_a_mangled_export_is_read_or_refused(file: Path, changes: list[tuple[float, bytes]]) -> None:
    content = file.read_bytes()
    for where, what in changes:
        place = int(where * len(content))
        content = content[:place] + what + content[place + len(what) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(content)
        with contextlib.suppress(FileNotImportableError):
            FILES.read(path, "GB")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b" \r\n\n", "empty"),
        ("a.vcf", b"\xef\xbb\xbf", "vCard"),
        ("a.vcf", b"Name,Phone\nTom,07700900123\n", "no vCard"),
        ("a.csv", b"PK\x03\x04rest of a workbook", "spreadsheet"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.csv", b"\x00\x01\x02binary\x00", "no text"),
        ("a.txt", b"Dear all,\nplease find attached.\n", "No column"),
    ],
)
def test_what_is_no_contact_file_is_refused_with_a_reason(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileNotImportableError, match=reason):
        FILES.read(tmp_path / name, "GB")


def test_a_stray_nul_byte_costs_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"Name,Phone\nTom\0 Field,07700 900123\nAsha Rao,07700 900456\n\0\0")
    contacts, problems = FILES.read(tmp_path / "a.csv", "GB")
    assert ([contact.name for contact in contacts], problems) == (["Tom Field", "Asha Rao"], ())


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(FileNotImportableError, match="64 MB"):
        FILES.read(tmp_path / "a.csv", "GB")


@pytest.mark.parametrize("name", ["missing.csv", "folder", "nul\0.csv"])
def test_what_cannot_be_opened_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileNotImportableError):
        FILES.read(tmp_path / name, "GB")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in the file system")
def test_a_pipe_does_not_make_us_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FileNotImportableError, match="ordinary"):
        FILES.read(tmp_path / "pipe.csv", "GB")


def test_a_vcard_under_another_name_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "contacts.txt").write_bytes((DATA / "apple.vcf").read_bytes())
    assert FILES.read(tmp_path / "contacts.txt", "GB") == FILES.read(DATA / "apple.vcf", "GB")


def test_an_export_to_nowhere_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    with pytest.raises(ContactFileNotWrittenError, match="No such file"):
        FILES.write(tmp_path / "missing" / "a.csv", [])
    with pytest.raises(ContactFileNotWrittenError, match=r"csv or \.vcf"):
        FILES.write(tmp_path / "a.xlsx", [])
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ContactFileNotWrittenError):
        FILES.write(tmp_path / "folder.csv", [])
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


def test_another_reader_understands_our_vcards(tmp_path: Path) -> None:
    contact = Contact(
        name="Zoë Field; the \\ 1st",
        company="Example, Ltd",
        email="zoe@example.invalid",
        notes="long " * 40 + "\nend",
        numbers=(ContactNumber("+447700900123", "mobile"), ContactNumber("+442079460001", "Branch desk")),
    )
    FILES.write(tmp_path / "out.vcf", [contact])
    text = (tmp_path / "out.vcf").read_bytes().decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    card = vobject.readOne(text)
    assert card.fn.value == contact.name
    assert card.org.value == ["Example, Ltd"]
    assert card.note.value == contact.notes
    assert [tel.value for tel in card.tel_list] == ["+447700900123", "+442079460001"]
    assert card.tel_list[0].params == {"TYPE": ["CELL"]}


@given(
    st.tuples(
        st.sampled_from(["+44", "+44 ", "+1-", "+1 ", "+91 ", "+49", "+39", "+54 9", "+52", "+800", "+999", "+0"]),
        st.from_regex(r"[0-9](?:[ -]?[0-9]){5,12}", fullmatch=True)
        | st.sampled_from(["7700900123", "20 7946 0001", "2125550134"]),
    ).map("".join)
)
def test_the_quick_reading_of_a_number_is_the_careful_one(text: str) -> None:
    contact, _ = contact_from(Entry(name="Tom", numbers=[FoundNumber("101"), FoundNumber(text)]), "GB")
    careful = read_number(text, "GB")
    expected = [] if careful is None else [careful.e164 or text]
    assert [number.number for number in contact.numbers[1:]] == expected

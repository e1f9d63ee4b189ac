"""Type-ahead: what is found, in which order, and that nothing typed is ever more than data."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader
from acefone_desktop.adapters.storage.contacts.contact_rows import insert
from acefone_desktop.adapters.storage.contacts.words import folded, search_key, words
from acefone_desktop.adapters.storage.migrations import migrate
from acefone_desktop.adapters.storage.schema import STEPS
from acefone_desktop.domain.numbers import digits_only
from tests.support.storage import a_contact, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from acefone_desktop.domain.contacts import Contact

PEOPLE = (
    a_contact("Tom Field", "+447700900123", company="Example Ltd"),
    a_contact("Tomasz Łukowski", "+442079460077"),
    a_contact("Zoë O'Neill-Smith", "+447700900456", company="Blue Door Bakery", favourite=True),
    a_contact("Ann Thomas", "+12125550134", "+442079460321"),
    a_contact("Jean-Luc Müller", "101", company="Studio 54"),
    a_contact("", "+447700900777", company="Harbour & Sons"),
    a_contact("Priya शर्मा", "+919876543210"),
    a_contact("Annabel Brown", "+447700900999", favourite=True),
)


@pytest.fixture(scope="module")
def reader() -> Iterator[SqliteContactReader]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STEPS)
    for person in PEOPLE:
        insert(connection, person)
    yield SqliteContactReader(connection)
    connection.close()


def titles(found: tuple[Contact, ...]) -> list[str]:
    return [contact.title for contact in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tom", ["Tom Field", "Tomasz Łukowski"]),
        ("Field Tom", ["Tom Field"]),
        ("fie to", ["Tom Field"]),
        ("luk", ["Tomasz Łukowski"]),
        ("ŁUK", ["Tomasz Łukowski"]),
        ("zoe", ["Zoë O'Neill-Smith"]),
        ("oneill", ["Zoë O'Neill-Smith"]),
        ("o'neill", ["Zoë O'Neill-Smith"]),
        ("smith o", ["Zoë O'Neill-Smith"]),
        ("jeanluc", ["Jean-Luc Müller"]),
        ("muller", ["Jean-Luc Müller"]),
        ("example", ["Tom Field"]),
        ("tom exam", ["Tom Field"]),
        ("studio 54", ["Jean-Luc Müller"]),
        ("54", ["Priya शर्मा", "Jean-Luc Müller"]),
        ("harb", ["Harbour & Sons"]),
        ("शर्मा", ["Priya शर्मा"]),
        ("ann", ["Annabel Brown", "Ann Thomas"]),  # a favourite first
        ("ann thomas", ["Ann Thomas"]),
        ("nobody", []),
        ("omas", []),
    ],
)
def test_names_and_companies_are_found_by_beginnings_of_words(
    query: str, expected: list[str], reader: SqliteContactReader
) -> None:
    assert titles(reader.search(query, 10)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("900123", ["Tom Field"]),
        ("07700 900123", ["Tom Field"]),
        ("+44 (0)7700 900-123", ["Tom Field"]),
        ("0044 7700 900123", ["Tom Field"]),
        ("00123", ["Tom Field"]),
        ("123", ["Tom Field"]),
        ("020 7946 0321", ["Ann Thomas"]),
        ("101", ["Jean-Luc Müller"]),
        ("212 555", ["Ann Thomas"]),
        ("98765", ["Priya शर्मा"]),
        ("tom 900", ["Tom Field"]),
        ("tom 7946", ["Tomasz Łukowski"]),
        ("866 3", ["Tom Field"]),
        ("866", ["Tom Field", "Tomasz Łukowski"]),  # the keypad's letters
    ],
)
def test_numbers_are_found_from_any_digit(query: str, expected: list[str], reader: SqliteContactReader) -> None:
    assert titles(reader.search(query, 10)) == expected


def test_one_digit_is_enough_and_favourites_come_first(reader: SqliteContactReader) -> None:
    found = titles(reader.search("7", 10))
    assert found[:2] == ["Annabel Brown", "Zoë O'Neill-Smith"]
    assert set(found) == {
        person.title for person in PEOPLE if any("7" in number.number for number in person.numbers)
    } | {
        "Priya शर्मा",  # P is on the 7 key
        "Jean-Luc Müller",  # so is the S of Studio
    }


def test_no_more_than_asked_for(reader: SqliteContactReader) -> None:
    assert len(reader.search("", 3)) == 3
    assert len(reader.search("7", 2)) == 2


@given(
    st.text(max_size=40)
    | st.sampled_from(["AND", "a OR b", "NEAR(a b)", '"', "a*", "name:tom", "-tom", "^t", "(", "'"])
)
def test_whatever_is_typed_is_data(query: str) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STEPS)
    SqliteContactReader(connection).search(query, 5)
    connection.close()


def test_an_endless_query_is_cut(reader: SqliteContactReader) -> None:
    assert titles(reader.search("tom " * 100_000, 5)) == ["Tom Field", "Tomasz Łukowski"]
    assert reader.search("9" * 100_000, 5) == ()


@given(st.integers(0, len(PEOPLE) - 1), st.data())
def test_every_beginning_of_every_word_and_every_stretch_of_digits_finds_its_contact(
    place: int, data: st.DataObject
) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STEPS)
    for one in PEOPLE:
        insert(connection, one)
    reader, person = SqliteContactReader(connection), PEOPLE[place]
    word = data.draw(st.sampled_from(words(folded(f"{person.name} {person.company}"))))
    assert person.title in titles(reader.search(word[: data.draw(st.integers(1, len(word)))], 50))
    digits = digits_only(data.draw(st.sampled_from([number.number for number in person.numbers])))
    start = data.draw(st.integers(0, len(digits) - 1))
    stretch = digits[start : data.draw(st.integers(start + 1, len(digits)))]
    if not stretch.startswith("00"):  # typed first, 00 is how an international number begins
        assert person.title in titles(reader.search(stretch, 50))
    connection.close()


@given(st.text(max_size=12), st.text(max_size=12), st.integers(0, 2**40), st.integers(0, 2**40))
def test_search_keys_fit_a_row_id_and_put_favourites_first(one: str, other: str, tie: int, other_tie: int) -> None:
    favourite = search_key(one, favourite=True, tie=tie)
    ordinary = search_key(other, favourite=False, tie=other_tie)
    assert 0 <= favourite < ordinary < 2**63


@given(st.text("abcz 09", max_size=7), st.text("abcz 09", max_size=7), st.integers(0, 99), st.integers(0, 99))
def test_search_keys_follow_the_names(one: str, other: str, tie: int, other_tie: int) -> None:
    if one < other:
        assert search_key(one, favourite=False, tie=tie) < search_key(other, favourite=False, tie=other_tie)


def test_many_contacts_of_one_name_are_all_kept(tmp_path: Path) -> None:
    people = [a_contact("John Smith", f"+44770090{n:04}") for n in range(600)]
    with opened(tmp_path) as profile:
        assert asyncio.run(profile.book.merge(people)) == (600, 0, 0)
        assert len(profile.contacts.search("john", 1000)) == 600

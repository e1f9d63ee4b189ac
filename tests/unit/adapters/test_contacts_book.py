"""The address book: saved, changed, deleted, merged, read in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.contacts import Contact, ContactId, ContactNumber
from tests.support.storage import a_contact, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.storage import Profile

TOM = Contact(
    name="Tom Field",
    company="Example Ltd",
    numbers=(ContactNumber("+447700900123", "mobile"), ContactNumber("+442079460001", "work", "12")),
    email="tom@example.invalid",
    notes="asks for Ann",
    favourite=True,
    caller_id="442079460000",
)


async def test_a_contact_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        saved = await profile.book.save(TOM)
        assert saved == replace(TOM, id=saved.id)
        assert saved.id is not None
    with opened(tmp_path) as profile:
        assert profile.contacts.page(None, 5) == (saved,)


async def test_a_changed_contact_is_found_by_what_it_is_now_only(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        saved = await profile.book.save(TOM)
        changed = await profile.book.save(
            replace(saved, name="Ann Baker", company="", numbers=(ContactNumber("+447700900199"),))
        )
        assert changed.id == saved.id
        assert profile.contacts.count() == 1
        for gone in ("tom", "example", "900123", "7946", "866"):
            assert profile.contacts.search(gone, 5) == (), gone
        for there in ("ann", "900199", "266"):
            assert profile.contacts.search(there, 5) == (changed,), there
        assert profile.contacts.by_number("+447700900123") is None


async def test_a_deleted_contact_is_gone_and_can_come_back_under_its_id(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        saved = await profile.book.save(TOM)
        assert saved.id is not None
        await profile.book.delete(saved.id)
        await profile.book.delete(saved.id)
        assert (profile.contacts.count(), profile.contacts.search("tom", 5)) == (0, ())
        other = await profile.book.save(a_contact("Ann"))
        assert other.id != saved.id
        assert await profile.book.save(saved) == saved
        assert profile.contacts.search("tom", 5) == (saved,)


async def test_an_unknown_id_is_no_error_to_delete(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        await profile.book.delete(ContactId(77))


async def test_pages_follow_the_names_and_miss_nobody(tmp_path: Path) -> None:
    names = ["zoe", "Álvaro", "bob", "Bob", "Żaneta", "a", "", "Émile", "Bob"]
    with opened(tmp_path) as profile:
        for number, name in enumerate(names):
            await profile.book.save(a_contact(name, f"+44770090010{number}"))
        read: list[Contact] = []
        while page := profile.contacts.page(read[-1] if read else None, 2):
            read += page
    assert [contact.name for contact in read] == ["", "a", "Álvaro", "bob", "Bob", "Bob", "Émile", "Żaneta", "zoe"]


async def test_favourites_are_listed_in_name_order(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        await profile.book.merge([a_contact("Zoe", favourite=True), a_contact("Bob"), a_contact("Ann", favourite=True)])
        assert [contact.name for contact in profile.contacts.favourites(5)] == ["Ann", "Zoe"]
        assert [contact.name for contact in profile.contacts.favourites(1)] == ["Ann"]
        assert [contact.name for contact in profile.contacts.search("  ", 5)] == ["Ann", "Zoe", "Bob"]


@pytest.mark.parametrize("number", ["+447700900123", "07700 900123", "447700900123", "0044 7700 900123"])
async def test_a_number_in_any_form_finds_its_contact(number: str, tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        saved = await profile.book.save(TOM)
        assert profile.contacts.by_number(number) == saved
        assert profile.contacts.by_number("") is None


async def merge(profile: Profile, *contacts: Contact) -> tuple[int, int, int]:
    return await profile.book.merge(contacts)


async def test_the_same_import_twice_changes_nothing(tmp_path: Path) -> None:
    people = (TOM, a_contact("Ann", "101"), a_contact("Nobody", company="Example"), a_contact("", "+447700900111"))
    with opened(tmp_path) as profile:
        assert await merge(profile, *people) == (4, 0, 0)
        before = profile.contacts.page(None, 10)
        assert await merge(profile, *people) == (0, 0, 4)
        assert profile.contacts.page(None, 10) == before


async def test_an_entry_with_a_known_number_adds_to_the_contact_and_takes_nothing_away(tmp_path: Path) -> None:
    incoming = Contact(
        name="Tom Field", numbers=(ContactNumber("07700900123"), ContactNumber("+447700900150", "home")), notes="new"
    )
    with opened(tmp_path) as profile:
        saved = await profile.book.save(TOM)
        assert await merge(profile, incoming) == (0, 1, 0)
        (stored,) = profile.contacts.page(None, 5)
    assert stored == replace(
        saved, notes="asks for Ann\nnew", numbers=(*TOM.numbers, ContactNumber("+447700900150", "home"))
    )


async def test_two_people_behind_one_switchboard_stay_two(tmp_path: Path) -> None:
    ann, tom = a_contact("Ann Baker", "+442079460001"), a_contact("Tom Field", "+442079460001")
    with opened(tmp_path) as profile:
        assert await merge(profile, ann, tom) == (2, 0, 0)
        assert await merge(profile, tom, ann) == (0, 0, 2)
        assert {contact.name for contact in profile.contacts.search("7946", 5)} == {"Ann Baker", "Tom Field"}


@pytest.mark.parametrize(
    ("stored", "incoming", "kept"),
    [
        ("Tom", "Tom Field", "Tom Field"),
        ("Tom Field", "Tom", "Tom Field"),
        ("", "Tom", "Tom"),
        ("Tom", "", "Tom"),
        ("Field, Tom", "Tom Field", "Tom Field"),
    ],
)
async def test_a_fuller_name_of_the_same_number_is_the_same_contact(
    stored: str, incoming: str, kept: str, tmp_path: Path
) -> None:
    with opened(tmp_path) as profile:
        await merge(profile, a_contact(stored, "+447700900123"))
        added, _, _ = await merge(profile, a_contact(incoming, "+447700900123"))
        assert added == 0
        assert [contact.name for contact in profile.contacts.page(None, 5)] == [kept]


async def test_text_that_a_database_cannot_hold_is_left_out(tmp_path: Path) -> None:
    with opened(tmp_path) as profile:
        saved = await profile.book.save(a_contact("To\ud800m\0"))
        assert saved.name == "To?m"
        assert profile.contacts.search("to", 1) == (saved,)

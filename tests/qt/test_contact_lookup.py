"""Whose number it is comes from memory until the address book changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.bridge import contact_lookup
from acefone_desktop.bridge.contact_lookup import ContactLookup
from tests.qt.scene import PEOPLE, People

if TYPE_CHECKING:
    import pytest

    from acefone_desktop.domain.contacts import Contact


class CountedPeople(People):
    """Counts how often it is asked."""

    asked = 0

    def by_number(self, number: str) -> Contact | None:
        self.asked += 1
        return super().by_number(number)


def test_a_number_is_looked_up_once_whether_it_has_a_contact_or_not(qapp: object) -> None:
    people = CountedPeople()
    lookup = ContactLookup(people)
    for _ in range(3):
        assert lookup.contact_of("+447700900123") is PEOPLE[0]
        assert lookup.contact_of("+447700900999") is None
    assert people.asked == 2


def test_a_changed_address_book_is_asked_again(qapp: object) -> None:
    people = CountedPeople()
    lookup = ContactLookup(people)
    assert lookup.contact_of("+447700900123") is not None
    people.contacts = ()
    lookup.forget()
    assert lookup.contact_of("+447700900123") is None


def test_memory_is_bounded(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact_lookup, "MOST_REMEMBERED", 10)
    people = CountedPeople()
    lookup = ContactLookup(people)
    for number in range(95):
        lookup.contact_of(f"+4477009001{number:02}")
    assert len(lookup._known) <= 10
    assert people.asked == 95

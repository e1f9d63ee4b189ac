"""A profile's database for tests, and the values that go in."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.calls.call_notes import SqliteCallNoteReader, SqliteCallNotes
from acefone_desktop.adapters.storage.calls.history_reader import SqliteHistoryReader
from acefone_desktop.adapters.storage.calls.journal import SqliteJournal
from acefone_desktop.adapters.storage.contacts.contact_book import SqliteContactBook
from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader
from acefone_desktop.adapters.storage.database import Database
from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from acefone_desktop.domain.evidence import Evidence, Fact, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from acefone_desktop.services.ports import (
        CallNoteReader,
        CallNotes,
        ContactBook,
        ContactReader,
        HistoryReader,
        Journal,
    )

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NUMBER = "447700900123"


@dataclass(frozen=True)
class Profile:
    """All that storage offers, over one database."""

    database: Database
    journal: Journal
    book: ContactBook
    contacts: ContactReader
    history: HistoryReader
    notes: CallNotes
    noted: CallNoteReader


@contextmanager
def opened(folder: Path) -> Iterator[Profile]:
    """The profile's storage, closed at the end."""
    database = Database(folder)
    try:
        reader = database.reader()
        yield Profile(
            database,
            SqliteJournal(database),
            SqliteContactBook(database),
            SqliteContactReader(reader),
            SqliteHistoryReader(reader),
            SqliteCallNotes(database),
            SqliteCallNoteReader(reader),
        )
    finally:
        database.close()


def an_intent(name: str = "dl-1", at: datetime = NOW) -> CallIntent:
    """A dial with nothing left at its default."""
    request = DialRequest(
        digits=NUMBER,
        agent_id=AgentId("0501234560001"),
        display="+44 7700 900123",
        extension="12",
        caller_id="442079460001",
        max_length_s=600,
        custom_identifier="order 7",
        origin=Origin.LINK,
        confirmed=True,
    )
    return CallIntent(IntentId(name), request, at)


def evidence_of(intent: str = "dl-1", at: datetime = NOW, number: str = NUMBER) -> tuple[Evidence, ...]:
    """A dial that was accepted, and the call that came of it."""
    return (
        Evidence(source=Source.DIAL, told_at=at, fact=Fact.REQUESTED, intent_id=intent, customers=(number,)),
        Evidence(source=Source.DIAL, told_at=at + timedelta(seconds=1), fact=Fact.ACCEPTED, intent_id=intent),
        Evidence(
            source=Source.WEBHOOK,
            told_at=at + timedelta(seconds=5),
            fact=Fact.CUSTOMER_ANSWERED,
            intent_id=intent,
            call_id=f"call-of-{intent}",
        ),
    )


def a_call(intent: str = "dl-1", at: datetime = NOW, number: str = NUMBER) -> Call:
    """The call of `evidence_of`."""
    return Call.of(evidence_of(intent, at, number))


def a_contact(name: str, *numbers: str, company: str = "", favourite: bool = False) -> Contact:
    """A contact with these numbers."""
    return Contact(
        name=name, company=company, favourite=favourite, numbers=tuple(ContactNumber(number) for number in numbers)
    )

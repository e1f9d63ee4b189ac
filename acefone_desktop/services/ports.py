"""What services need from the world outside, as bare roles. Adapters fill them; tests fill them too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.account import Agent, CallerId
    from acefone_desktop.domain.announcements import Announcement
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.contact_imports import RowProblem
    from acefone_desktop.domain.contacts import Contact, ContactId
    from acefone_desktop.domain.dialing import Accepted, CallIntent, IntentId
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.numbers import PhoneNumber
    from acefone_desktop.domain.reports import CallRecordPage, LiveCall
    from acefone_desktop.domain.settings import Settings


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, aware."""
        ...

    def monotonic(self) -> float:
        """Seconds from some fixed point; never steps back."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class Telephony(Protocol):
    """The provider. Every method raises `ProviderError` and its kinds."""

    async def originate(self, intent: CallIntent) -> Accepted:
        """Sends the one POST of this dial.

        Raises `OutcomeUnknownError` when it may have been received without our seeing an answer (time-out, connection
        lost after sending, a 5xx or a page instead of a reply); every other error means that no phone rings.
        """
        ...

    async def live_calls(self) -> tuple[LiveCall, ...]: ...

    async def server_time(self) -> datetime | None:
        """The provider's clock; None where it does not say."""
        ...

    async def call_records(self, since: datetime, until: datetime, *, page: int = 1) -> CallRecordPage: ...

    async def hang_up(self, call_id: str) -> None: ...

    async def agents(self) -> tuple[Agent, ...]: ...

    async def caller_ids(self) -> tuple[CallerId, ...]: ...

    async def close(self) -> None:
        """Gives connections back; cancels nothing that was sent."""
        ...


class Vault(Protocol):
    """Secrets by name. Raises `VaultError` and its kinds; calls may wait as long as a person thinks."""

    async def read(self, name: str) -> str | None: ...

    async def write(self, name: str, secret: str) -> None: ...

    async def delete(self, name: str) -> None:
        """Removes the secret; no error when there is none."""
        ...

    async def close(self) -> None:
        """Ends what the vault runs by."""
        ...


class Journal(Protocol):
    """Dials and what is known of calls. When a method returns, it is on disk (raises `StorageError`)."""

    async def record_intent(self, intent: CallIntent) -> None:
        """Committed with full synchronisation before it returns: the request may leave only after that."""
        ...

    async def record_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Keeps evidence; what is there already is not doubled."""
        ...

    async def record_calls(self, calls: Sequence[Call]) -> None:
        """Keeps the summary rows that history shows, one per call key (the newest replaces)."""
        ...

    async def record_news(
        self, evidence: Sequence[Evidence], calls: Sequence[Call], closed: Sequence[IntentId]
    ) -> None:
        """Evidence, the calls it makes, and the dials it tells the outcome of: all of it is on disk, or none."""
        ...

    async def open_evidence(self, since: datetime) -> tuple[Evidence, ...]:
        """Evidence told since then, oldest first: what a tracker starts from. After a flood the newest, and dials'."""
        ...

    async def calls_of(
        self,
        names: Collection[str],
        dials_with: Mapping[str, Collection[str]],
        calls_with: Mapping[str, Collection[str]],
        since: datetime,
    ) -> tuple[Call, ...]:
        """Calls as they are kept that have one of these names for key (ids of our dials or the provider's).

        Also, of our newest dials, and of the newest calls, with these customers (whichever form of a number is given)
        that began since then, those told under one of the names that come with the customer; all where there is none.
        """
        ...

    async def intents_without_reply(self) -> tuple[CallIntent, ...]:
        """Dials that a crash or power cut left without any word on how they went."""
        ...

    async def close_intent(self, intent_id: IntentId) -> None:
        """The dial's reply (or its absence) is known and kept as evidence."""
        ...


class CallNotes(Protocol):
    """What people write down about calls."""

    async def keep(self, call: Call, text: str) -> None:
        """Keeps the call's note in place of the one before, on disk when it returns (raises `StorageError`).

        Empty is no note. The write has its turn before this waits for the first time.
        """
        ...


class CallNoteReader(Protocol):
    """Quick reads for the screen; called on the thread that paints."""

    def note(self, call: Call) -> str:
        """Empty where there is none."""
        ...


class ContactBook(Protocol):
    """Writes to the address book. Raises `StorageError`."""

    async def save(self, contact: Contact) -> Contact:
        """Adds (id None) or replaces; returns it with its id."""
        ...

    async def delete(self, contact_id: ContactId) -> None: ...

    async def merge(self, contacts: Iterable[Contact]) -> tuple[int, int, int]:
        """Adds and updates many in one transaction: (added, updated, unchanged).

        A contact is the same as a stored one when they share a number and one name holds all words of the other (people
        behind one switchboard stay apart), or name and company where neither has numbers.
        """
        ...


class ContactReader(Protocol):
    """Bounded, quick reads for the screen; called on the thread that paints."""

    def search(self, query: str, limit: int) -> tuple[Contact, ...]:
        """Best first; an empty query lists favourites first, then by name."""
        ...

    def page(self, after: Contact | None, size: int) -> tuple[Contact, ...]:
        """Contacts in name order after the given one."""
        ...

    def favourites(self, limit: int) -> tuple[Contact, ...]: ...

    def by_number(self, number: str) -> Contact | None:
        """The contact with this number (last ten digits decide)."""
        ...

    def count(self) -> int: ...


class HistoryReader(Protocol):
    """Bounded, quick reads of finished and open calls, newest first; called on the thread that paints."""

    def page(self, after: Call | None, size: int, text: str = "") -> tuple[Call, ...]: ...

    def recent_numbers(self, limit: int) -> tuple[Call, ...]:
        """The newest call of each different number."""
        ...


class CalledCountries(Protocol):
    """A bounded, quick read of where calls have gone; called on any thread."""

    def has_called(self, country: str) -> bool:
        """Whether a number of this country (ISO 3166 alpha-2) has been called lately. Raises `StorageError`."""
        ...


class LandlineAreas(Protocol):
    """Which town or region a landline's number belongs to."""

    def area_of(self, number: PhoneNumber) -> str | None:
        """In English; empty where none is known, None where it has to be found out with `make` first."""

    async def make(self) -> bool:
        """Makes it possible to answer, which takes some seconds; returns whether it is."""


class ContactFile(Protocol):
    """Reads contact files."""

    def read(self, path: Path, region: str) -> tuple[tuple[Contact, ...], tuple[RowProblem, ...]]:
        """All contacts and all problems, row by row. Raises `FileNotImportableError`."""
        ...

    def write(self, path: Path, contacts: Iterable[Contact]) -> int:
        """Writes all contacts in the format of the file's suffix; returns how many."""
        ...


class SettingsStore(Protocol):
    """One profile's settings on disk."""

    def load(self) -> Settings:
        """Defaults where there is no file; raises `SettingsNotReadableError`."""
        ...

    def save(self, settings: Settings) -> None:
        """Atomically: a crash leaves the old or the new file, never half of one."""
        ...


class Notifier(Protocol):
    """Tells the person something while the window is not in front."""

    async def show(self, announcement: Announcement) -> None:
        """Shows it, or replaces the notification with its key."""
        ...

    async def withdraw(self, key: str) -> None: ...


EvidenceListener = Callable[["tuple[Evidence, ...]"], None]
"""Called by a source of status with what it has just learned, on the event loop."""

CallListener = Callable[["tuple[Call, ...]"], None]
"""Called by the tracker with the calls that changed, on the event loop."""

"""Contacts, history, settings and the assistant over sample people, with nothing behind them that waits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from acefone_desktop.bridge.account_store import AccountState, AccountStore, Line
from acefone_desktop.bridge.address_book import AddressBook
from acefone_desktop.bridge.contact_model import ContactModel
from acefone_desktop.bridge.history_model import HistoryModel
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.bridge.polling_store import PollingStore
from acefone_desktop.bridge.settings_store import SettingsStore
from acefone_desktop.bridge.webhook_store import WebhookStore
from acefone_desktop.domain.account import AccountOverview, Agent, AgentId
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.contacts import Contact, ContactId, ContactNumber
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.polling_budget import RequestKind, RequestUse
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.directory import Directory
from acefone_desktop.ui.assistant.assistant import Assistant
from acefone_desktop.ui.calls.call_faces import CallFaces
from acefone_desktop.ui.contacts.contacts_page import ContactsPage
from acefone_desktop.ui.history.history_page import HistoryPage
from acefone_desktop.ui.settings.settings_page import SettingsPage
from acefone_desktop.ui.settings.settings_system import LinkHandling, SystemSettings, SystemState
from tests.qt.noted import Notes, a_note_store
from tests.qt.scene import AGENT, CALLER_IDS, NOW, PEOPLE, Past, People

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from acefone_desktop.domain.certificates import Certificate
    from acefone_desktop.services.account_line import AccountLine
    from acefone_desktop.services.importing import ContactImporter
    from acefone_desktop.ui.look.theme import Theme

FIRST_NAMES = ("Ada", "Ben", "Chloë", "Dev", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jun", "Kofi", "Lena")
LAST_NAMES = ("Archer", "Blythe", "Costa", "Dunne", "Eze", "Fonseca", "Gill", "Hart", "Ito", "Joshi")
MANY_PEOPLE = PEOPLE + tuple(
    Contact(
        id=ContactId(100 + place),
        name=f"{FIRST_NAMES[place % 12]} {LAST_NAMES[place % 10]}",
        company=("Brightwell Ltd", "", "Northern Reach Logistics")[place % 3],
        favourite=place % 9 == 0,
        numbers=(ContactNumber(f"+4477009002{place:02}", "mobile"),),
    )
    for place in range(90)
)
RICH = Contact(
    id=ContactId(50),
    name="Tom Field",
    company="Field & Sons",
    favourite=True,
    email="tom.field@example.test",
    notes="Prefers calls before ten. Ask for the workshop if he does not pick up.",
    caller_id="442079460100",
    numbers=(
        ContactNumber("+447700900123", "mobile"),
        ContactNumber("+442079460123", "office"),
        ContactNumber("+442079460777", "switchboard", "1204"),
    ),
)
AGENTS = tuple(
    Agent(
        AgentId(f"05012345600{place:02}"),
        f"{FIRST_NAMES[place % 12]} {LAST_NAMES[place % 10]}",
        phone=f"4477009003{place:02}",
        status=("0", "3", "4", "7")[place % 4],
    )
    for place in range(14)
)
OVERVIEW = AccountOverview(AGENTS, CALLER_IDS)
ACCOUNT = AccountSettings(agent=AGENT, caller_ids=CALLER_IDS)


class Disk:
    """Settings in memory."""

    def __init__(self) -> None:
        self.settings = Settings()

    def load(self) -> Settings:
        return self.settings

    def save(self, settings: Settings) -> None:
        self.settings = settings


class Book:
    """An address book in memory, read and written as the real one is."""

    def __init__(self, people: People) -> None:
        self.people = people

    async def save(self, contact: Contact) -> Contact:
        if contact.id is None:
            contact = replace(contact, id=ContactId(1000 + len(self.people.contacts)))
        others = [c for c in self.people.contacts if c.id != contact.id]
        self.people.contacts = tuple(sorted((*others, contact), key=lambda c: c.title.casefold()))
        return contact

    async def delete(self, contact_id: ContactId) -> None:
        self.people.contacts = tuple(c for c in self.people.contacts if c.id != contact_id)

    async def merge(self, contacts: Iterable[Contact]) -> tuple[int, int, int]:
        for contact in contacts:
            await self.save(contact)
        return len(self.people.contacts), 0, 0


def no_importer() -> ContactImporter:
    raise AssertionError("nothing is imported here")


def no_line() -> AccountLine:
    raise AssertionError("no account is used here")


def no_export(path: Path) -> int:
    raise AssertionError(f"nothing is written to {path}")


async def no_certificate(certificate: Path, key: Path) -> Certificate:
    raise AssertionError(f"nobody has chosen {certificate} and {key}")


class StillWebhooks(WebhookStore):
    """Nobody listens here: what is shown of webhooks is what a test or picture says."""

    def look(self) -> None:
        """There is nothing to look at but what is shown."""

    def _attend(self) -> None:
        """There is no listener to be asked."""


class StillPolling(PollingStore):
    """Nothing is counted here."""

    def look(self) -> None:
        """There is nothing to look at but what is shown."""


@dataclass
class PageScene:
    """The four pages over sample data. Close it where anything has been saved."""

    people: People = field(default_factory=lambda: People(MANY_PEOPLE))
    past: Past = field(default_factory=lambda: Past(many_calls()))
    noted: Notes = field(default_factory=Notes)
    settings_state: Settings = field(default_factory=lambda: Settings(account=ACCOUNT))
    account_state: AccountState = field(default_factory=lambda: AccountState(line=Line.READY))
    use: RequestUse | None = field(default_factory=lambda: RequestUse({RequestKind.LIVE_CALLS: 184}))
    system_state: SystemState = field(
        default_factory=lambda: SystemState(
            links=LinkHandling.OTHERS,
            link_note="They open in Softphone at present.",
            link_page=True,
            autostart=False,
            data_folder="/home/priya/.local/share/acefone-desktop",
            log_file="/home/priya/.local/state/acefone-desktop/log/acefone-desktop.log",
            version="0.1.0",
        )
    )

    def __post_init__(self) -> None:
        self.network = NetworkThread()
        self.contacts = ContactModel(self.people)
        self.book = AddressBook(Directory(Book(self.people)), no_importer, no_export, self.network)
        self.history = HistoryModel(self.past)
        self.faces = CallFaces(self.people.by_number, lambda: CALLER_IDS, lambda: "GB")
        self.notes = a_note_store(self.noted)
        self.disk = Disk()
        self.settings = SettingsStore(self.settings_state, self.disk, self.network)
        self.account = AccountStore(self.network, self.settings, no_line)
        self.tell(self.account_state)
        self.webhooks: WebhookStore = StillWebhooks(self.account, self.settings, self.network, no_certificate)
        self.polling: PollingStore = StillPolling(self.account)
        self.polling._publish(self.use)
        self.system = SystemSettings(self.system_state)

    def tell(self, state: AccountState) -> None:
        """As if the account had come to this."""
        self.account._publish(state)

    def contacts_page(self, theme: Theme) -> ContactsPage:
        return ContactsPage(self.contacts, self.book, theme, lambda: "GB", lambda: CALLER_IDS)

    def history_page(self, theme: Theme) -> HistoryPage:
        return HistoryPage(self.history, self.faces, self.notes, theme, lambda: NOW)

    def settings_page(self, theme: Theme) -> SettingsPage:
        return SettingsPage(self.settings, self.account, theme, self.system, self.webhooks, self.polling)

    def assistant(self, theme: Theme) -> Assistant:
        return Assistant(self.settings, self.account, theme)


def past_call(key: str, customer: str, age: timedelta, *facts: Fact, **details: object) -> Call:
    """A call that was asked for so long ago, with these facts in the half minute after."""
    begun = NOW - age
    dialled = {Fact.ACCEPTED, Fact.REFUSED, Fact.NOT_SENT, Fact.OUTCOME_UNKNOWN, Fact.NOT_FOUND, Fact.GIVEN_UP}
    common = {"intent_id": key, "customers": (customer,)}
    items = [
        Evidence(source=Source.DIAL, told_at=begun, fact=Fact.REQUESTED, caller_id="442079460100", **common)  # type: ignore[arg-type]
    ]
    for place, fact in enumerate(facts, 1):
        source = Source.DIAL if fact in dialled else Source.WEBHOOK
        extra = cast("dict[str, object]", details if place == len(facts) else {})
        told = begun + timedelta(seconds=6 * place)
        items.append(Evidence(source=source, told_at=told, fact=fact, **common, **extra))  # type: ignore[arg-type]
    return Call.of(items)


def many_calls() -> tuple[Call, ...]:
    """Calls of some days, of every outcome, newest first."""
    answered = (Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_RINGING, Fact.CUSTOMER_ANSWERED, Fact.ENDED)
    courses: tuple[tuple[tuple[Fact, ...], dict[str, object]], ...] = (
        ((Fact.ACCEPTED, Fact.AGENT_RINGING), {"call_id": "9"}),
        (answered, {"talk_s": 187, "call_id": "1"}),
        ((Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_MISSED), {"call_id": "2"}),
        ((Fact.ACCEPTED, Fact.AGENT_MISSED), {"call_id": "3"}),
        ((Fact.REFUSED,), {"message": "Agent is not available"}),
        ((Fact.NOT_SENT,), {}),
        ((Fact.OUTCOME_UNKNOWN, Fact.NOT_FOUND, Fact.GIVEN_UP), {}),
        (answered, {"talk_s": 4012, "call_id": "4"}),
    )
    customers = ("447700900123", "12025550188", "447700900456", "442079460777", "447700900999")
    return tuple(
        past_call(
            f"dl-{place}",
            customers[place % len(customers)],
            timedelta(minutes=1 + place * 97 + (place > 12) * 20_000 + (place > 20) * 400_000),
            *courses[place % len(courses) if place else 0][0],
            **courses[place % len(courses) if place else 0][1],
        )
        for place in range(26)
        if place == 0 or place % len(courses)
    )

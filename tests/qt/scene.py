"""Sample people, calls and screens, for the tests and for looking at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from acefone_desktop.bridge.call_store import CallStore
from acefone_desktop.bridge.dialing.arrival_store import ArrivalStore
from acefone_desktop.bridge.dialing.dial_store import DialAccount, DialStore
from acefone_desktop.bridge.dialing.quick_model import QuickModel
from acefone_desktop.bridge.dialing.suggestion_model import SuggestionModel
from acefone_desktop.domain.account import Agent, AgentId, CallerId
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.contacts import Contact, ContactId, ContactNumber
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.dialing import DialRequest
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.incoming_calls import mention_of
from acefone_desktop.domain.numbers import comparable
from acefone_desktop.domain.reports import Direction
from acefone_desktop.ui.calls.call_faces import CallFaces
from tests.qt.noted import Notes, a_note_store

NOW = datetime(2026, 3, 10, 14, 32, tzinfo=UTC)
AGENT = Agent(AgentId("0501234560001"), "Priya Shah", phone="442079460999")
CALLER_IDS = (CallerId("442079460100", "Sales"), CallerId("442079460101", "Support"), CallerId("442079460102"))
PEOPLE = (
    Contact(
        id=ContactId(1),
        name="Tom Field",
        company="Field & Sons",
        favourite=True,
        numbers=(ContactNumber("+447700900123", "mobile"), ContactNumber("+442079460123", "office")),
    ),
    Contact(
        id=ContactId(2),
        name="Aisha Rahman",
        company="Northern Reach Logistics",
        favourite=True,
        caller_id="442079460101",
        numbers=(ContactNumber("+447700900456", "mobile"),),
    ),
    Contact(
        id=ContactId(3),
        name="Maximiliana Featherstonehaugh-Cholmondeley of Upper Slaughter",
        company="Amalgamated Consolidated Wholesale Haberdashery and Sundries",
        numbers=(ContactNumber("+442079460777", "switchboard", "1204"),),
    ),
    Contact(
        id=ContactId(4), name="", company="Tomlinson Freight", numbers=(ContactNumber("+12025550142", "US office"),)
    ),
)


@dataclass
class People:
    """An address book of few people, read as the real one is."""

    contacts: tuple[Contact, ...] = PEOPLE

    def search(self, query: str, limit: int) -> tuple[Contact, ...]:
        digits = "".join(c for c in query if c.isdigit()).lstrip("0")
        wanted = query.lower()
        return tuple(
            c
            for c in self.contacts
            if (digits and any(digits in n.number for n in c.numbers))
            or (not digits and (wanted in c.name.lower() or wanted in c.company.lower()))
        )[:limit]

    def page(self, after: Contact | None, size: int) -> tuple[Contact, ...]:
        start = self.contacts.index(after) + 1 if after else 0
        return self.contacts[start : start + size]

    def favourites(self, limit: int) -> tuple[Contact, ...]:
        return tuple(c for c in self.contacts if c.favourite)[:limit]

    def by_number(self, number: str) -> Contact | None:
        key = comparable(number)
        return next((c for c in self.contacts if any(comparable(n.number) == key for n in c.numbers)), None)

    def count(self) -> int:
        return len(self.contacts)


@dataclass
class Past:
    """A history of given calls, newest first."""

    calls: tuple[Call, ...] = ()

    def page(self, after: Call | None, size: int, text: str = "") -> tuple[Call, ...]:
        start = self.calls.index(after) + 1 if after else 0
        return tuple(call for call in self.calls if text in call.customer)[start : start + size]

    def recent_numbers(self, limit: int) -> tuple[Call, ...]:
        return tuple({call.customer: call for call in reversed(self.calls)}.values())[::-1][:limit]


@dataclass
class Scene:
    """Stores over the sample people, and what was asked of the world outside."""

    people: People = field(default_factory=People)
    past: Past = field(default_factory=lambda: Past(recent_calls()))
    account: DialAccount = field(default_factory=lambda: DialAccount(AGENT, "GB", CALLER_IDS))
    submitted: list[DialRequest] = field(default_factory=list)
    remembered: list[str] = field(default_factory=list)
    noted: Notes = field(default_factory=Notes)

    def __post_init__(self) -> None:
        self.dial = DialStore(self.account, self.submitted.append, self.people.by_number, self.remembered.append)
        self.arrivals = ArrivalStore()
        self.suggestions = SuggestionModel(self.people)
        self.quick_store = DialStore(
            self.account, self.submitted.append, self.people.by_number, self.remembered.append, Origin.TRAY
        )
        self.quick_model = QuickModel(self.people, self.past)
        self.calls = CallStore()
        self.notes = a_note_store(self.noted)
        self.faces = CallFaces(self.people.by_number, lambda: CALLER_IDS, lambda: "GB", us=lambda: AGENT)


def a_call(
    *facts: Fact, key: str = "dl-1", customer: str = "447700900123", age_s: float = 12, **details: object
) -> Call:
    """A call of ours with these facts, the last of them just now; `details` go with the last."""
    begun = NOW - timedelta(seconds=age_s)
    sources = {
        Fact.REQUESTED,
        Fact.ACCEPTED,
        Fact.REFUSED,
        Fact.NOT_SENT,
        Fact.OUTCOME_UNKNOWN,
        Fact.NOT_FOUND,
        Fact.GIVEN_UP,
    }
    items = [
        Evidence(
            source=Source.DIAL,
            told_at=begun,
            fact=Fact.REQUESTED,
            intent_id=key,
            customers=(customer,),
            caller_id="442079460100",
        )
    ]
    for place, fact in enumerate(facts, 1):
        last = place == len(facts)
        source = Source.DIAL if fact in sources else Source.WEBHOOK
        told = NOW if last else begun + timedelta(seconds=place)
        extra = dict(details) if last else {}
        items.append(Evidence(source=source, told_at=told, fact=fact, intent_id=key, **extra))  # type: ignore[arg-type]
    return Call.of(items)


RUNNING: dict[str, Call] = {
    "requested": a_call(age_s=1),
    "accepted": a_call(Fact.ACCEPTED, age_s=2),
    "agent-ringing": a_call(Fact.ACCEPTED, Fact.AGENT_RINGING, age_s=6, call_id="1"),
    "customer-ringing": a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_RINGING, age_s=14, call_id="1"),
    "connected": a_call(
        Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, age_s=95, call_id="1", happened_at=NOW - timedelta(seconds=83)
    ),
    "hanging-up": a_call(Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.HANG_UP_ASKED, age_s=120, call_id="1"),
}
OVER: dict[str, Call] = {
    "answered": a_call(Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.ENDED, age_s=200, call_id="1", talk_s=187),
    "customer-missed": a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_MISSED, age_s=40, call_id="1"),
    "agent-missed": a_call(Fact.ACCEPTED, Fact.AGENT_MISSED, age_s=40, call_id="1"),
    "refused": a_call(Fact.REFUSED, age_s=1, message="Agent is not available"),
    "failed": a_call(Fact.NOT_SENT, age_s=1),
    "unknown": a_call(Fact.OUTCOME_UNKNOWN, age_s=20),
    "unknown-settled": a_call(Fact.OUTCOME_UNKNOWN, Fact.NOT_FOUND, Fact.GIVEN_UP, age_s=400),
}


def a_caller(*facts: Fact, customer: str = "447700900123", age_s: float = 9, by: Agent = AGENT, **last: object) -> Call:
    """A customer who calls us, with these facts, the last of them just now; `by` has done the last."""
    items = [
        Evidence(
            source=Source.WEBHOOK,
            told_at=NOW - timedelta(seconds=age_s if place == 0 else 0),
            fact=fact,
            call_id="77",
            agent=mention_of(by if place == len(facts) - 1 else AGENT),
            customers=(customer,),
            direction=Direction.INBOUND,
            caller_id="442079460100",
            started_at=NOW - timedelta(seconds=age_s),
            **(last if place == len(facts) - 1 else {}),  # type: ignore[arg-type]
        )
        for place, fact in enumerate(facts)
    ]
    return Call.of(items)


COLLEAGUE = Agent(AgentId("0501234560002"), "Ben Whitlock")
INCOMING: dict[str, Call] = {
    "ringing": a_caller(Fact.AGENT_RINGING),
    "stranger": a_caller(Fact.AGENT_RINGING, customer="12025550188"),
    "long-name": a_caller(Fact.AGENT_RINGING, customer="442079460777"),
    "talking": a_caller(Fact.AGENT_RINGING, Fact.AGENT_ANSWERED, age_s=75),
    "elsewhere": a_caller(Fact.AGENT_RINGING, Fact.AGENT_ANSWERED, by=COLLEAGUE),
    "missed": a_caller(Fact.AGENT_RINGING, Fact.AGENT_MISSED, ended_at=NOW),
    "ended": a_caller(Fact.AGENT_RINGING, Fact.AGENT_ANSWERED, Fact.ENDED, age_s=95, ended_at=NOW, talk_s=87),
}


def recent_calls() -> tuple[Call, ...]:
    """A history of two calls."""
    return OVER["answered"], a_call(key="dl-9", customer="12025550188")

"""What the simulated account owns: users, numbers, contacts, block list and the secrets that open it."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from acefone_desktop.simulator import people
from acefone_desktop.simulator.calling.call_script import TRAINING_NUMBERS
from acefone_desktop.simulator.tokens import made_up_token

ACCOUNT_ID = "123456"
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_PORTAL_TOKEN_LIFE_S = 300_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """The calling side of a user. `status`: 0 enabled, 1 blocked, 2 disabled, 3 busy, 4 offline; others exist."""

    id: str
    name: str
    status: int
    follow_me_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person of the account; `agent` is None for one who does not make calls."""

    id: int
    name: str
    login_id: str
    agent: Agent | None
    extension: str | None
    intercom: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number the account can show to customers (`did` in E.164)."""

    id: str
    name: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A group of agents that answers together."""

    id: str
    name: str
    intercom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of contacts."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An entry of the account's address book."""

    id: str
    group_id: str
    name: str
    company: str
    phone: str
    email: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    address: str = ""
    alternative: str = ""
    custom_fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedNumber:
    """A number the account takes no calls from; `key` is `all` or `did`, the latter for calls to `dids` alone."""

    id: str
    number: str
    key: str = "all"
    dids: tuple[str, ...] = ()


class SimulatedAccount:
    """The same seed always gives the same account, tokens included."""

    def __init__(self, seed: int = 1) -> None:
        chance = random.Random(seed)  # noqa: S311 - repeatable on purpose; these secrets guard nothing
        self.seed = seed
        self.id = ACCOUNT_ID
        self.token = _portal_token(chance)
        self.limited_token = _portal_token(chance)
        self.blacklisted_token = _portal_token(chance)
        self.support_key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        self.email = "asha.rao@example.invalid"
        self.password = f"practice-{seed}"
        self.users = tuple(_user(serial, name) for serial, name in enumerate(people.USER_NAMES, 1))
        self.numbers = tuple(
            Number(id=str(1_000_000 + place), name=name, did=did) for place, (did, name) in enumerate(people.DIDS, 1)
        )
        self.departments = (
            Department(id="d1", name="Sales", intercom="2001"),
            Department(id="d2", name="Support", intercom="2002"),
        )
        self.groups = (
            Group(id="g1", name="Customers", description="People who buy from us"),
            Group(id="g2", name="Practice", description="Numbers that always behave in one way"),
        )
        self.contacts = (*_customers(chance), *_practice())
        self.blocked = (BlockedNumber(id="b1", number="+447700900666"), BlockedNumber(id="b2", number="+442079460666"))

    @property
    def first_agent(self) -> Agent:
        """The agent a newcomer is: Asha Rao."""
        return next(user.agent for user in self.users if user.agent)


def _portal_token(chance: random.Random) -> str:
    return made_up_token(
        chance, account=ACCOUNT_ID, issued_at=_EPOCH, life_s=_PORTAL_TOKEN_LIFE_S, path="token/generate"
    )


_STATUSES = {2: 4, 3: 3, 4: 1, 5: 2, 6: 7}  # by serial; 7 is a value nobody has documented
_WITHOUT_AGENT = 8


def _user(serial: int, name: str) -> User:
    agent_id = f"050{ACCOUNT_ID}{serial:04d}"
    phone = f"+447700900{serial:03d}"
    agent = Agent(id=agent_id, name=name, status=_STATUSES.get(serial, 0), follow_me_number=phone)
    calls = serial != _WITHOUT_AGENT
    return User(
        id=41_000 + serial,
        name=name,
        login_id=name.split(maxsplit=1)[0].lower(),
        agent=agent if calls else None,
        extension=f"060{ACCOUNT_ID}{serial:04d}" if calls and serial % 3 else None,
        intercom=1_001 + serial if calls else None,
    )


def _customers(chance: random.Random) -> tuple[Contact, ...]:
    return tuple(
        Contact(
            id=f"c{place}",
            group_id="g1",
            name=name,
            company=company,
            phone=f"+447700900{122 + place:03d}" if place % 5 else f"+1212555{100 + place:04d}",
            email=f"contact{place}@example.invalid",
            created_at=_day(chance.randrange(1, 28)),
            updated_at=_day(28),
            deleted_at=_day(29) if place == len(people.CONTACTS) else None,
        )
        for place, (name, company) in enumerate(people.CONTACTS, 1)
    )


def _practice() -> tuple[Contact, ...]:
    return tuple(
        Contact(
            id=f"p{ending}",
            group_id="g2",
            name=f"Practice {ending}",
            company=meaning[:1].upper() + meaning[1:],
            phone=f"+447700900{ending}",
            email="",
            created_at=_day(1),
            updated_at=_day(1),
        )
        for ending, (_, meaning) in TRAINING_NUMBERS.items()
    )


def _day(day: int) -> datetime:
    return datetime(2026, 1, day, 9, tzinfo=UTC)

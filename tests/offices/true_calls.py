"""What really happens in an office: who dials whom and when, and how each call goes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cached_property

from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.reports import Direction
from tests.offices.circumstances import Circumstances

MORNING = datetime(2026, 1, 15, 9, tzinfo=UTC)
CUSTOMERS = 400
"""How many people the office calls; few enough that the same one is called again on the same day."""


class Way(Enum):
    """How a call comes about."""

    REQUESTED = "click-to-call"
    BY_HAND = "dialled on the agent's phone"
    COMES_IN = "comes in"


@dataclass(frozen=True, slots=True)
class Person:
    """An agent, under all the names that reports have for them."""

    id: str
    name: str
    phone: str
    extension: str


@dataclass(frozen=True, kw_only=True)
class TrueCall:
    """One call, by the provider's clock. `intent_id` is empty for a colleague's, and for all but click-to-calls.

    A call that comes in is first in a menu for `menu_s`, then rings at `rung`; `person` is who answers. A call can be
    handed to another agent after `handed_after_s` of talk.
    """

    call_id: str
    ref_id: str
    intent_id: str
    person: Person
    customer: str
    requested_at: datetime
    started_at: datetime
    agent_rings_s: int
    customer_rings_s: int
    talk_s: int
    outcome: CallOutcome
    way: Way = Way.REQUESTED
    menu_s: int = 0
    rung: tuple[Person, ...] = ()
    handed_to: Person | None = None
    handed_after_s: int = 0

    @property
    def direction(self) -> Direction:
        return Direction.INBOUND if self.way is Way.COMES_IN else Direction.OUTBOUND

    @cached_property
    def rings_at(self) -> datetime:
        """When the first phone of an agent rings."""
        return self.started_at + timedelta(seconds=self.menu_s)

    @cached_property
    def agent_answered_at(self) -> datetime | None:
        if self.outcome is CallOutcome.AGENT_MISSED:
            return None
        return self.rings_at + timedelta(seconds=self.agent_rings_s)

    @cached_property
    def customer_answered_at(self) -> datetime | None:
        if self.outcome is not CallOutcome.ANSWERED or self.agent_answered_at is None:
            return None
        return self.agent_answered_at + timedelta(seconds=self.customer_rings_s)

    @cached_property
    def handed_at(self) -> datetime | None:
        if self.handed_to is None or self.customer_answered_at is None:
            return None
        return self.customer_answered_at + timedelta(seconds=self.handed_after_s)

    @cached_property
    def ended_at(self) -> datetime:
        rang = self.agent_rings_s + (0 if self.outcome is CallOutcome.AGENT_MISSED else self.customer_rings_s)
        return self.rings_at + timedelta(seconds=rang + (self.talk_s if self.customer_answered_at else 0))


@dataclass(frozen=True, slots=True)
class Dial:
    """One of our own requests, by the provider's clock; `call` is None where nothing came of it."""

    intent_id: str
    person: Person
    customer: str
    requested_at: datetime
    is_answered: bool
    call: TrueCall | None
    is_refused: bool = False
    """Answered with a no."""

    @property
    def closed_at(self) -> datetime:
        """Until when it is looked at."""
        return self.call.ended_at if self.call else self.requested_at + timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Day:
    """All that happened, oldest first."""

    dials: tuple[Dial, ...]
    calls: tuple[TrueCall, ...]


def person(serial: int, *, namesakes: bool = False) -> Person:
    """The first of them is us."""
    return Person(
        id=f"0501234567{serial:04d}",
        name="Sam Field" if namesakes else f"Agent {serial:03d}",
        phone=f"+447700902{serial:03d}",
        extension=f"0601234567{serial:04d}",
    )


class Diary:
    """Makes days up; the same seed makes the same ones."""

    def __init__(self, circumstances: Circumstances, seed: int) -> None:
        self._c = circumstances
        self._chance = random.Random(seed)  # noqa: S311 (a repeatable office, no secret)
        self._serial = seed * 1_000_000
        serials = range(circumstances.colleagues + 1)
        self._people = [person(serial, namesakes=circumstances.namesakes) for serial in serials]

    def day(self, dials: int) -> Day:
        """A day on which we dial at least so often."""
        colleagues = self._people[1:]
        made: list[Dial] = []
        calls: list[TrueCall] = []
        now = MORNING
        while len(made) < dials:
            now += timedelta(seconds=self._chance.expovariate(1 / self._c.pause_s))
            customer = self._customer()
            dial = self._dial(customer, now)
            made.append(dial)
            calls += self._rivals(customer, now, colleagues)
            calls += self._callers(customer, now)
            now = dial.call.ended_at if dial.call else now + timedelta(seconds=30)
            if self._c.by_hand_within_s is not None:
                now += timedelta(seconds=self._chance.uniform(2, self._c.by_hand_within_s))
                calls.append(self.call_by_hand(0, customer, now, is_answered=self._chance.random() < 0.5))
                now = calls[-1].ended_at
            if self._c.redial_within_s is not None:
                now += timedelta(seconds=self._chance.uniform(2, self._c.redial_within_s))
                again = self._dial(customer, now)
                made.append(again)
                now = again.call.ended_at if again.call else now + timedelta(seconds=30)
        calls += [dial.call for dial in made if dial.call]
        for colleague in colleagues:
            calls += self._shift(colleague, now)
        return Day(tuple(made), tuple(sorted(calls, key=lambda call: call.started_at)))

    def _dial(self, customer: str, at: datetime) -> Dial:
        is_answered = self._chance.random() >= self._c.unanswered_requests
        is_placed = is_answered or self._chance.random() < 0.5
        return self.dial(customer, at, is_answered=is_answered, is_placed=is_placed)

    def dial(
        self, customer: str, at: datetime, *, is_answered: bool, is_placed: bool, is_refused: bool = False
    ) -> Dial:
        """One of ours."""
        self._serial += 1
        us = self._people[0]
        intent_id = f"dl-{self._serial:016x}"
        call = self._call(us, customer, at, intent_id) if is_placed and not is_refused else None
        return Dial(intent_id, us, customer, at, is_answered, call, is_refused)

    def colleagues_call(self, who: int, customer: str, at: datetime) -> TrueCall:
        """One of theirs; they are numbered from 1."""
        return self._call(self._people[who], customer, at)

    def call_by_hand(self, who: int, customer: str, at: datetime, *, is_answered: bool) -> TrueCall:
        """Somebody dials on their own phone; 0 is us."""
        outcome = CallOutcome.ANSWERED if is_answered else CallOutcome.CUSTOMER_MISSED
        call = self._call(self._people[who], customer, at)
        return replace(call, way=Way.BY_HAND, agent_rings_s=0, outcome=outcome)

    def comes_in(self, customer: str, at: datetime, rung: Sequence[int], answers: int | None) -> TrueCall:
        """A customer calls; the phones of `rung` ring (none: they give up in the menu), and one answers, or nobody."""
        call = self._call(self._people[answers or 0], customer, at)
        return replace(
            call,
            way=Way.COMES_IN,
            menu_s=self._chance.randrange(0, 8),
            agent_rings_s=call.agent_rings_s if rung else 0,
            customer_rings_s=0,
            rung=tuple(self._people[who] for who in rung),
            outcome=CallOutcome.AGENT_MISSED if answers is None else CallOutcome.ANSWERED,
        )

    def handed_on(self, call: TrueCall, to: int) -> TrueCall:
        """The same call, given to somebody else in the middle of the talk."""
        return replace(call, handed_to=self._people[to], handed_after_s=self._chance.randrange(1, call.talk_s))

    def _rivals(self, customer: str, at: datetime, colleagues: list[Person]) -> Iterator[TrueCall]:
        if self._c.rival_within_s is not None:
            apart = self._chance.uniform(-self._c.rival_within_s, self._c.rival_within_s)
            yield self._call(self._chance.choice(colleagues), customer, at + timedelta(seconds=apart))

    def _callers(self, customer: str, at: datetime) -> Iterator[TrueCall]:
        if self._c.callers_within_s is not None:
            apart = self._chance.uniform(-self._c.callers_within_s, self._c.callers_within_s)
            answers = self._chance.choice((None, 1))
            yield self.comes_in(customer, at + timedelta(seconds=apart), (0, 1), answers)

    def _shift(self, colleague: Person, until: datetime) -> Iterator[TrueCall]:
        now = MORNING
        while (now := now + timedelta(seconds=self._chance.expovariate(1 / self._c.pause_s))) < until:
            call = self._call(colleague, self._customer(), now)
            yield call
            now = call.ended_at

    def _customer(self) -> str:
        return f"447700900{self._chance.randrange(CUSTOMERS):03d}"

    def _call(self, who: Person, customer: str, at: datetime, intent_id: str = "") -> TrueCall:
        self._serial += 1
        started_at = (at + timedelta(seconds=self._chance.uniform(0.2, 2.5))).replace(microsecond=0)
        outcome = self._chance.choices(
            (CallOutcome.ANSWERED, CallOutcome.CUSTOMER_MISSED, CallOutcome.AGENT_MISSED), (6, 3, 1)
        )[0]
        return TrueCall(
            call_id=f"{int(started_at.timestamp())}.{self._serial}",
            ref_id=f"{self._serial:032x}",
            intent_id=intent_id,
            person=who,
            customer=customer,
            requested_at=at,
            started_at=started_at,
            agent_rings_s=self._chance.randrange(2, 20),
            customer_rings_s=self._chance.randrange(3, 40),
            talk_s=self._chance.randrange(5, 400),
            outcome=outcome,
        )

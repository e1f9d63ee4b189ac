"""When things happen in one call, in simulated seconds after it was accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.simulator.calling.call_script import Outcome, Step

if TYPE_CHECKING:
    import random


class Leg(Enum):
    """Whose phone."""

    AGENT = "agent"
    CUSTOMER = "customer"


class Ending(Enum):
    """What brought the call to its end."""

    CALLER = "caller"  # the agent, who is the caller of a click-to-call
    CALLEE = "callee"
    NO_ANSWER = "no-answer"
    REJECTED = "rejected"
    TIME_LIMIT = "time-limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Moments of one call; a leg that does not answer has none. `row_at` is when live calls first shows it."""

    row_at: float
    agent_answers_at: float | None
    customer_answers_at: float | None
    ends_at: float
    ending: Ending

    @property
    def missed_by(self) -> Leg | None:
        """The leg that did not answer, if one did not."""
        if self.agent_answers_at is None:
            return Leg.AGENT
        return Leg.CUSTOMER if self.customer_answers_at is None else None

    @property
    def agent_rings(self) -> float:
        """Seconds the agent's phone rang."""
        return self.ends_at if self.agent_answers_at is None else self.agent_answers_at

    @property
    def customer_rings(self) -> float | None:
        """Seconds the customer's phone rang; None if it was never dialled."""
        if self.agent_answers_at is None:
            return None
        until = self.ends_at if self.customer_answers_at is None else self.customer_answers_at
        return until - self.agent_answers_at

    @property
    def agent_seconds(self) -> float:
        """Seconds from the agent's answer to the end."""
        return 0.0 if self.agent_answers_at is None else self.ends_at - self.agent_answers_at

    @property
    def talk_seconds(self) -> float:
        """Seconds both were connected."""
        return 0.0 if self.customer_answers_at is None else self.ends_at - self.customer_answers_at

    def cut(self, at: float, ending: Ending) -> Timeline:
        """The same call, ended at `at` unless it was over already."""
        if at >= self.ends_at:
            return self
        return replace(
            self,
            agent_answers_at=_before(self.agent_answers_at, at),
            customer_answers_at=_before(self.customer_answers_at, at),
            ends_at=at,
            ending=ending,
        )

    def limited(self, seconds: float) -> Timeline:
        """The same call, its conversation cut after `seconds` (0: never): `call_timeout` is no ring time-out."""
        if self.customer_answers_at is None or seconds <= 0:
            return self
        return self.cut(self.customer_answers_at + seconds, Ending.TIME_LIMIT)


def planned(step: Step, chance: random.Random) -> Timeline | None:
    """The course of a call; None for one that never becomes active."""
    row_at = step.row_at if step.row_at is not None else round(chance.uniform(1.0, 3.0), 3)
    agent = _or(step.agent_answers_at, 4.0)
    customer = _or(step.customer_answers_at, agent + 12.0)
    by_outcome = {
        Outcome.AGENT_NO_ANSWER: (None, None, 30.0, Ending.NO_ANSWER),
        Outcome.AGENT_REJECTS: (None, None, 6.0, Ending.REJECTED),
        Outcome.CUSTOMER_NO_ANSWER: (agent, None, agent + 30.0, Ending.NO_ANSWER),
        Outcome.ABANDONED: (agent, None, agent + 6.0, Ending.CALLER),
        Outcome.CALLER_HANGS_UP_FIRST: (agent, customer, customer + 30.0, Ending.CALLER),
        Outcome.ANSWERED: (agent, customer, customer + 55.0, Ending.CALLEE),
    }
    if step.outcome not in by_outcome:
        return None
    agent_at, customer_at, end, ending = by_outcome[step.outcome]
    return _course(row_at, agent_at, customer_at, _or(step.ends_at, end), ending)


def _course(row: float, agent: float | None, customer: float | None, end: float, ending: Ending) -> Timeline:
    """A timetable in which the customer answers no earlier than the agent, and nothing follows the end."""
    agent = _before(agent, end)
    customer = None if agent is None or customer is None else _before(max(customer, agent), end)
    return Timeline(row_at=row, agent_answers_at=agent, customer_answers_at=customer, ends_at=end, ending=ending)


def _before(moment: float | None, end: float) -> float | None:
    return moment if moment is not None and moment < end else None


def _or(value: float | None, usual: float) -> float:
    return usual if value is None else value

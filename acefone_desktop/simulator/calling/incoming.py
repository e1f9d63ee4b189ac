"""Calls that customers place to the account: who is rung, who answers, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.simulator.calling.timeline import Ending, Timeline

if TYPE_CHECKING:
    from acefone_desktop.simulator.account import Department, SimulatedAccount, User

USUAL_CALLER = "447700900123"
_ROW_AT, _RINGS_AT, _ANSWERED_AT, _TALK, _MISSED_AT = 0.5, 1.0, 8.0, 40.0, 25.0


class IncomingOutcome(Enum):
    """The courses a call that comes in can take."""

    ANSWERED = "answered"
    MISSED = "missed"
    ELSEWHERE = "elsewhere"
    """Rings you and a colleague, and the colleague answers."""
    COLLEAGUE = "colleague"
    """Rings and is answered by a colleague alone: it is none of your business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingStep:
    """One call that comes in `at` (simulated seconds after the start). Moments count from when it arrives.

    `caller` and `did` are digits; an empty `did` is the account's first number. With `department` it comes in there.
    """

    at: float = 0.0
    caller: str = USUAL_CALLER
    did: str = ""
    outcome: IncomingOutcome = IncomingOutcome.ANSWERED
    department: bool = False
    answers_at: float | None = None
    ends_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What tells a call that came in from one that was dialled. `rung` are the agents whose phones ring, in order."""

    rung: tuple[User, ...]
    department: Department | None
    rings_at: float = _RINGS_AT


def course(step: IncomingStep) -> Timeline:
    """When things happen; the customer is on the line from the agent's answer on."""
    missed = step.outcome is IncomingOutcome.MISSED
    answered = None if missed else _ANSWERED_AT if step.answers_at is None else step.answers_at
    usual_end = _MISSED_AT if answered is None else answered + _TALK
    ends = usual_end if step.ends_at is None else step.ends_at
    if answered is not None and answered >= ends:
        answered = None
    ending = Ending.NO_ANSWER if answered is None else Ending.CALLEE
    return Timeline(
        row_at=_ROW_AT, agent_answers_at=answered, customer_answers_at=answered, ends_at=ends, ending=ending
    )


def rung_by(step: IncomingStep, account: SimulatedAccount) -> tuple[User, Incoming]:
    """Who has the call in the end, and who is rung for it."""
    agents = [user for user in account.users if user.agent and user.agent.status == 0]
    you, colleague = agents[0], agents[1]
    department = account.departments[0] if step.department else None
    match step.outcome:
        case IncomingOutcome.ELSEWHERE:
            return colleague, Incoming(rung=(you, colleague), department=department)
        case IncomingOutcome.COLLEAGUE:
            return colleague, Incoming(rung=(colleague,), department=department)
        case _:
            return you, Incoming(rung=(you, colleague) if department else (you,), department=department)

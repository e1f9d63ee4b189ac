"""Which course each call takes: from a script, else from the last digits of the number that is dialled."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acefone_desktop.simulator.calling.incoming import IncomingStep


class Outcome(Enum):
    """The courses a call can take."""

    ANSWERED = "answered"
    AGENT_NO_ANSWER = "agent_no_answer"
    CUSTOMER_NO_ANSWER = "customer_no_answer"
    AGENT_REJECTS = "agent_rejects"
    CALLER_HANGS_UP_FIRST = "caller_hangs_up_first"
    ABANDONED = "abandoned"
    ROW_NEVER_APPEARS = "row_never_appears"
    REFUSED = "refused"


class DialReply(Enum):
    """How the request for a call is answered."""

    NORMAL = "normal"
    FALSE_WITH_200 = "false-with-200"
    HTML_502 = "html-502"
    EMPTY_BODY = "empty-body"
    SLOW = "slow"
    HELD = "held"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call's course. Moments are simulated seconds after acceptance; None leaves the usual one."""

    outcome: Outcome = Outcome.ANSWERED
    reply: DialReply | None = None
    message: str | None = None
    status: int | None = None
    row_at: float | None = None
    agent_answers_at: float | None = None
    customer_answers_at: float | None = None
    ends_at: float | None = None
    calls_back_after: float | None = None
    """The customer calls you so long after the end."""


TRAINING_NUMBERS: Mapping[str, tuple[Step, str]] = MappingProxyType(
    {
        "901": (Step(outcome=Outcome.CUSTOMER_NO_ANSWER), "you answer, the customer does not"),
        "902": (Step(outcome=Outcome.AGENT_NO_ANSWER), "your own phone is not answered"),
        "903": (Step(outcome=Outcome.REFUSED, message="Agent is offline"), "refused: Agent is offline"),
        "904": (Step(reply=DialReply.HELD), "accepted, but the reply is held until the app gives up"),
        "905": (Step(reply=DialReply.DROPPED), "accepted, but the connection breaks before the reply"),
        "906": (Step(outcome=Outcome.AGENT_REJECTS), "your own phone rejects the call"),
        "907": (Step(outcome=Outcome.CALLER_HANGS_UP_FIRST), "answered, and you hang up first"),
        "908": (Step(outcome=Outcome.ROW_NEVER_APPEARS), "accepted, and never heard of again"),
        "909": (Step(outcome=Outcome.ABANDONED), "you hang up while the customer's phone rings"),
        "910": (
            Step(outcome=Outcome.ABANDONED, calls_back_after=5.0),
            "you hang up while the customer's phone rings, and the customer calls you back",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class CallScript:
    """Steps by order of calls (from 1) and by last digits dialled; order wins, then the longest ending."""

    by_order: Mapping[int, Step] = field(default_factory=dict)
    by_ending: Mapping[str, Step] = field(default_factory=dict)
    incoming: tuple[IncomingStep, ...] = ()
    """Calls that come in by themselves."""

    def step_for(self, ordinal: int, destination: str) -> Step:
        """The course of the `ordinal`-th call (from 1), which goes to `destination` (digits)."""
        if step := self.by_order.get(ordinal):
            return step
        endings = sorted((e for e in self.by_ending if destination.endswith(e)), key=len)
        if endings:
            return self.by_ending[endings[-1]]
        for ending, (step, _) in TRAINING_NUMBERS.items():
            if destination.endswith(ending):
                return step
        return Step()

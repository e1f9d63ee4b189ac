"""Evidence: one thing that one source told us about a call, when we learned it, and what it lets us recognise.

Evidence is kept for ever and only added to. What a call *is* follows from the set of it (`domain/calls.py`); which
call it belongs to follows from its identities (`domain/correlation.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import Enum
from operator import attrgetter
from typing import Any

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.domain.reports import AgentMention, Direction

TIME_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""`told_at` of a recorded body that says nothing about time: it is recognised by its identities alone."""

NOBODY = AgentMention()
"""No agent was mentioned."""

LONGEST_TEXT = 500
"""Characters kept of anything the provider says in words."""


class Source(Enum):
    """Who told us."""

    DIAL = "dial"
    LIVE_CALLS = "live_calls"
    WEBHOOK = "webhook"
    CALL_RECORDS = "call_records"

    __hash__ = object.__hash__  # members are compared by identity; Enum's own hash is a call into Python


class Leg(Enum):
    """A click-to-call has two: the agent's own phone rings first, then the customer's."""

    AGENT = "agent"
    CUSTOMER = "customer"


class Fact(Enum):
    """What happened. The set is closed; words that nobody has described are `IN_PROGRESS`."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    OUTCOME_UNKNOWN = "outcome_unknown"
    """Sent, no answer: it may be ringing."""
    IN_PROGRESS = "in_progress"
    AGENT_RINGING = "agent_ringing"
    AGENT_ANSWERED = "agent_answered"
    AGENT_MISSED = "agent_missed"
    CUSTOMER_RINGING = "customer_ringing"
    CUSTOMER_ANSWERED = "customer_answered"
    CUSTOMER_MISSED = "customer_missed"
    HANG_UP_ASKED = "hang_up_asked"
    """The person pressed “hang up” and the provider said yes."""
    TRANSFER_ASKED = "transfer_asked"
    """The person gave the call to somebody else (`message` says to whom) and the provider said yes."""
    VANISHED = "vanished"
    """The row that was in `live_calls` is not there any more."""
    ENDED = "ended"
    NOT_FOUND = "not_found"
    """We looked for as long as a call takes to appear, and it did not."""
    GIVEN_UP = "given_up"
    """We stopped looking; what is unknown now stays so unless a source speaks up by itself."""

    __hash__ = object.__hash__  # as above


GOING_ON = frozenset(
    {Fact.IN_PROGRESS, Fact.AGENT_RINGING, Fact.AGENT_ANSWERED, Fact.CUSTOMER_RINGING, Fact.CUSTOMER_ANSWERED}
)
"""Facts of which each says that there is such a call, or was."""

_ANSWERS = frozenset({Fact.AGENT_ANSWERED, Fact.CUSTOMER_ANSWERED})
_AFTER_THE_START = _ANSWERS | {Fact.AGENT_MISSED, Fact.CUSTOMER_MISSED, Fact.ENDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing one source told. Equal evidence is the same evidence, however often it arrives.

    `told_at` is when we learned it, by our clock; `begun_at` when the call must have begun by our clock (from a row's
    age); `taken_at` when the provider took our request, by its clock, whatever our clock says. All other stamps are the
    provider's, read in the account's zone. Numbers are digits; durations are seconds;
    `ring_s` is the customer's leg, `agent_ring_s` the agent's. `by_request` is whether the call is said to be a
    click-to-call: False where another way is told, None where none is. `extension` is what the person is to enter once
    the customer's side answers; it is known from our own request alone, and no part of any number. `is_implied` is
    whether the report tells of it as of something past, so that its arrival says nothing of when it happened.
    """

    source: Source
    told_at: datetime
    fact: Fact
    intent_id: str = ""
    call_id: str = ""
    ref_id: str = ""
    custom_identifier: str = ""
    agent: AgentMention = NOBODY
    customers: tuple[str, ...] = ()
    extension: str = ""
    direction: Direction | None = None
    by_request: bool | None = None
    caller_id: str = ""
    begun_at: datetime | None = None
    taken_at: datetime | None = None
    happened_at: datetime | None = None
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    talk_s: int | None = None
    ring_s: int | None = None
    agent_ring_s: int | None = None
    recording: bool = False
    message: str = ""
    reason: str = ""
    is_implied: bool = False
    _hash: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.told_at.tzinfo is None:
            raise ValueError("told_at must be aware")
        told = (
            self.source, self.told_at, self.fact, self.intent_id, self.call_id, self.ref_id, self.agent,
            self.customers, self.started_at, self.happened_at, self.message,
        )  # fmt: skip
        object.__setattr__(self, "_hash", hash(told))  # sets of evidence are united a thousand times a second

    def __hash__(self) -> int:
        return self._hash

    @property
    def customer(self) -> str:
        """The customer's digits as told; empty when unknown."""
        return self.customers[0] if self.customers else ""

    @property
    def known_at(self) -> datetime | None:
        """When it happened; None where only that it did is told.

        What a report of the end implies happened some time before it; and a recorded body that came without its time
        of arrival is dated by its own stamps, of which the start is the time of no answer and no end.
        """
        if self.happened_at is not None:
            return self.happened_at
        implied = (self.is_implied or self.ended_at is not None) and self.fact in _ANSWERS
        undated = self.source is not Source.DIAL and self.told_at == self.started_at and self.fact in _AFTER_THE_START
        return None if implied or undated or self.told_at == TIME_UNKNOWN else self.told_at

    @property
    def at(self) -> datetime:
        """When it happened, as well as we know."""
        return self.happened_at or self.told_at


class EvidenceNotReadableError(StorageError):
    """Kept evidence does not have the shape this version writes."""

    code = "evidence-not-readable"
    sentence = "A stored note about a call cannot be read."


def evidence_to_json(evidence: Evidence) -> str:
    """One line of JSON with only what is said; `evidence_from_json` gives back an equal value."""
    told: dict[str, object] = {}
    for name, default in _WRITTEN:
        value = getattr(evidence, name)
        if value != default:
            write = _WRITERS.get(type(value))
            told[name] = value if write is None else write(value)
    return _as_json(told)


def evidence_from_json(text: str) -> Evidence:
    """Reads what `evidence_to_json` wrote; fields of a newer version are ignored.

    Raises `EvidenceNotReadableError`.
    """
    try:
        raw: dict[str, Any] = json.loads(text)
        known = {name: _READERS.get(name, _as_it_is)(value) for name, value in raw.items() if name in _NAMES}
        return Evidence(**known)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EvidenceNotReadableError from error


def _agent_parts(agent: AgentMention) -> dict[str, object]:
    return {"id": agent.id, "name": agent.name, "numbers": list(agent.numbers)}


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_WRITTEN = tuple((part.name, part.default) for part in fields(Evidence) if part.init)
_NAMES = frozenset(name for name, _ in _WRITTEN)
_WRITERS: dict[type, Callable[[Any], object]] = {
    **dict.fromkeys((Source, Fact, Direction), attrgetter("value")),
    datetime: datetime.isoformat,
    AgentMention: _agent_parts,
}


def _as_it_is(value: Any) -> Any:
    return value


def _agent(value: Any) -> AgentMention:
    return AgentMention(id=value["id"], name=value["name"], numbers=tuple(value["numbers"]))


_READERS: dict[str, Any] = {
    "source": Source,
    "fact": Fact,
    "direction": Direction,
    "agent": _agent,
    "customers": tuple,
    **dict.fromkeys(
        ("told_at", "begun_at", "taken_at", "happened_at", "started_at", "answered_at", "ended_at"),
        datetime.fromisoformat,
    ),
}

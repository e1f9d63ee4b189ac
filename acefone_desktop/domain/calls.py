"""A call is what the evidence says: a set that only grows, and a reading of it.

Joining calls is set union, so order, repeats and mixture of sources cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NewType

from acefone_desktop.domain.call_events import CallEvent, contested_events
from acefone_desktop.domain.call_reading import CallOutcome, CallReading, CallState, named_by_id, read_call
from acefone_desktop.domain.evidence import GOING_ON, Fact
from acefone_desktop.domain.reports import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from acefone_desktop.domain.evidence import Evidence

__all__ = ["Call", "CallEvent", "CallKey", "CallOutcome", "CallState"]

CallKey = NewType("CallKey", str)
"""Names a call for as long as it lives: our own intent's id where there is one, else the provider's call id."""


@dataclass(frozen=True, slots=True)
class Call:
    """Everything told about one call. `contested` is evidence that fits this call and another one equally well."""

    evidence: frozenset[Evidence] = frozenset()
    contested: frozenset[Evidence] = field(default=frozenset(), repr=False)
    _reading: CallReading | None = field(default=None, init=False, repr=False, compare=False)

    @staticmethod
    def of(evidence: Iterable[Evidence]) -> Call:
        """The call that this evidence amounts to; which call it belongs to is not questioned."""
        return Call(frozenset(evidence))

    def __or__(self, other: Call) -> Call:
        """The join: commutative, associative, idempotent."""
        if other.evidence <= self.evidence and other.contested <= self.contested:
            return self
        return Call(self.evidence | other.evidence, self.contested | other.contested)

    @property
    def reading(self) -> CallReading:
        """All derived values at once; worked out on first use, then kept."""
        reading = self._reading
        if reading is None:
            reading = read_call(self.evidence)
            object.__setattr__(self, "_reading", reading)
        return reading

    @property
    def key(self) -> CallKey:
        """What has an id is named without reading the rest: most calls of a busy account are never looked at."""
        return CallKey(named_by_id(self.evidence) or self.reading.key)

    @property
    def intent_id(self) -> str | None:
        """Our own dial's id; None for a call that was started elsewhere."""
        return self.reading.intent_id

    @property
    def call_id(self) -> str | None:
        """The provider's id, which hanging up needs; None until a source has told it."""
        return self.reading.call_id

    @property
    def ref_id(self) -> str:
        return self.reading.ref_id

    @property
    def direction(self) -> Direction | None:
        return self.reading.direction

    @property
    def agent(self) -> str:
        """The agent as best known: name, else id, else number; empty when unknown."""
        return self.reading.agent

    @property
    def customer(self) -> str:
        """The customer's digits, in the fullest form told; empty when unknown."""
        return self.reading.customer

    @property
    def extension(self) -> str:
        """What the agent enters once they answer, as it came with the number; empty where there is none."""
        return self.reading.extension

    @property
    def caller_id(self) -> str:
        """Digits shown to the customer; empty when unknown or the account's default."""
        return self.reading.caller_id

    @property
    def state(self) -> CallState:
        return self.reading.state

    @property
    def outcome(self) -> CallOutcome | None:
        """None while it runs."""
        return self.reading.outcome

    @property
    def requested_at(self) -> datetime | None:
        return self.reading.requested_at

    @property
    def started_at(self) -> datetime | None:
        """When the provider began the call; when we asked for it, until that is told."""
        return self.reading.started_at

    @property
    def answered_at(self) -> datetime | None:
        """When the two parties could first talk; None if they never did. The agent's own pick-up is an event."""
        return self.reading.answered_at

    @property
    def ended_at(self) -> datetime | None:
        return self.reading.ended_at

    @property
    def talk_seconds(self) -> int | None:
        """How long the two parties talked; 0 when one was missed, None when unknown."""
        return self.reading.talk_seconds

    @property
    def ring_seconds(self) -> int | None:
        """How long the customer's phone rang, or the agent's where the call got no further; None when unknown."""
        return self.reading.ring_seconds

    @property
    def recording(self) -> bool:
        """Whether the provider has a recording."""
        return self.reading.recording

    @property
    def message(self) -> str:
        """The provider's own words on the request (why it was refused)."""
        return self.reading.message

    @property
    def reason(self) -> str:
        """Why it failed, or how it ended, as told."""
        return self.reading.reason

    @property
    def is_open(self) -> bool:
        """Whether the call is going on, as far as we know. A call of unknown outcome is not open."""
        return self.reading.is_open

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be found out: the outcome is certain, or we have stopped looking."""
        return self.reading.is_settled

    @property
    def is_looked_up(self) -> bool:
        """Whether our own dial is over and we are still asking how it went: its outcome is not yet called unknown."""
        reading = self.reading
        undecided = reading.state is CallState.ENDED and reading.outcome is CallOutcome.UNKNOWN
        return undecided and reading.intent_id is not None and not reading.is_settled

    @property
    def is_lost_sight_of(self) -> bool:
        """Whether the call was going on, as far as was known, and how it ended was never told."""
        facts = {told.fact for told in self.evidence}
        went_out = Fact.ACCEPTED in facts or not facts.isdisjoint(GOING_ON)
        return self.state is CallState.UNKNOWN and Fact.GIVEN_UP in facts and went_out and Fact.NOT_FOUND not in facts

    @property
    def is_looked_for_in_vain(self) -> bool:
        """Whether we looked for this call until the time for it was up; else nobody did after it was last heard of."""
        stopped = max((told.told_at for told in self.evidence if told.fact is Fact.GIVEN_UP), default=None)
        return stopped is not None and all(e.told_at < stopped for e in self.evidence if e.fact is not Fact.GIVEN_UP)

    @property
    def hang_up_asked(self) -> bool:
        """Whether the provider has accepted a request to hang up; the call may take a moment to end."""
        return self.reading.hang_up_asked

    @property
    def transferred_to(self) -> str:
        """To whom the person has given the call, as accepted by the provider; empty where they have not."""
        asked = [told for told in self.evidence if told.fact is Fact.TRANSFER_ASKED]
        return max(asked, key=lambda told: told.told_at).message if asked else ""

    @property
    def ambiguous(self) -> bool:
        """Whether there is evidence that fits this call and another equally well, so that it was given to neither."""
        return bool(self.contested - self.evidence)

    @property
    def can_hang_up(self) -> bool:
        """An incoming call that still rings may ring others too: hanging up would end it for all."""
        rings_others = self.direction is Direction.INBOUND and self.state is not CallState.CONNECTED
        return self.is_open and self.call_id is not None and (self.intent_id is not None or not rings_others)

    @property
    def events(self) -> tuple[CallEvent, ...]:
        """What happened, oldest first, each thing once per source; then a word on what could not be told apart."""
        return self.reading.events + contested_events(self.contested - self.evidence)

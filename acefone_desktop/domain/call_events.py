"""What happened to a call, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.reports import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


Span = tuple["datetime | None", "datetime | None"]
"""When a call began and ended, as far as it is known."""


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One thing that happened: when (None where only that it did is known), who told us, and what in plain words."""

    at: datetime | None
    source: Source
    what: str


_WORDS = {
    Fact.REQUESTED: "Call requested",
    Fact.ACCEPTED: "Acefone accepted the request",
    Fact.REFUSED: "Acefone refused the request",
    Fact.NOT_SENT: "The request was not sent",
    Fact.OUTCOME_UNKNOWN: "No answer to the request: it may have gone out",
    Fact.IN_PROGRESS: "The call is in progress",
    Fact.AGENT_RINGING: "The agent's phone is ringing",
    Fact.AGENT_ANSWERED: "The agent answered",
    Fact.AGENT_MISSED: "The agent did not answer",
    Fact.CUSTOMER_RINGING: "The customer's phone is ringing",
    Fact.CUSTOMER_ANSWERED: "The customer answered",
    Fact.CUSTOMER_MISSED: "The customer did not answer",
    Fact.HANG_UP_ASKED: "Asked Acefone to hang up",
    Fact.TRANSFER_ASKED: "Asked Acefone to transfer the call",
    Fact.VANISHED: "The call is no longer among the live calls",
    Fact.ENDED: "The call ended",
    Fact.NOT_FOUND: "No such call has appeared at Acefone",
    Fact.GIVEN_UP: "Stopped looking for this call",
}
_UNDECIDED = "Other reports fit this call and another one equally well; they were given to neither"
_ENDS = frozenset({Fact.ENDED, Fact.CUSTOMER_MISSED, Fact.AGENT_MISSED})
_ROUNDING = timedelta(seconds=2)
"""Sources cut off parts of seconds, each in its own way: their ends are one and the same."""
_ORDER = {fact: place for place, fact in enumerate(Fact)}


def call_events(
    evidence: Iterable[Evidence], direction: Direction | None, span: Span = (None, None)
) -> tuple[CallEvent, ...]:
    """All events, oldest first; what a source repeats is listed once, at its earliest.

    A moment that a report tells and that lies outside of the call's `span` cannot be true: the event is without one.
    """
    first: dict[tuple[Source, Fact, str], Evidence] = {}
    for item in evidence:
        words = (item.source, item.fact, _detail(item))
        if words not in first or _earliness(item, span) < _earliness(first[words], span):
            first[words] = item
    ordered = sorted(
        first.items(),
        key=lambda entry: (_latest(entry[1], span), _ORDER[entry[1].fact], entry[0][0].value, entry[0][2]),
    )
    return tuple(
        CallEvent(_possible(item, span), item.source, _what(item, detail, direction))
        for (_, _, detail), item in ordered
    )


def contested_events(contested: Iterable[Evidence]) -> tuple[CallEvent, ...]:
    """Says that there are reports which fit this call and another one equally well."""
    last = max(contested, key=lambda item: (item.told_at, item.source.value), default=None)
    return (CallEvent(last.told_at, last.source, _UNDECIDED),) if last else ()


def _possible(item: Evidence, span: Span) -> datetime | None:
    """When it happened, where that is known and can be."""
    at, (started, ended) = item.known_at, span
    if at is None or item.happened_at is None:
        return at
    if ended and at > ended and at - ended <= _ROUNDING and item.fact in _ENDS:
        return ended
    return at if (started or at) <= at <= (ended or at) else None


def _latest(item: Evidence, span: Span) -> datetime:
    """When it had happened at the latest: what is of no known time stands before the end."""
    return _possible(item, span) or item.ended_at or item.told_at


def _earliness(item: Evidence, span: Span) -> tuple[bool, datetime]:
    """A known time comes before none."""
    return _possible(item, span) is None, _latest(item, span)


def _what(item: Evidence, detail: str, direction: Direction | None) -> str:
    words = _WORDS[item.fact]
    if direction is Direction.INBOUND and item.fact is Fact.CUSTOMER_MISSED:
        words = "The customer hung up before anybody answered"
    return f"{words}: {detail}" if detail else words


def _detail(item: Evidence) -> str:
    return item.reason if item.fact is Fact.ENDED else item.message

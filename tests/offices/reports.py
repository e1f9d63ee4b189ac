"""What an account's reports say of true calls, in the provider's words, as evidence in the order in which it comes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_refused, from_unknown
from acefone_desktop.domain.dialing import Accepted, CallIntent, DialRequest, IntentId
from acefone_desktop.domain.errors import RefusedError
from acefone_desktop.domain.evidence import Evidence, Source
from acefone_desktop.domain.report_evidence import from_call_record, from_live_call, from_vanished, from_webhook
from acefone_desktop.domain.reports import AgentMention
from tests.offices.bodies import Bodies
from tests.offices.circumstances import Circumstances
from tests.offices.true_calls import Day, Dial, TrueCall, person

POLL_S = 4
RECORD_AFTER_S = 6


@dataclass(frozen=True, slots=True)
class Arrival:
    """Evidence, when it comes (by the provider's clock), and which call or dial it is of in truth."""

    at: datetime
    evidence: tuple[Evidence, ...]
    of: str


class Reporter:
    """Tells of a day under the given circumstances; the same seed tells it in the same way."""

    def __init__(self, circumstances: Circumstances, seed: int) -> None:
        self._c = circumstances
        self._chance = random.Random(seed)  # noqa: S311 (a repeatable office, no secret)
        self._ahead = timedelta(seconds=circumstances.our_clock_ahead_s)
        self._bodies = Bodies(circumstances)
        self._us = person(0, namesakes=circumstances.namesakes)

    @property
    def own_agent(self) -> Agent:
        """What is known here of our own agent: the id, and perhaps all the names."""
        us = self._us
        if not self._c.own_names_known:
            return Agent(AgentId(us.id), "")
        return Agent(AgentId(us.id), us.name, phone=us.phone, extension=us.extension)

    def tell(self, day: Day) -> list[Arrival]:
        """Everything that comes, in the order in which it comes."""
        arrivals = [arrival for dial in day.dials for arrival in self.of_dial(dial)]
        for call in day.calls:
            if call.intent_id and self._c.untold > 0 and self._chance.random() < self._c.untold:
                continue
            told = list(self.of_call(call, day.dials))
            told += [
                Arrival(self._late(arrival.at), arrival.evidence, arrival.of)
                for arrival in told
                if self._chance.random() < self._c.repeated
            ]
            arrivals += told
        if self._c.names_alone:
            arrivals = [replace(arrival, evidence=tuple(map(_by_name, arrival.evidence))) for arrival in arrivals]
        return sorted(arrivals, key=lambda arrival: arrival.at)

    def of_dial(self, dial: Dial) -> Iterator[Arrival]:
        """What we note of it ourselves: the request, and what came of it."""
        intent = CallIntent(
            IntentId(dial.intent_id),
            DialRequest(digits=dial.customer, agent_id=AgentId(dial.person.id)),
            dial.requested_at + self._ahead,
        )
        truth = dial.call.call_id if dial.call else dial.intent_id
        yield Arrival(dial.requested_at, (from_intent(intent, self.own_agent),), truth)
        replied_at = dial.requested_at + timedelta(seconds=1)
        if dial.is_refused:
            said = from_refused(intent, replied_at + self._ahead, RefusedError("Agent is offline"))
        elif dial.is_answered:
            ref_id = dial.call.ref_id if dial.call and self._c.ref_id_in_reply else ""
            reply = Accepted(ref_id=ref_id, at=replied_at.replace(microsecond=0))
            said = from_accepted(intent, replied_at + self._ahead, reply)
        else:
            replied_at = dial.requested_at + timedelta(seconds=20)
            said = from_unknown(intent, replied_at + self._ahead, "no answer")
        yield Arrival(replied_at, (said,), truth)

    def of_call(self, call: TrueCall, dials: Sequence[Dial]) -> Iterator[Arrival]:
        """What the provider tells of a call, while `dials` of ours are looked at."""
        if self._c.live_calls:
            yield from self._live_rows(call, dials)
        if self._c.webhooks:
            yield from self._webhooks(call)
        if self._c.records and self._is_asked_for(call, dials) and not self._is_lost():
            at = self._late(call.ended_at + timedelta(seconds=RECORD_AFTER_S))
            yield Arrival(at, from_call_record(self._bodies.record(call), at + self._ahead), call.call_id)

    def _is_asked_for(self, call: TrueCall, dials: Sequence[Dial]) -> bool:
        """Records are read about the time of our own calls only."""
        near = any(abs(call.started_at - dial.requested_at) < timedelta(minutes=10) for dial in dials)
        return near or self._comes_in_to_us(call)

    def _comes_in_to_us(self, call: TrueCall) -> bool:
        return self._us in call.rung

    def _live_rows(self, call: TrueCall, dials: Sequence[Dial]) -> Iterator[Arrival]:
        """Rows of the snapshots that are taken while a call of ours is open, and the first one without the row.

        A row that says what the one before said is left out: the app lets no such repeats in.
        """
        said: object = None
        last: tuple[Evidence, ...] = ()
        looks = [(dial.requested_at, dial.closed_at) for dial in dials]
        if self._comes_in_to_us(call):
            looks.append((call.rings_at, call.ended_at))
        ended_at = call.ended_at
        for at in _polls(call, looks):
            if self._is_lost():
                continue
            if at >= ended_at:
                if last:
                    yield Arrival(at, tuple(from_vanished(seen, at + self._ahead) for seen in last), call.call_id)
                return
            saying = self._bodies.row_says(call, at)
            if saying != said:
                said = saying
                last = from_live_call(self._bodies.row(call, at), at + self._ahead)
                yield Arrival(at, last, call.call_id)

    def _webhooks(self, call: TrueCall) -> Iterator[Arrival]:
        for happened_at, report in self._bodies.webhooks(call):
            if not self._is_lost():
                at = self._late(happened_at)
                yield Arrival(at, from_webhook(report, at + self._ahead), call.call_id)

    def _is_lost(self) -> bool:
        return self._c.lost > 0 and self._chance.random() < self._c.lost

    def _late(self, at: datetime) -> datetime:
        return at + timedelta(seconds=self._chance.uniform(0.2, self._c.latest_s))


def _by_name(told: Evidence) -> Evidence:
    """What reports say of an agent, with nothing but the name."""
    return told if told.source is Source.DIAL else replace(told, agent=AgentMention(name=told.agent.name))


def _polls(call: TrueCall, looks: Iterable[tuple[datetime, datetime]]) -> Iterator[datetime]:
    """Moments of snapshots from this call's start to a while after its end, while one of our own calls is open.

    Stamps are cut to whole seconds, and can lie before the request: what was not asked for yet is in no snapshot.
    """
    begun_at = max(call.started_at, call.requested_at)
    a_while = timedelta(seconds=2 * POLL_S)
    last = call.ended_at + a_while
    for opened_at, closed_at in looks:
        if opened_at > last or closed_at + a_while < begun_at:
            continue
        at = opened_at + timedelta(seconds=2)
        until = min(closed_at + a_while, last)
        if at < begun_at:
            at += -((at - begun_at) // timedelta(seconds=POLL_S)) * timedelta(seconds=POLL_S)
        while at < until:
            yield at
            at += timedelta(seconds=POLL_S)

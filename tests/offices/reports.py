"""What an account's reports say of true calls, in the provider's words, as evidence in the order in which it comes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from acefone_desktop.adapters.acefone.reports.call_rows import read_call_records, read_live_calls
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhook_fields
from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent, from_unknown
from acefone_desktop.domain.dialing import Accepted, CallIntent, DialRequest, IntentId
from acefone_desktop.domain.evidence import Evidence
from acefone_desktop.domain.report_evidence import from_call_record, from_live_call, from_vanished, from_webhook
from tests.offices.circumstances import Circumstances
from tests.offices.true_calls import Day, Dial, TrueCall

POLL_S = 4
RECORD_AFTER_S = 6
_NAIVE = "%Y-%m-%d %H:%M:%S"
_DID = "442079460123"


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
        self._names_in_webhooks = circumstances.agents_named and circumstances.agents_named_in_webhooks

    def tell(self, day: Day) -> list[Arrival]:
        """Everything that comes, in the order in which it comes."""
        arrivals = [arrival for dial in day.dials for arrival in self.of_dial(dial)]
        for call in day.calls:
            told = list(self.of_call(call, day.dials))
            told += [
                Arrival(self._late(arrival.at), arrival.evidence, arrival.of)
                for arrival in told
                if self._chance.random() < self._c.repeated
            ]
            arrivals += told
        return sorted(arrivals, key=lambda arrival: arrival.at)

    def of_dial(self, dial: Dial) -> Iterator[Arrival]:
        """What we note of it ourselves: the request, and what came of it."""
        intent = CallIntent(
            IntentId(dial.intent_id),
            DialRequest(digits=dial.customer, agent_id=AgentId(dial.person.id)),
            dial.requested_at + self._ahead,
        )
        person = dial.person
        us: Agent | None = Agent(AgentId(person.id), person.name, phone=person.phone, extension=person.extension)
        if not self._c.own_names_known:
            us = None
        truth = dial.call.call_id if dial.call else dial.intent_id
        yield Arrival(dial.requested_at, (from_intent(intent, us),), truth)
        if dial.is_answered:
            replied_at = dial.requested_at + timedelta(seconds=1)
            reply = Accepted(at=replied_at.replace(microsecond=0))
            yield Arrival(replied_at, (from_accepted(intent, replied_at + self._ahead, reply),), truth)
        else:
            given_up_at = dial.requested_at + timedelta(seconds=20)
            yield Arrival(given_up_at, (from_unknown(intent, given_up_at + self._ahead, "no answer"),), truth)

    def of_call(self, call: TrueCall, dials: Sequence[Dial]) -> Iterator[Arrival]:
        """What the provider tells of a call, while `dials` of ours are looked at."""
        if self._c.live_calls:
            yield from self._live_rows(call, dials)
        if self._c.webhooks:
            yield from self._webhooks(call)
        if self._c.records and self._is_asked_for(call, dials) and not self._is_lost():
            at = self._late(call.ended_at + timedelta(seconds=RECORD_AFTER_S))
            (row,) = read_call_records({"results": [self._record(call)]}, UTC).records
            yield Arrival(at, from_call_record(row, at + self._ahead), call.call_id)

    def _is_asked_for(self, call: TrueCall, dials: Sequence[Dial]) -> bool:
        """Records are read about the time of our own calls only."""
        return any(abs(call.started_at - dial.requested_at) < timedelta(minutes=10) for dial in dials)

    def _live_rows(self, call: TrueCall, dials: Sequence[Dial]) -> Iterator[Arrival]:
        """Rows of the snapshots that are taken while a call of ours is open, and the first one without the row.

        A row that says what the one before said is left out: the app lets no such repeats in.
        """
        said, ended_at, answered_at = "", call.ended_at, call.agent_answered_at
        last: tuple[Evidence, ...] = ()
        for at in _polls(call, dials):
            if self._is_lost():
                continue
            if at >= ended_at:
                if last:
                    yield Arrival(at, tuple(from_vanished(seen, at + self._ahead) for seen in last), call.call_id)
                return
            state = "Answered" if answered_at and at >= answered_at else "Ringing"
            if state != said:
                said = state
                (row,) = read_live_calls([self._row(call, at, state)], UTC)
                last = from_live_call(row, at + self._ahead)
                yield Arrival(at, last, call.call_id)

    def _webhooks(self, call: TrueCall) -> Iterator[Arrival]:
        bodies = [(call.ended_at, self._hung_up(call))]
        if call.agent_answered_at:
            bodies.append((call.agent_answered_at, self._answered_by_agent(call)))
        if call.customer_answered_at:
            bodies.append((call.customer_answered_at, self._answered_by_customer(call)))
        for happened_at, body in bodies:
            if self._is_lost():
                continue
            at = self._late(happened_at)
            told = from_webhook(read_webhook_fields(body, UTC), at + self._ahead)
            yield Arrival(at, told, call.call_id)

    def _is_lost(self) -> bool:
        return self._c.lost > 0 and self._chance.random() < self._c.lost

    def _late(self, at: datetime) -> datetime:
        return at + timedelta(seconds=self._chance.uniform(0.2, self._c.latest_s))

    def _stamp(self, at: datetime) -> str:
        return (at + timedelta(seconds=self._c.stamps_ahead_s)).strftime(_NAIVE)

    def _row(self, call: TrueCall, at: datetime, state: str) -> dict[str, Any]:
        age = max(int((at - call.started_at).total_seconds()), 0)
        named = {"source": call.person.phone, "agent_name": call.person.name} if self._c.agents_named else {}
        return {
            "call_id": call.call_id,
            "direction": 2,
            "type": "click-to-call",
            "did": f"+{_DID}",
            "destination": call.customer,
            "customer_number": f"+{call.customer}",
            "state": state,
            "created_at": self._stamp(call.started_at),
            "call_time": f"{age // 3600:02}:{age // 60 % 60:02}:{age % 60:02}",
            **named,
        }

    def _identities(self, call: TrueCall) -> dict[str, Any]:
        return {
            "call_to_number": call.customer,
            "caller_id_number": f"+{_DID}",
            "start_stamp": self._stamp(call.started_at) if self._c.starts_in_webhooks else "$start_stamp",
            "customer_no_with_prefix ": f"+{call.customer}",
            "call_id": call.call_id if self._c.call_ids_in_webhooks else "",
            "ref_id": call.ref_id if self._c.ref_ids else "",
            "custom_identifier": call.intent_id if self._c.identifier_echoed else "",
        }

    def _answered_by_agent(self, call: TrueCall) -> dict[str, Any]:
        named = {"answer_agent_number": call.person.phone} if self._names_in_webhooks else {}
        return {
            **self._identities(call), **named, "call_status": "Answered by agent", "direction": "click_to_call",
        }  # fmt: skip

    def _answered_by_customer(self, call: TrueCall) -> dict[str, Any]:
        who = {"follow_me_number": call.person.phone, "id": call.person.id, "name": call.person.name}
        return {
            **self._identities(call),
            **({"answered_agent_number": who} if self._names_in_webhooks else {}),
            "call_status": "Answered by customer",
            "customer_ring_time": str(call.customer_rings_s),
            "direction": "click_to_call",
        }

    def _hung_up(self, call: TrueCall) -> dict[str, Any]:
        by_agent = call.outcome is CallOutcome.AGENT_MISSED
        answered = call.outcome is CallOutcome.ANSWERED
        leg_s = "" if by_agent else str(call.customer_rings_s + (call.talk_s if answered else 0))
        who = {"id": call.person.id, "name": call.person.name, "number": call.person.extension}
        named = ({"missed_agent": [who]} if by_agent else {"answered_agent": who}) if self._names_in_webhooks else {}
        return {
            **self._identities(call),
            **named,
            "call_status": "answered" if answered else "missed",
            "call_connected": "0" if by_agent else "1",
            "answer_stamp": self._stamp(call.agent_answered_at) if call.agent_answered_at else "",
            "end_stamp": self._stamp(call.ended_at),
            "billsec": leg_s or "0",
            "duration": leg_s or "0",
            "outbound_sec": str(call.talk_s) if answered else "0",
            "agent_ring_time": str(call.agent_rings_s),
            "customer_ring_time": "" if by_agent else str(call.customer_rings_s),
            "direction": "clicktocall",
        }

    def _record(self, call: TrueCall) -> dict[str, Any]:
        answered = call.outcome is CallOutcome.ANSWERED
        by_agent = call.outcome is CallOutcome.AGENT_MISSED
        start = self._stamp(call.started_at)
        who = {"id": call.person.id, "name": call.person.name, "number": call.person.extension}
        named = (
            {"agent_number": call.person.phone, "agent_name": call.person.name, "missed_agents": [who] * by_agent}
            if self._c.agents_named
            else {}
        )
        described = "answered by customer" if answered else f"missed by {'agent' if by_agent else 'customer'}"
        return {
            "call_id": call.call_id,
            "ref_id": call.ref_id if self._c.ref_ids else "",
            "direction": "outbound",
            "call_hint": "clicktocall",
            "description": f"Call {described}",
            "status": "answered" if answered else "missed",
            "date": start[:10],
            "time": start[11:],
            "end_stamp": self._stamp(call.ended_at),
            "call_duration": int((call.ended_at - call.started_at).total_seconds()),
            "answered_seconds": call.talk_s if answered else 0,
            "agent_ring_time": call.agent_rings_s,
            "client_number": f"+{call.customer}",
            "did_number": f"+{_DID}",
            **named,
        }


def _polls(call: TrueCall, dials: Sequence[Dial]) -> Iterator[datetime]:
    """Moments of snapshots from this call's start to a while after its end, while one of our own calls is open."""
    a_while = timedelta(seconds=2 * POLL_S)
    last = call.ended_at + a_while
    for dial in dials:
        if dial.requested_at > last or dial.closed_at + a_while < call.started_at:
            continue
        at = dial.requested_at + timedelta(seconds=2)
        until = min(dial.closed_at + a_while, last)
        if at < call.started_at:
            at += -((at - call.started_at) // timedelta(seconds=POLL_S)) * timedelta(seconds=POLL_S)
        while at < until:
            yield at
            at += timedelta(seconds=POLL_S)

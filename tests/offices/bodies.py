"""The bodies in which the provider tells of a true call: rows of live calls and of records, webhooks (contract §12)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from acefone_desktop.adapters.acefone.reports.call_rows import read_call_records, read_live_calls
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhook, read_webhook_fields
from acefone_desktop.domain.calls import CallOutcome
from tests.offices.circumstances import Circumstances, Dialect, HandedName
from tests.offices.true_calls import Person, TrueCall, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.domain.reports import CallRecord, LiveCall, WebhookReport

DID = "442079460123"
_NAIVE = "%Y-%m-%d %H:%M:%S"
_DIALLERS_ZONE = timezone(timedelta(hours=5, minutes=30))
_FORM = "application/x-www-form-urlencoded"
Body = dict[str, Any]


class Bodies:
    """Words calls as the circumstances have it. What a customer's template leaves out is not in the body."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._c = circumstances
        self._names_in_webhooks = circumstances.agents_named and circumstances.agents_named_in_webhooks
        self._is_dialler = circumstances.dialect is Dialect.DIALLER

    # --- live calls -----------------------------------------------------------------------------------------------

    def row(self, call: TrueCall, at: datetime) -> LiveCall:
        """Its row in a snapshot."""
        age = max(int((at - call.started_at).total_seconds()), 0)
        named = self._row_names(call, at)
        source = f"+{call.customer}" if call.way is Way.COMES_IN else named.phone if named else None
        (row,) = read_live_calls([{
            "call_id": call.call_id,
            "direction": 1 if call.way is Way.COMES_IN else 2,
            "source": source,
            "type": self._type(call),
            "did": f"+{DID}",
            "destination": (named.phone if named else None) if call.way is Way.COMES_IN else call.customer,
            "customer_number": f"+{call.customer}",
            "state": self.state(call, at),
            "created_at": self._stamp(call.started_at),
            "call_time": f"{age // 3600:02}:{age // 60 % 60:02}:{age % 60:02}",
            "agent_name": named.name if named else None,
        }], UTC)  # fmt: skip
        return row

    def row_says(self, call: TrueCall, at: datetime) -> object:
        """All of the row that can change from one snapshot to the next, but for its age."""
        return self.state(call, at), self._row_names(call, at)

    def state(self, call: TrueCall, at: datetime) -> str:
        """The word of its row. A menu may count as somebody who answers."""
        answered_at = call.customer_answered_at if call.way is Way.BY_HAND else call.agent_answered_at
        is_answered = answered_at is not None and at >= answered_at
        in_a_menu = call.way is Way.COMES_IN and self._c.menus_answer
        return "Answered" if is_answered or in_a_menu else "Ringing"

    def _row_names(self, call: TrueCall, at: datetime) -> Person | None:
        """Of a call that comes in nobody is named while several phones ring, or a menu counts as an answer."""
        if not self._c.agents_named:
            return None
        if call.handed_at and at >= call.handed_at and self._c.handed_calls_name is not HandedName.FIRST:
            return call.handed_to
        if call.way is not Way.COMES_IN or (call.agent_answered_at and at >= call.agent_answered_at):
            return call.person
        rings_one = len(call.rung) == 1 and at >= call.rings_at and not self._c.menus_answer
        return call.rung[0] if rings_one else None

    def _type(self, call: TrueCall) -> str:
        kinds = {Way.REQUESTED: "click-to-call", Way.BY_HAND: "outbound", Way.COMES_IN: "inbound"}
        return kinds[call.way] if self._c.ways_told else ""

    # --- webhooks -------------------------------------------------------------------------------------------------

    def webhooks(self, call: TrueCall) -> Iterator[tuple[datetime, WebhookReport]]:
        """What is sent of it, and when that had happened."""
        yield call.ended_at, self._read(self._hung_up(call))
        if call.way is Way.COMES_IN:
            yield call.started_at, self._read(self._step(call, "Call received on Server"))
            for person in call.rung if call.ended_at > call.rings_at else ():
                named = {"agent_id": person.id, "agent_name": person.name, "agent_number": person.phone}
                yield call.rings_at, self._read(self._step(call, "Dialed on Agent", named))
        if call.agent_answered_at:
            who = {"answer_agent_number": self._phone(call.person.phone)}
            yield call.agent_answered_at, self._read(self._step(call, "Answered by agent", who))
        if call.customer_answered_at and call.way is Way.REQUESTED:
            yield call.customer_answered_at, self._read(self._answered_by_customer(call))
        if call.handed_at and call.handed_to:
            who = {"answer_agent_number": self._phone(call.handed_to.phone)}
            yield call.handed_at, self._read(self._step(call, "Answered by agent", who))

    def _read(self, body: Body) -> WebhookReport:
        """Through the wire that the dialect uses; the platform's is known to keep a body's values."""
        if not self._is_dialler:
            return read_webhook_fields(body, UTC)
        flat = {key: json.dumps(value) if isinstance(value, list | dict) else value for key, value in body.items()}
        return read_webhook(urlencode(flat).encode(), _FORM, "", UTC)

    def _identities(self, call: TrueCall, *, is_over: bool = False) -> Body:
        incoming = call.way is Way.COMES_IN
        parties = ("caller_id_number", "call_to_number") if incoming else ("call_to_number", "caller_id_number")
        called = {
            parties[0]: call.customer if not self._is_dialler else self._phone(call.customer),
            parties[1]: f"+{DID}",
        }
        told = {
            **(called if self._c.parties_in_webhooks else {}),
            "customer_no_with_prefix ": self._phone(call.customer),
            "start_stamp": self._webhook_stamp(call.started_at) if self._c.starts_in_webhooks else "$start_stamp",
            "call_id": call.call_id if self._c.call_ids_in_webhooks else "",
            "ref_id": call.ref_id if self._c.ref_ids and call.way is Way.REQUESTED else "",
            "custom_identifier": call.intent_id if self._c.identifier_echoed else "",
        }
        if self._c.directions_in_webhooks:
            told["direction"] = self._direction(call, is_over=is_over)
        return told

    def _direction(self, call: TrueCall, *, is_over: bool) -> str:
        if call.way is Way.REQUESTED:
            return "clicktocall" if is_over else "click_to_call"
        word = call.direction.value
        return f"Dialer ({word})" if self._is_dialler else word

    def _step(self, call: TrueCall, status: str, named: Body | None = None) -> Body:
        named = named if named and self._names_in_webhooks else {}
        return {**self._identities(call), **named, "call_status": status}

    def _answered_by_customer(self, call: TrueCall) -> Body:
        who = {"follow_me_number": call.person.phone, "id": call.person.id, "name": call.person.name}
        body = self._step(call, "Answered by customer", {"answered_agent_number": who})
        return body | ({"customer_ring_time": str(call.customer_rings_s)} if self._c.legs_in_webhooks else {})

    def _hung_up(self, call: TrueCall) -> Body:
        answered = call.outcome is CallOutcome.ANSWERED
        by_a_menu = call.way is Way.COMES_IN and self._c.menus_answer
        answered_at = call.started_at if by_a_menu else call.agent_answered_at
        connected = call.agent_answered_at is not None and (answered or call.way is Way.REQUESTED)
        word = "answered" if answered else "missed"
        return {
            **self._identities(call, is_over=True),
            **(self._people_of(call) if self._names_in_webhooks else {}),
            **(self._legs(call) if self._c.legs_in_webhooks else {}),
            "call_status": word.title() if self._is_dialler else word,
            "answer_stamp": self._webhook_stamp(answered_at) if answered_at else "",
            "end_stamp": self._webhook_stamp(call.ended_at),
            **({"call_connected": str(int(connected))} if self._c.legs_in_webhooks else {}),
        }

    def _legs(self, call: TrueCall) -> Body:
        """How long each took. A click-to-call's `billsec` has the ringing of the customer's phone in it."""
        answered, by_agent = call.outcome is CallOutcome.ANSWERED, call.outcome is CallOutcome.AGENT_MISSED
        requested = call.way is Way.REQUESTED
        talk_s = call.talk_s if answered else 0
        leg_s = 0 if by_agent else talk_s + (call.customer_rings_s if call.way is not Way.COMES_IN else 0)
        if call.way is Way.COMES_IN and self._c.menus_answer:
            leg_s = int((call.ended_at - call.started_at).total_seconds())
        outbound = str(talk_s)
        return {
            "billsec": str(leg_s),
            "duration": str(leg_s),
            "outbound_sec": "$outbound_sec" if call.way is Way.COMES_IN else outbound,
            "agent_ring_time": "" if call.way is Way.BY_HAND else str(call.agent_rings_s),
            "customer_ring_time": str(call.customer_rings_s) if requested and not by_agent else "",
        }

    def _people_of(self, call: TrueCall) -> Body:
        """Who answered, and whose phones rang in vain."""
        if call.outcome is CallOutcome.AGENT_MISSED:
            missed = call.rung if call.way is Way.COMES_IN else (call.person,)
            return {"answered_agent": "", "missed_agent": [_details(person) for person in missed] or ""}
        first, last = call.person, call.handed_to or call.person
        answered = {
            HandedName.FIRST: [first], HandedName.LAST: [last], HandedName.BOTH: list(dict.fromkeys((first, last))),
        }[self._c.handed_calls_name]  # fmt: skip
        told = [_details(person) for person in answered]
        missed = tuple(person for person in call.rung if person != call.person)
        return {
            "answered_agent": told[0] if len(told) == 1 else told,
            "missed_agent": [_details(person) for person in missed] or "",
        }

    # --- call records ---------------------------------------------------------------------------------------------

    def record(self, call: TrueCall) -> CallRecord:
        """Its row in the records."""
        answered = call.outcome is CallOutcome.ANSWERED
        by_agent = call.outcome is CallOutcome.AGENT_MISSED
        start = self._stamp(call.started_at)
        answerer = "agent" if call.way is Way.COMES_IN else "customer"
        described = f"answered by {answerer}" if answered else f"missed by {'agent' if by_agent else 'customer'}"
        hints = {Way.REQUESTED: "clicktocall", Way.BY_HAND: "outbound", Way.COMES_IN: "inbound"}
        row = {
            "call_id": call.call_id,
            "ref_id": call.ref_id if self._c.ref_ids and call.way is Way.REQUESTED else "",
            "direction": call.direction.value,
            "call_hint": hints[call.way] if self._c.ways_told else "",
            "description": f"Call {described}",
            "status": "answered" if answered else "missed",
            "date": start[:10],
            "time": start[11:],
            "end_stamp": self._stamp(call.ended_at),
            "call_duration": int((call.ended_at - call.started_at).total_seconds()),
            "answered_seconds": call.talk_s if answered else 0,
            "agent_ring_time": call.agent_rings_s,
            "client_number": f"+{call.customer}",
            "did_number": f"+{DID}",
            **(self._record_names(call) if self._c.agents_named else {}),
        }
        return read_call_records({"results": [row]}, UTC).records[0]

    def _record_names(self, call: TrueCall) -> Body:
        first = self._c.handed_calls_name is HandedName.FIRST
        named = call.person if first or not call.handed_to else call.handed_to
        missed = call.rung if call.way is Way.COMES_IN else (call.person,)
        if call.outcome is not CallOutcome.AGENT_MISSED:
            missed = tuple(person for person in call.rung if person != call.person)
        elif not missed:
            return {}
        return {
            "agent_number": named.phone,
            "agent_name": named.name,
            "missed_agents": [{"id": p.id, "name": p.name, "number": p.extension} for p in missed],
        }

    # --- stamps and numbers ---------------------------------------------------------------------------------------

    def _stamp(self, at: datetime) -> str:
        return (at + timedelta(seconds=self._c.stamps_ahead_s)).strftime(_NAIVE)

    def _webhook_stamp(self, at: datetime) -> str:
        """The dialler's say of which zone they are."""
        return at.astimezone(_DIALLERS_ZONE).isoformat(timespec="seconds") if self._is_dialler else self._stamp(at)

    def _phone(self, number: str) -> str:
        digits = number.removeprefix("+")
        return f"0{digits[2:]}" if self._is_dialler else f"+{digits}"


def _details(person: Person) -> Body:
    return {"id": person.id, "name": person.name, "number": person.extension}

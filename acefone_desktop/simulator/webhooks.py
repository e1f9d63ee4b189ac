"""Webhook bodies: the provider's default template with all its habits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.simulator import incoming_webhooks, stamps
from acefone_desktop.simulator.calling import records
from acefone_desktop.simulator.calling.timeline import Ending, Leg
from acefone_desktop.simulator.incoming_webhooks import IncomingTrigger
from acefone_desktop.simulator.switches import AgentForm

if TYPE_CHECKING:
    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.calling.incoming import Incoming
    from acefone_desktop.simulator.calling.timeline import Timeline
    from acefone_desktop.simulator.simulation import Simulation


class Trigger(Enum):
    """What sets a webhook off."""

    ANSWERED_BY_AGENT = "Answered by agent"
    ANSWERED_BY_CUSTOMER = "Answered by customer"
    HANG_UP = "hang-up"


AnyTrigger = Trigger | IncomingTrigger


@dataclass(frozen=True, slots=True)
class Happening:
    """A trigger and when it goes off, in simulated seconds after acceptance."""

    trigger: AnyTrigger
    moment: float


def happenings(incoming: Incoming | None, timeline: Timeline) -> tuple[Happening, ...]:
    """What there is to tell of a call, in the order it happens."""
    if incoming is not None:
        moments = incoming_webhooks.moments(timeline, incoming)
        return tuple(Happening(trigger, moment) for trigger, moment in moments)
    answers = (
        (Trigger.ANSWERED_BY_AGENT, timeline.agent_answers_at),
        (Trigger.ANSWERED_BY_CUSTOMER, timeline.customer_answers_at),
    )
    told = [Happening(trigger, moment) for trigger, moment in answers if moment is not None]
    return (*told, Happening(Trigger.HANG_UP, timeline.ends_at))


def body(simulation: Simulation, call: SimulatedCall, timeline: Timeline, trigger: AnyTrigger) -> dict[str, object]:
    """The body of one webhook; parameters of the request that mean nothing to the platform come back in it."""
    if isinstance(trigger, IncomingTrigger):
        return (
            {} if call.incoming is None else incoming_webhooks.body(simulation, call, timeline, call.incoming, trigger)
        )
    match trigger:
        case Trigger.ANSWERED_BY_AGENT:
            told = _answered_by_agent(simulation, call)
        case Trigger.ANSWERED_BY_CUSTOMER:
            told = _answered_by_customer(simulation, call, timeline)
        case Trigger.HANG_UP:
            told = _hang_up(simulation, call, timeline)
    return {**call.echoed, **told, "custom_identifier": call.custom_identifier}


def _answered_by_agent(simulation: Simulation, call: SimulatedCall) -> dict[str, object]:
    return {
        "uuid": call.uuid,
        "call_id": call.call_id,
        "call_to_number": call.destination,
        "caller_id_number": call.did,
        "start_stamp": _stamp(simulation, call, 0),
        "answer_agent_number": _phone(call),
        "billing_circle": {"operator": "", "circle": ""},
        "call_status": Trigger.ANSWERED_BY_AGENT.value,
        "direction": "click_to_call",
        **_prefixed_number(simulation, call),
        "ref_id": "",
    }


def _answered_by_customer(simulation: Simulation, call: SimulatedCall, timeline: Timeline) -> dict[str, object]:
    agent = call.user.agent
    return {
        "uuid": call.uuid,
        **({} if simulation.switches.webhook_omits_call_id else {"call_id": call.call_id}),
        "call_to_number": call.destination,
        "caller_id_number": call.did,
        "start_stamp": _stamp(simulation, call, 0),
        "answered_agent_number": {
            "follow_me_number": _phone(call),
            "id": agent.id if agent else "",
            "name": call.user.name,
        },
        "billing_circle": {"operator": "", "circle": ""},
        "call_status": Trigger.ANSWERED_BY_CUSTOMER.value,
        **_prefixed_number(simulation, call),
        "customer_ring_time": _seconds(timeline.customer_rings),
        "direction": "click_to_call",
        "ref_id": _ref_id(simulation, call),
    }


def _hang_up(simulation: Simulation, call: SimulatedCall, timeline: Timeline) -> dict[str, object]:
    missed = timeline.missed_by
    answered_at, by_agent = timeline.agent_answers_at, missed is Leg.AGENT
    return {
        "uuid": call.uuid,
        "call_id": call.call_id,
        "call_to_number": call.destination,
        "caller_id_number": call.did.removeprefix("+"),
        "start_stamp": _stamp(simulation, call, 0),
        "answer_stamp": "" if answered_at is None else _stamp(simulation, call, answered_at),
        "end_stamp": _stamp(simulation, call, timeline.ends_at),
        "billsec": _seconds(timeline.agent_seconds),
        "duration": _seconds(timeline.agent_seconds),
        "digits_dialed": "",
        "direction": "clicktocall",
        "answered_agent": "" if by_agent else _agent(simulation, call, AgentForm.OBJECT),
        "answered_agent_name": "" if by_agent else call.user.name,
        "answered_agent_number": "" if by_agent else _phone(call),
        "missed_agent": _agent(simulation, call, AgentForm.ARRAY) if by_agent else "",
        "call_flow": [] if by_agent else _flow(call, timeline),
        "broadcast_lead_fields": "",
        "recording_url": "" if by_agent else records.recording_url(simulation, call),
        **_unset(simulation, "recording_name"),
        "call_status": "missed" if missed else "answered",
        "outbound_sec": _seconds(timeline.talk_seconds),
        "agent_ring_time": _seconds(timeline.agent_rings),
        **_unset(simulation, "agent_transfer_ring_time"),
        "billing_circle": {"operator": "", "circle": ""},
        "call_connected": "0" if by_agent else "1",
        "aws_call_recording_identifier": "",
        **_prefixed_number(simulation, call),
        **_unset(simulation, "campaign_name"),
        **_unset(simulation, "campaign_id"),
        "customer_ring_time": _seconds(timeline.customer_rings),
        "reason_key": records.reason(timeline),
        **_cause(timeline),
        "ref_id": "" if missed is Leg.CUSTOMER else _ref_id(simulation, call),
    }


def _cause(timeline: Timeline) -> dict[str, object]:
    match timeline.ending, timeline.missed_by:
        case ((Ending.CALLER | Ending.CALLEE | Ending.TIME_LIMIT), _):
            key, code, words = "NORMAL_CLEARING", "16", "Normal call clearing"
        case Ending.NO_ANSWER, Leg.AGENT:
            key, code, words = "NO_ANSWER", "19", "No answer from user (user alerted)"
        case _:
            key, code, words = "UNSPECIFIED", "0", "Unspecified"
    return {"hangup_cause_description": words, "hangup_cause_code": code, "hangup_cause_key": key}


def _agent(simulation: Simulation, call: SimulatedCall, usual: AgentForm) -> object:
    agent = call.user.agent
    number = call.user.extension or _phone(call)
    details = {
        "id": agent.id if agent else "",
        "name": f"{call.user.name}-Extension" if call.user.extension else call.user.name,
        "dialst": "Dialed",
        "number": number,
        "agent_number": number,
    }
    wanted = simulation.switches.webhook_agent_form
    return [details] if (usual if wanted is AgentForm.DOCUMENTED else wanted) is AgentForm.ARRAY else details


def _flow(call: SimulatedCall, timeline: Timeline) -> list[dict[str, object]]:
    agent = {"type": "Agent", "id": call.user.agent.id if call.user.agent else "", "name": call.user.name}
    started = int(call.stamped_at.timestamp())
    steps: list[tuple[dict[str, object], float | None]] = [
        ({"type": "init", "value": call.call_id}, 0),
        ({**agent, "dialst": "Dialed", "num": call.user.extension or _phone(call), "subtype": "softphone"}, 0),
        ({"type": "ClickToCall", "name": f"PJSIP%2F{call.destination}"}, timeline.agent_answers_at),
        ({**agent, "dialst": "Answered"}, timeline.customer_answers_at),
        ({"type": "hangup"}, timeline.ends_at),
    ]
    return [{**step, "time": started + int(moment)} for step, moment in steps if moment is not None]


def _stamp(simulation: Simulation, call: SimulatedCall, moment: float) -> str:
    switches = simulation.switches
    return stamps.webhook(call.stamp(moment), switches.webhook_time_zone or switches.time_zone, switches.webhook_stamps)


def _prefixed_number(simulation: Simulation, call: SimulatedCall) -> dict[str, object]:
    key = "customer_no_with_prefix " if simulation.switches.webhook_trailing_space else "customer_no_with_prefix"
    return {key: f"+{call.destination}"}


def _unset(simulation: Simulation, name: str) -> dict[str, object]:
    """A variable nothing was put into."""
    return {name: f"${name}" if simulation.switches.webhook_literal_variables else ""}


def _ref_id(simulation: Simulation, call: SimulatedCall) -> str:
    return "" if simulation.switches.webhook_empty_ref_id else call.ref_id


def _seconds(duration: float | None) -> str:
    return "" if duration is None else str(int(duration))


def _phone(call: SimulatedCall) -> str:
    return call.user.agent.follow_me_number if call.user.agent else ""

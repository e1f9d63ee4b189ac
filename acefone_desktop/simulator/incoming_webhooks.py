"""What webhooks tell of calls that come in (contract §8: the triggers marked “in”)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.simulator import stamps
from acefone_desktop.simulator.calling import records

if TYPE_CHECKING:
    from acefone_desktop.simulator.account import User
    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.calling.incoming import Incoming
    from acefone_desktop.simulator.calling.timeline import Timeline
    from acefone_desktop.simulator.simulation import Simulation


class IncomingTrigger(Enum):
    """What sets one off; the value is its name in the portal."""

    ON_SERVER = "Call received on Server"
    ON_DEPARTMENT = "Call received on Department"
    ON_AGENT = "Dialed on Agent"
    ON_NEXT_AGENT = "Dialed on Agent, the next one"
    ANSWERED = "Answered by agent"
    HANG_UP = "hang-up"


def moments(timeline: Timeline, incoming: Incoming) -> tuple[tuple[IncomingTrigger, float], ...]:
    """What there is to tell, in the order it happens."""
    told = [(IncomingTrigger.ON_SERVER, 0.0)]
    if incoming.department is not None:
        told.append((IncomingTrigger.ON_DEPARTMENT, 0.0))
    told.append((IncomingTrigger.ON_AGENT, incoming.rings_at))
    if len(incoming.rung) > 1:
        told.append((IncomingTrigger.ON_NEXT_AGENT, incoming.rings_at))
    if timeline.agent_answers_at is not None:
        told.append((IncomingTrigger.ANSWERED, timeline.agent_answers_at))
    reached = [(trigger, moment) for trigger, moment in told if moment < timeline.ends_at]
    return (*reached, (IncomingTrigger.HANG_UP, timeline.ends_at))


def body(
    simulation: Simulation, call: SimulatedCall, timeline: Timeline, incoming: Incoming, trigger: IncomingTrigger
) -> dict[str, object]:
    """The body of one webhook about a call that came in."""
    told: dict[str, object] = {
        "uuid": call.uuid,
        "call_id": call.call_id,
        "call_to_number": call.did.removeprefix("+"),
        "caller_id_number": call.destination,
        "start_stamp": _stamp(simulation, call, 0),
        "billing_circle": {"operator": "", "circle": ""},
        "direction": "inbound",
        **_prefixed_number(simulation, call),
        "ref_id": "",
        "custom_identifier": "",
    }
    if incoming.department is not None:
        told |= {"dept_id": incoming.department.id, "dept_name": incoming.department.name}
    match trigger:
        case IncomingTrigger.ON_SERVER | IncomingTrigger.ON_DEPARTMENT:
            return told | {"call_status": trigger.value}
        case IncomingTrigger.ON_AGENT:
            return told | {"call_status": IncomingTrigger.ON_AGENT.value, **_named(incoming.rung[0])}
        case IncomingTrigger.ON_NEXT_AGENT:
            return told | {"call_status": IncomingTrigger.ON_AGENT.value, **_named(incoming.rung[1])}
        case IncomingTrigger.ANSWERED:
            return told | {"call_status": trigger.value, "answer_agent_number": _phone(call.user), **_named(call.user)}
        case IncomingTrigger.HANG_UP:
            return told | _hang_up(simulation, call, timeline, incoming)


def _hang_up(simulation: Simulation, call: SimulatedCall, timeline: Timeline, incoming: Incoming) -> dict[str, object]:
    answered_at = timeline.agent_answers_at
    missed = [user for user in incoming.rung if answered_at is None or user is not call.user]
    return {
        "answer_stamp": "" if answered_at is None else _stamp(simulation, call, answered_at),
        "end_stamp": _stamp(simulation, call, timeline.ends_at),
        "billsec": str(int(timeline.agent_seconds)),
        "duration": str(int(timeline.ends_at)),
        "digits_dialed": "",
        "answered_agent": "" if answered_at is None else _details(call.user),
        "answered_agent_name": "" if answered_at is None else call.user.name,
        "answered_agent_number": "" if answered_at is None else _phone(call.user),
        "missed_agent": [_details(user) for user in missed] or "",
        "call_flow": [],
        "recording_url": "" if answered_at is None else records.recording_url(simulation, call),
        "call_status": "missed" if answered_at is None else "answered",
        "outbound_sec": "$outbound_sec" if simulation.switches.webhook_literal_variables else "",
        "agent_ring_time": str(int((answered_at or timeline.ends_at) - incoming.rings_at)),
        "customer_ring_time": "",
        "call_connected": "0" if answered_at is None else "1",
        "reason_key": records.reason(timeline),
        "hangup_cause_key": "NO_ANSWER" if answered_at is None else "NORMAL_CLEARING",
    }


def _named(user: User) -> dict[str, object]:
    return {"agent_id": user.agent.id if user.agent else "", "agent_name": user.name, "agent_number": _phone(user)}


def _details(user: User) -> dict[str, object]:
    number = user.extension or _phone(user)
    return {"id": user.agent.id if user.agent else "", "name": user.name, "number": number, "agent_number": number}


def _prefixed_number(simulation: Simulation, call: SimulatedCall) -> dict[str, object]:
    key = "customer_no_with_prefix " if simulation.switches.webhook_trailing_space else "customer_no_with_prefix"
    return {key: f"+{call.destination}"}


def _stamp(simulation: Simulation, call: SimulatedCall, moment: float) -> str:
    switches = simulation.switches
    return stamps.webhook(call.stamp(moment), switches.webhook_time_zone or switches.time_zone, switches.webhook_stamps)


def _phone(user: User) -> str:
    return user.agent.follow_me_number if user.agent else ""

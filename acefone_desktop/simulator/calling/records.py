"""Call records: one call's row, and which rows a query finds."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from acefone_desktop.simulator import stamps
from acefone_desktop.simulator.calling.timeline import Ending, Leg

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.simulator.account import User
    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.calling.exchange import Exchange
    from acefone_desktop.simulator.calling.timeline import Timeline
    from acefone_desktop.simulator.simulation import Simulation

_REASONS = {
    Ending.CALLER: "Call Disconnected By Caller",
    Ending.CALLEE: "Call Disconnected By Callee",
    Ending.NO_ANSWER: "noanswer",
    Ending.REJECTED: "",
    Ending.TIME_LIMIT: "",
}
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le, "!=": operator.ne, "=": operator.eq,
}  # fmt: skip


def reason(timeline: Timeline) -> str:
    """What the provider says brought the call to its end."""
    return _REASONS[timeline.ending]


def recording_url(simulation: Simulation, call: SimulatedCall) -> str:
    """The recording's address; whoever has it can listen, so it carries a secret of its own."""
    query = urlencode({"callId": call.call_id, "type": "rec", "token": call.ref_id.replace("-", "")})
    return f"{simulation.base_url}/file/recording?{query}"


def recording_exists(simulation: Simulation, call: SimulatedCall) -> bool:
    """Whether the recording can be had by now; both legs or the agent's alone are recorded."""
    switches = simulation.switches
    if call.timeline is None or call.timeline.missed_by is Leg.AGENT or not switches.recordings:
        return False
    ready_at = call.timeline.ends_at + switches.record_delay + switches.recording_delay
    return call.elapsed(simulation.clock.now()) >= ready_at


def has_record(simulation: Simulation, call: SimulatedCall) -> bool:
    """Whether the call's record has been written by now."""
    if call.timeline is None:
        return False
    return call.elapsed(simulation.clock.now()) >= call.timeline.ends_at + simulation.switches.record_delay


def found(exchange: Exchange) -> list[tuple[SimulatedCall, Timeline]]:
    """The calls whose records a query finds, newest first, each as often as its record comes."""
    simulation = exchange.simulation
    copies = 2 if simulation.switches.record_twice else 1
    return [
        (call, call.timeline)
        for call in reversed(simulation.calls.all())
        if call.timeline and has_record(simulation, call) and _is_wanted(exchange, call, call.timeline)
        for _ in range(copies)
    ]


def _is_wanted(exchange: Exchange, call: SimulatedCall, timeline: Timeline) -> bool:
    query, zone = exchange.request.query_params, exchange.simulation.switches.time_zone
    agents = [*query.getlist("agents"), *query.getlist("agents[]")]
    dids = {d.removeprefix("+") for name in ("did_number", "did_numbers", "did_numbers[]") for d in query.getlist(name)}
    since, until = (stamps.read_naive(exchange.query(name), zone) for name in ("from_date", "to_date"))
    direction = exchange.query("direction") or exchange.query("call_direction")
    kind = exchange.query("call_type")
    compare = _OPERATORS.get(exchange.query("operator"))
    started = call.stamped_at.replace(microsecond=0)
    return (
        (not agents or (call.user.agent is not None and f"agent|{call.user.agent.id}" in agents))
        and (not dids or call.did.removeprefix("+") in dids)
        and (since is None or since <= started)
        and (until is None or started <= until)
        and direction.lower() in {"", _direction(call)}
        and kind in {"", "m" if timeline.missed_by else "c"}
        and exchange.query("call_id") in {"", call.call_id}
        and (compare is None or compare(timeline.ends_at, exchange.whole_number("duration", 0)))
    )


def record_row(simulation: Simulation, call: SimulatedCall, timeline: Timeline) -> dict[str, object]:
    """One call's record, as it stands now."""
    switches = simulation.switches
    started = stamps.naive(call.stamped_at, switches.time_zone)
    missed, phone = timeline.missed_by, call.user.agent.follow_me_number if call.user.agent else ""
    return {
        "id": f"{0x65A4 + call.ordinal:x}",
        "call_id": call.call_id,
        "uuid": call.uuid,
        **({"ref_id": call.ref_id} if switches.records_ref_id else {}),
        **({"custom_identifier": call.custom_identifier} if switches.records_custom_identifier else {}),
        "direction": _direction(call),
        "description": f"Call missed by {missed.value}" if missed else f"Call answered by {_answerer(call)}",
        "detailed_description": "",
        "status": "missed" if missed else "answered",
        "blocked_number_id": None,
        "recording_url": recording_url(simulation, call) if recording_exists(simulation, call) else None,
        "service": "Incoming" if call.incoming else "Click to Call",
        "date": started[:10],
        "time": started[11:],
        "end_stamp": stamps.naive(call.stamp(timeline.ends_at), switches.time_zone),
        "broadcast_id": None,
        "dtmf_input": None,
        "call_duration": int(timeline.ends_at),
        "answered_seconds": int(timeline.talk_seconds),
        "minutes_consumed": -int(-timeline.talk_seconds // 60),
        "charges": None,
        "department_name": call.incoming.department.name if call.incoming and call.incoming.department else None,
        "agent_number": phone,
        "agent_number_with_prefix": phone,
        "agent_name": call.user.name,
        "client_number": f"+{call.destination}",
        "did_number": call.did,
        "reason": reason(timeline),
        "hangup_cause": "NormalClearing" if timeline.ending is not Ending.NO_ANSWER else "NoAnswer",
        "notes": None,
        "contact_details": None,
        "missed_agents": _missed_agents(call, missed),
        "call_flow": [],
        "agent_ring_time": int(timeline.agent_rings),
        "circle": {"operator": "", "circle": ""},
        "call_hint": "inbound" if call.incoming else "clicktocall",
    }


def _direction(call: SimulatedCall) -> str:
    return "inbound" if call.incoming else "outbound"


def _answerer(call: SimulatedCall) -> str:
    return "agent" if call.incoming else "customer"


def _missed_agents(call: SimulatedCall, missed: Leg | None) -> list[dict[str, object]]:
    """Whose phones rang in vain."""
    rung = call.incoming.rung if call.incoming else (call.user,)
    return [_agent(user) for user in rung if missed is Leg.AGENT or (call.incoming and user is not call.user)]


def _agent(user: User) -> dict[str, object]:
    return {"id": user.agent.id if user.agent else "", "name": user.name, "number": user.extension or ""}

"""Live calls, and ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from acefone_desktop.simulator import stamps
from acefone_desktop.simulator.switches import DestinationForm, DirectionForm, ListForm, StateWord

if TYPE_CHECKING:
    from starlette.responses import Response

    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.calling.exchange import Exchange
    from acefone_desktop.simulator.calling.incoming import Incoming
    from acefone_desktop.simulator.simulation import Simulation


async def live_calls(exchange: Exchange) -> Response:
    """`GET /v1/live_calls`: the calls going on, narrowed by agent, extension, number or id."""
    simulation = exchange.simulation
    calls = simulation.calls.live() if simulation.switches.live_rows else ()
    rows: list[dict[str, object]] = [live_row(simulation, call) for call in calls if _is_wanted(exchange, call)]
    wrapped = simulation.switches.live_calls_form is ListForm.WRAPPED
    return JSONResponse({"data": rows} if wrapped else rows)


async def live_call(exchange: Exchange) -> Response:
    """`GET /v1/live_calls/{call_id}`: undocumented, but used in the field."""
    wanted = exchange.request.path_params["call_id"]
    rows = [live_row(exchange.simulation, c) for c in exchange.simulation.calls.live() if c.call_id == wanted]
    return JSONResponse(rows)


async def hangup(exchange: Exchange) -> Response:
    """`POST /v1/call/hangup`: takes a live `call_id` and nothing else."""
    simulation = exchange.simulation
    call_id = exchange.text("call_id")
    if not call_id:
        return exchange.refused("The call id field is required.")
    if simulation.switches.hangup_fails_once and not simulation.hangups_failed:
        simulation.hangups_failed += 1
        return exchange.refused("Something went wrong", 500)
    if simulation.hang_up(call_id):
        return exchange.done("Call hangup successfully")
    return exchange.refused("No live call found with this call_id")


def _is_wanted(exchange: Exchange, call: SimulatedCall) -> bool:
    agent = call.user.agent
    phone = agent.follow_me_number if agent else ""
    accepted: dict[str, set[str]] = {
        "agent_number": {agent.id if agent else "", phone, phone.removeprefix("+")},
        "extension": {call.user.extension or ""},
        "did_number": {call.did, call.did.removeprefix("+")},
        "call_id": {call.call_id},
    }
    return all(exchange.query(name) in values for name, values in accepted.items() if exchange.query(name))


def live_row(simulation: Simulation, call: SimulatedCall) -> dict[str, object]:
    """One row of live calls, as it stands now; its own fields depend on who called."""
    switches = simulation.switches
    elapsed = call.elapsed(simulation.clock.now())
    answers_at = call.timeline.agent_answers_at if call.timeline else None
    answered = answers_at is not None and elapsed >= answers_at
    words = ("Progressing", "Bridged") if switches.state_word is StateWord.UNKNOWN else ("Ringing", "Answered")
    if call.incoming is None:
        number, own = 2, _own_of_dialled(simulation, call)
    else:
        named = answered or (len(call.incoming.rung) == 1 and elapsed >= call.incoming.rings_at)
        number, own = 1, _own_of_incoming(call, call.incoming, named=named)
    return {
        "id": 812_344 + call.ordinal,
        "user_id": int(simulation.account.id),
        "client_id": None,
        "call_id": call.call_id,
        "direction": str(number) if switches.direction_form is DirectionForm.TEXT else number,
        "did": call.did,
        "state": words[answered],
        "queue_state": None,
        "channel_id": call.call_id,
        "created_at": stamps.naive(call.stamped_at, switches.time_zone),
        "sip_domain": "192.0.2.10",
        "broadcast_id": None,
        "broadcast_no": None,
        "call_time": stamps.clock_face(elapsed),
        "customer_number": f"+{call.destination}",
        **own,
    }


def _own_of_dialled(simulation: Simulation, call: SimulatedCall) -> dict[str, object]:
    phone = call.user.agent.follow_me_number if call.user.agent else ""
    commas = simulation.switches.destination_form is DestinationForm.COMMAS
    return {
        "source": phone,
        "type": "click-to-call",
        "multiple_destination_type": "c2c",
        "multiple_destination_name": f"PJSIP/{call.destination}",
        "destination": f"{phone.removeprefix('+')},{call.destination}" if commas else call.destination,
        "agent_name": call.user.name,
    }


def _own_of_incoming(call: SimulatedCall, incoming: Incoming, *, named: bool) -> dict[str, object]:
    """Nobody is `named` while it rings several agents, or none yet."""
    agent = call.user.agent if named else None
    return {
        "source": f"+{call.destination}",
        "type": "inbound",
        "multiple_destination_type": "department" if incoming.department else "agent",
        "multiple_destination_name": incoming.department.name if incoming.department else call.user.name,
        "destination": agent.follow_me_number if agent else None,
        "agent_name": call.user.name if agent else None,
    }

"""`POST /v1/click_to_call` and `POST /v1/click_to_call_support`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from acefone_desktop.simulator.calling.call_script import DialReply, Outcome
from acefone_desktop.simulator.calling.calls import AcceptedDial, SimulatedCall
from acefone_desktop.simulator.calling.incoming import IncomingStep
from acefone_desktop.simulator.calling.races import first_of
from acefone_desktop.simulator.calling.timeline import planned
from acefone_desktop.simulator.replies import DroppedReply, HeldReply
from acefone_desktop.simulator.switches import PlusSign, SynchronousDial, TwinCall

if TYPE_CHECKING:
    from acefone_desktop.simulator.account import User
    from acefone_desktop.simulator.calling.call_script import Step
    from acefone_desktop.simulator.calling.exchange import Exchange

_NUMBER = re.compile(r"[0-9]{10,15}")
_TIME_LIMIT = re.compile(r"[0-9]{1,6}")
UNABLE = "Unable to process this request"
_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_OWN_PARAMETERS = frozenset(
    {"agent_number", "destination_number", "customer_number", "caller_id", "call_timeout", "api_key"}
)
_UNAVAILABLE = {
    1: "Agent is blocked",
    2: "Agent is disabled",
    3: "Agent is busy on another call",
    4: "Agent is offline",
}


async def click_to_call(exchange: Exchange) -> Response:
    """Accepts or refuses a call whose agent is rung first."""
    destination = exchange.text("destination_number")
    user = _user(exchange, exchange.text("agent_number"))
    if exchange.simulation.switches.plus_sign is PlusSign.ACCEPTED:
        destination = destination.removeprefix("+")
    if destination.startswith("+"):
        return _refusal(exchange, UNABLE)
    wrong = _number_errors("destination_number", destination)
    if user is None:
        wrong["agent_number"] = ["The agent number is invalid."]
    if wrong or user is None:
        return exchange.refused(wrong, 422)
    agent = user.agent
    if agent is None or agent.follow_me_number.endswith(destination[-10:]):
        return _refusal(exchange, UNABLE)
    if message := _UNAVAILABLE.get(agent.status):
        return _refusal(exchange, message)
    return await _dial(exchange, user, destination)


async def click_to_call_support(exchange: Exchange) -> Response:
    """The variant for web sites: a key in the body instead of a token."""
    if exchange.text("api_key") != exchange.simulation.account.support_key:
        return exchange.refused("Provide a valid api_key", 401)
    destination = exchange.text("customer_number")
    if wrong := _number_errors("customer_number", destination):
        return exchange.refused(wrong, 422)
    return await _dial(exchange, exchange.simulation.account.users[0], destination)


async def _dial(exchange: Exchange, user: User, destination: str) -> Response:
    simulation = exchange.simulation
    did = _did(exchange)
    if did is None:
        return _refusal(exchange, "Provide a valid caller_id")
    time_limit = exchange.text("call_timeout")
    if time_limit and not _TIME_LIMIT.fullmatch(time_limit):
        return exchange.refused({"call_timeout": ["The call timeout must be an integer."]}, 422)
    simulation.dials_counted += 1
    step = simulation.script.step_for(simulation.dials_counted, destination)
    outcome = simulation.switches.outcome or step.outcome
    reply = simulation.switches.dial_reply if step.reply is None else step.reply
    if outcome is Outcome.REFUSED:
        return _refusal(exchange, step.message or "Agent is offline", step.status)
    if reply is DialReply.FALSE_WITH_200:
        return exchange.refused(step.message or UNABLE, 200)
    if reply is DialReply.HTML_502 and not simulation.switches.gateway_error_accepts_call:
        return HTMLResponse(_GATEWAY_PAGE, 502)
    call = _accept(exchange, user, destination, did, replace(step, outcome=outcome))
    if simulation.switches.synchronous_dial is SynchronousDial.BLOCKS and exchange.text("async") == "0":
        await _wait_for_end(exchange, call)
    return _acceptance(exchange, call, reply)


def _accept(exchange: Exchange, user: User, destination: str, did: str, step: Step) -> SimulatedCall:
    simulation, switches = exchange.simulation, exchange.simulation.switches
    timeline = planned(step, simulation.chance)
    if timeline and (limit := exchange.text("call_timeout")):
        timeline = timeline.limited(int(limit))
    echoed = {name: value for name, value in exchange.parameters.items() if name not in _OWN_PARAMETERS}
    dial = AcceptedDial(user=user, destination=destination, did=did, echoed=echoed, timeline=timeline)
    call = simulation.start_call(dial)
    if step.calls_back_after is not None and timeline is not None and simulation.on_caller is not None:
        simulation.on_caller(IncomingStep(at=timeline.ends_at + step.calls_back_after, caller=destination))
    match switches.twin_call:
        case TwinCall.SAME_AGENT:
            simulation.start_call(replace(dial, echoed={}))
        case TwinCall.OTHER_AGENT:
            other = next(u for u in simulation.account.users if u.agent and u is not user)
            simulation.start_call(replace(dial, user=other, echoed={}))
        case TwinCall.NONE:
            pass
    return call


def _acceptance(exchange: Exchange, call: SimulatedCall, reply: DialReply) -> Response:
    switches = exchange.simulation.switches
    more: dict[str, object] = {"ref_id": call.ref_id} if switches.reply_ref_id else {}
    accepted = exchange.done("Call originated successfully", **more)
    stopping = exchange.simulation.stopping
    match reply:
        case DialReply.HTML_502:
            return HTMLResponse(_GATEWAY_PAGE, 502)
        case DialReply.EMPTY_BODY:
            return Response(b"", 200)
        case DialReply.SLOW:
            return HeldReply(accepted, switches.slow_reply_seconds, stopping)
        case DialReply.HELD:
            return HeldReply(accepted, None, stopping)
        case DialReply.DROPPED:
            return DroppedReply()
        case _:
            return accepted


async def _wait_for_end(exchange: Exchange, call: SimulatedCall) -> None:
    ends_at = call.timeline.ends_at if call.timeline else 0.0
    due = call.accepted_at + timedelta(seconds=ends_at)
    await first_of(exchange.simulation.clock.sleep_until(due), exchange.simulation.stopping.wait())


def _refusal(exchange: Exchange, message: str, status: int | None = None) -> Response:
    return exchange.refused(message, status or exchange.simulation.switches.refusal_status)


def _user(exchange: Exchange, number: str) -> User | None:
    """The user an `agent_number` means: agent id, extension, intercom, login or own phone."""
    digits = number.removeprefix("+")
    for user in exchange.simulation.account.users:
        if user.agent is None:
            continue
        phone = user.agent.follow_me_number.removeprefix("+")
        if digits and digits in {user.agent.id, user.extension, str(user.intercom), user.login_id, phone}:
            return user
    return None


def _number_errors(name: str, number: str) -> dict[str, list[str]]:
    if not number:
        return {name: [f"The {name.replace('_', ' ')} field is required."]}
    if not _NUMBER.fullmatch(number):
        return {name: [f"The {name.replace('_', ' ')} must be between 10 and 15 digits."]}
    return {}


def _did(exchange: Exchange) -> str | None:
    """The number to show: the one asked for, else the account's first; None for one the account does not own."""
    wanted = exchange.text("caller_id").removeprefix("+")
    numbers = exchange.simulation.account.numbers
    if not wanted:
        return numbers[0].did
    return next((number.did for number in numbers if number.did.removeprefix("+") == wanted), None)

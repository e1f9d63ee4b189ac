"""`POST /v1/call/options`: listening in, whispering, barging, transferring."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acefone_desktop.simulator.replies import DroppedReply
from acefone_desktop.simulator.switches import OptionsTrouble

if TYPE_CHECKING:
    from starlette.responses import Response

    from acefone_desktop.simulator.account import User
    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.calling.exchange import Exchange

_TRANSFER = "4"
_KINDS = frozenset({"1", "2", "3", _TRANSFER})
_NUMBER = re.compile(r"[0-9]{10,15}")


async def options(exchange: Exchange) -> Response:
    """1 monitor, 2 whisper, 3 barge, 4 transfer: an agent to whom a call is given is on the line at once."""
    if refusal := _wrong_fields(exchange):
        return refusal
    simulation = exchange.simulation
    call = simulation.calls.find(exchange.text("call_id"))
    if call is None or not call.is_active(simulation.clock.now()):
        return exchange.refused("No live call found with this call_id")
    if simulation.switches.options_trouble is OptionsTrouble.ERROR_500:
        return exchange.refused("Something went wrong", 500)
    if exchange.text("type") == _TRANSFER and (refusal := _transferred(exchange, call)):
        return refusal
    if simulation.switches.options_trouble is OptionsTrouble.DROPPED:
        return DroppedReply()
    return exchange.done("Request processed successfully")


def _wrong_fields(exchange: Exchange) -> Response | None:
    kind = exchange.text("type")
    if kind not in _KINDS:
        return exchange.refused({"type": ["The selected type is invalid."]}, 422)
    needed = "intercom" if kind == _TRANSFER else "agent_id"
    if not exchange.parameters.get(needed):
        return exchange.refused({needed: [f"The {needed.replace('_', ' ')} field is required."]}, 422)
    agents = {user.agent.id for user in exchange.simulation.account.users if user.agent}
    if kind != _TRANSFER and exchange.text("agent_id") not in agents:
        return exchange.refused({"agent_id": ["The selected agent id is invalid."]}, 422)
    return None


def _transferred(exchange: Exchange, call: SimulatedCall) -> Response | None:
    """Gives the call to whom `intercom` means; says why not, if so."""
    simulation, given = exchange.simulation, exchange.parameters.get("intercom")
    wanted = str(given[0] if isinstance(given, list) and given else given).strip()  # documented as an array too
    connected_at = call.timeline.customer_answers_at if call.timeline else None
    if connected_at is None or call.elapsed(simulation.clock.now()) < connected_at:
        return exchange.refused("Call is not connected")
    user = _agent(exchange, wanted)
    departments = {department.intercom for department in simulation.account.departments}
    if user is None and wanted not in departments and not _NUMBER.fullmatch(wanted):
        return exchange.refused("Provide a valid intercom")
    if user is not None:
        simulation.calls.hand_on(call.call_id, user)
    return None


def _agent(exchange: Exchange, wanted: str) -> User | None:
    for user in exchange.simulation.account.users:
        if user.agent and wanted in {user.extension, str(user.intercom)}:
            return user
    return None

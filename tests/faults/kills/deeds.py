"""The later parts of the app's road: a dial, a note and hanging up, a transfer, and webhooks.

Each begins to be counted where the deed does (`begin_counting`); the way up to there is counted on the app's road.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.call_control import TargetKind, TransferTarget
from acefone_desktop.domain.call_watch import is_watched
from acefone_desktop.domain.calls import CallState
from acefone_desktop.domain.dialing import DialRequest
from tests.faults.kills.roads import new_session, until, until_settled
from tests.faults.kills.tracer import FROM_HERE

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.app.compose import Foundation
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.services.calling import CallingSession
    from tests.faults.kills.roads import Errand

NOTE = "All there is to say about it"
COLLEAGUE_NUMBER = "442079460999"
_ON_THE_LINE = frozenset({CallState.AGENT_ANSWERED, CallState.CUSTOMER_RINGING, CallState.CONNECTED})


def dial_once_signed_in(errand: Errand) -> int:
    """The app's road from Enter on."""

    async def walk() -> int:
        session, _ = await _opened(errand)
        begin_counting(errand)
        await _dial(session, errand)
        await until_settled(session)
        return 0

    return asyncio.run(walk())


def hang_up_as_the_app(errand: Errand) -> int:
    """Writes a note about a call that rings, and hangs up."""

    async def walk() -> int:
        session, foundation = await _dialled(errand)
        call = await _call(session, lambda call: call.can_hang_up)
        begin_counting(errand)
        await foundation.call_notes.keep(call, NOTE)
        await session.hang_up(call.key)
        await until_settled(session)
        return 0

    return asyncio.run(walk())


def transfer_as_the_app(errand: Errand) -> int:
    """Gives a call away that has been answered."""

    async def walk() -> int:
        session, _ = await _dialled(errand)
        call = await _call(session, lambda call: call.call_id is not None and call.state in _ON_THE_LINE)
        begin_counting(errand)
        await session.control.transfer(call.key, TransferTarget(kind=TargetKind.NUMBER, intercom=COLLEAGUE_NUMBER))
        await until_settled(session)
        return 0

    return asyncio.run(walk())


def hear_webhooks_as_the_app(errand: Errand) -> int:
    """Is told of its call by webhooks alone, through the listener's own process."""

    async def walk() -> int:
        session, _ = await _dialled(errand)
        begin_counting(errand)
        await until_settled(session)
        return 0

    return asyncio.run(walk())


def begin_counting(errand: Errand) -> None:
    """What is written from here on counts, see `tracer`."""
    (Path(errand.folder) / FROM_HERE).write_bytes(b".")


async def _opened(errand: Errand) -> tuple[CallingSession, Foundation]:
    session, foundation = new_session(errand)
    if (trouble := await session.open()) is not None:
        raise trouble
    return session, foundation


async def _dialled(errand: Errand) -> tuple[CallingSession, Foundation]:
    session, foundation = await _opened(errand)
    await _dial(session, errand)
    return session, foundation


async def _dial(session: CallingSession, errand: Errand) -> None:
    await session.dial(DialRequest(digits=errand.number, agent_id=AgentId(errand.agent_id), confirmed=True))


async def _call(session: CallingSession, wanted: Callable[[Call], bool]) -> Call:
    """Our one call, once it is as wanted; it must not be over before."""

    def found() -> Call | None:
        return next((call for call in session.tracker.calls if is_watched(call) and wanted(call)), None)

    await until(session, lambda: found() is not None)
    call = found()
    assert call is not None
    return call

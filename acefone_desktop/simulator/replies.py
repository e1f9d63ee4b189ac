"""Replies that do not arrive as they should, made at the connection itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from acefone_desktop.simulator.calling.races import first_of

if TYPE_CHECKING:
    import asyncio

    from starlette.types import Receive, Scope, Send


class DroppedReply(Response):
    """Breaks the connection instead of answering."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - nothing is sent
        await _break(scope, receive)


class HeldReply(Response):
    """Answers after `seconds` of real time (never, for None), unless the other side has gone by then."""

    def __init__(self, reply: Response, seconds: float | None, stopping: asyncio.Event) -> None:
        super().__init__()
        self._reply, self._seconds, self._stopping = reply, seconds, stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match await first_of(_until_gone(receive), self._stopping.wait(), timeout_s=self._seconds):
            case 0:
                return
            case 1:
                await _break(scope, receive)
            case _:
                await self._reply(scope, receive, send)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _break(scope: Scope, receive: Receive) -> None:
    transport: asyncio.Transport = scope["state"]["transport"]
    transport.abort()
    await _until_gone(receive)

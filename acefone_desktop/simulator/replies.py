"""Replies that do not arrive as they should, made at the connection itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
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
        gone = asyncio.create_task(_until_gone(receive), name="simulator: caller gone")
        stopping = asyncio.create_task(self._stopping.wait(), name="simulator: stopping")
        try:
            await asyncio.wait({gone, stopping}, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
            has_gone, has_to_stop = gone.done(), stopping.done()
        finally:
            gone.cancel()
            stopping.cancel()
            await asyncio.gather(gone, stopping, return_exceptions=True)
        if has_gone:
            return
        if has_to_stop:
            await _break(scope, receive)
        else:
            await self._reply(scope, receive, send)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _break(scope: Scope, receive: Receive) -> None:
    transport: asyncio.Transport = scope["state"]["transport"]
    transport.abort()
    await _until_gone(receive)

"""uvicorn, as the simulator needs it: no signal handlers, no waiting, and a way to break a connection."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from acefone_desktop.simulator.calling.races import first_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import ASGIApp

_GRACE_S = 0.4


class BreakableProtocol(HttpToolsProtocol):
    """Shows each request its connection, as `scope["state"]["transport"]`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)


class EmbeddedServer(uvicorn.Server):
    """A server that belongs to somebody else's loop."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=BreakableProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=75,
            )
        )
        self.listening = asyncio.Event()
        self._leaving = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals are the owner's business."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        """Keeps the `Date` header fresh until `leave` is called; uvicorn's own loop would notice a tenth later."""
        while not await self.on_tick(0):
            await first_of(self._leaving.wait(), timeout_s=1.0)

    def leave(self) -> None:
        """Asks the server to end."""
        self.should_exit = True
        self._leaving.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends without uvicorn's pauses: idle connections at once, requests under way after a short grace."""
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await _ended(self.server_state.tasks)
        for connection in list(self.server_state.connections):
            connection.transport.abort()  # such as one whose request never came to its end
        await _ended(self.server_state.tasks)
        for server in self.servers:
            await server.wait_closed()


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    if tasks:
        await asyncio.wait(list(tasks), timeout=_GRACE_S)


def loopback_socket(port: int) -> socket.socket:
    """A bound socket that only this machine can reach; port 0 picks a free one. OSError if it is taken."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # Without this each reply waits some 40 ms for an acknowledgement; connections inherit it.
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.platform != "win32":  # there it would let a second program take the port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
    except BaseException:
        bound.close()
        raise
    return bound

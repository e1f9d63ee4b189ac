"""Where connections come in: as they are, or after their TLS handshake."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable

    from acefone_desktop.adapters.listener.limits import ListenerLimits

BACKLOG: Final = 128
"""Connections that the system keeps for us until we come to them."""

_NO_HANDLE_S: Final = 0.5
"""How long to wait where the system has no handle left for a connection."""


class Door(Protocol):
    """A port that is listened at. `open` first, then `shut`, and `wait_shut` once its connections are ended."""

    async def open(self, host: str, port: int) -> None:
        """Begins to listen. Raises `OSError`."""
        ...

    @property
    def port(self) -> int:
        """The one in use."""
        ...

    def shut(self) -> None:
        """Nobody comes in any more."""
        ...

    async def wait_shut(self) -> None:
        """Returns when the port is free."""
        ...


class PlainDoor:
    """Lets everybody in. `protocol` makes the protocol of one connection."""

    def __init__(self, protocol: Callable[[], asyncio.Protocol]) -> None:
        self._protocol = protocol

    async def open(self, host: str, port: int) -> None:
        """See `Door`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, host, port, backlog=BACKLOG)

    @property
    def port(self) -> int:
        """See `Door`."""
        return int(self._server.sockets[0].getsockname()[1])

    def shut(self) -> None:
        """See `Door`."""
        self._server.close()

    async def wait_shut(self) -> None:
        """See `Door`."""
        await self._server.wait_closed()


class TlsDoor:
    """Lets in whoever has shaken hands in time; so many at most are at it, and for one more the oldest is sent away.

    asyncio's own server tells of a connection after its handshake only, and nobody counts those that never come to
    that: a thousand of them would take up a thousand handles. The oldest goes, as a proper sender needs milliseconds.
    """

    def __init__(
        self, protocol: Callable[[], asyncio.Protocol], context: ssl.SSLContext, limits: ListenerLimits
    ) -> None:
        self._protocol, self._context, self._limits = protocol, context, limits
        self._sockets: list[socket.socket] = []
        self._accepting: list[asyncio.Task[None]] = []
        self._handshakes: dict[asyncio.Task[None], None] = {}

    async def open(self, host: str, port: int) -> None:
        """See `Door`."""
        loop = asyncio.get_running_loop()
        bound = await loop.create_server(self._protocol, host, port, start_serving=False)
        with closing(bound), ExitStack() as opened:
            for each in bound.sockets:
                listening = opened.enter_context(each.dup())
                listening.listen(BACKLOG)
                listening.settimeout(0)  # as the loop wants it
                self._sockets.append(listening)
            opened.pop_all()
        self._accepting = [asyncio.create_task(self._accept(each), name="webhook door") for each in self._sockets]

    @property
    def port(self) -> int:
        """See `Door`."""
        return int(self._sockets[0].getsockname()[1])

    def shut(self) -> None:
        """See `Door`."""
        for task in (*self._accepting, *self._handshakes):
            task.cancel()

    async def wait_shut(self) -> None:
        """See `Door`."""
        await asyncio.gather(*self._accepting, *self._handshakes, return_exceptions=True)
        for listening in self._sockets:
            listening.close()

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(listening)
            except ConnectionError:  # it has gone again
                continue
            except OSError:
                await asyncio.sleep(_NO_HANDLE_S)
                continue
            if len(self._handshakes) >= self._limits.handshakes:
                oldest = next(iter(self._handshakes))
                del self._handshakes[oldest]
                oldest.cancel()
            handshake = asyncio.create_task(self._greet(connection), name="webhook handshake")
            self._handshakes[handshake] = None
            handshake.add_done_callback(self._forget)
            await asyncio.sleep(0)  # many at once must not keep those inside waiting

    async def _greet(self, connection: socket.socket) -> None:
        """Ends when the connection is the protocol's affair, or gone."""
        with suppress(OSError):  # of which ssl.SSLError is one; the connection is closed then
            await asyncio.get_running_loop().connect_accepted_socket(
                self._protocol,
                connection,
                ssl=self._context,
                ssl_handshake_timeout=self._limits.request_s,
                ssl_shutdown_timeout=self._limits.request_s,
            )

    def _forget(self, handshake: asyncio.Task[None]) -> None:
        self._handshakes.pop(handshake, None)

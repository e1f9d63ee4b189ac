"""A proxy between the app and the account that breaks the line as it is told."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ssl

    from tests.faults.world_clock import WorldClock

DIAL_PATH = "/v1/click_to_call"
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came through; `ordinal` counts from 1, over all connections."""

    ordinal: int
    method: str
    path: str
    raw: bytes

    @property
    def is_dial(self) -> bool:
        return self.path.partition("?")[0] == DIAL_PATH and self.method == "POST"


class Line:
    """The app's end of one connection, and the way on to the account."""

    def __init__(self, proxy: FaultProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy, self._reader, self._writer = proxy, reader, writer

    async def forward(self, request: Request) -> bytes:
        """Lets the request through and returns the account's whole reply; empty where it broke off."""
        return await self._proxy.ask(request)

    @property
    def is_over(self) -> bool:
        """The app has gone."""
        return self._writer.transport.is_closing()

    async def send(self, data: bytes) -> None:
        """To the app, unless it has gone."""
        with suppress(ConnectionError):
            if not self.is_over:
                self._writer.write(data)
                await self._writer.drain()

    async def until_the_app_gives_up(self) -> None:
        """Says nothing more; returns when the app has closed the connection."""
        with suppress(ConnectionError):
            while await self._reader.read(65536):
                pass

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def reset(self) -> None:
        """Breaks the connection off with RST instead of FIN."""
        raw = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._writer.transport.abort()


Handling = Callable[[Line, Request], Awaitable[bool]]
"""What becomes of a request; returns whether the connection goes on."""

Plan = Callable[[Request], Handling | None]
"""Says of each request what becomes of it; None lets it pass."""


class FaultProxy:
    """Serves on a loopback port and passes requests on; `plan` says of each what becomes of it instead.

    `accepting` False resets each new connection before a byte is read; `answering` False takes connections and never
    says a word.
    """

    def __init__(self, target: str, clock: WorldClock, security: ssl.SSLContext | None = None) -> None:
        self._target, self._clock, self._security = urlsplit(target), clock, security
        self.plan: Plan = _no_fault
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self.port = 0
        self.requests: list[Request] = []
        self.accepting = self.answering = True

    @property
    def base_url(self) -> str:
        return f"{'https' if self._security else 'http'}://127.0.0.1:{self.port}"

    @property
    def dials(self) -> list[Request]:
        """Every request for a call that the app has sent, whatever became of it."""
        return [request for request in self.requests if request.is_dial]

    @property
    def open_connections(self) -> int:
        return len(self._lines)

    async def start(self) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, ssl=self._security, limit=1 << 20, ssl_handshake_timeout=None
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Nobody is served any more: a new connection is refused, an old one ends."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for line in tuple(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)
        if server is not None:
            await server.wait_closed()

    async def ask(self, request: Request) -> bytes:
        """One request to the account on a connection of its own, and all that it answers."""
        reader, writer = await asyncio.open_connection(self._target.hostname, self._target.port)
        try:
            head, _, body = request.raw.partition(b"\r\n\r\n")
            writer.write(head + b"\r\nconnection: close\r\n\r\n" + body)
            with suppress(ConnectionError):
                return self._as_it_is_now(await reader.read(-1))
            return b""
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        line = Line(self, reader, writer)
        try:
            await self._converse(line, reader)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the app has gone, or the proxy goes
        finally:
            self._lines.discard(task)
            writer.close()
            with suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _converse(self, line: Line, reader: asyncio.StreamReader) -> None:
        if not self.accepting:
            line.reset()
            return
        if not self.answering:
            await line.until_the_app_gives_up()
            return
        while (request := await self._read(reader)) is not None:
            self.requests.append(replace(request, raw=b""))
            handling = self.plan(request) or pass_on
            if not await handling(line, request):
                return

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *rest = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ")
        fields = {name.strip().lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)}
        body = await reader.readexactly(int(fields.get("content-length", "0")))
        return Request(len(self.requests) + 1, method, path, head + body)

    def _as_it_is_now(self, reply: bytes) -> bytes:
        """Dated by the world's clock, and without the word that the connection ends."""
        head, blank, body = reply.partition(b"\r\n\r\n")
        kept = [field for field in head.split(b"\r\n") if not field.lower().startswith((b"date:", b"connection:"))]
        if not blank:
            return reply
        date = f"date: {format_datetime(self._clock.now(), usegmt=True)}".encode()
        return b"\r\n".join([*kept, date]) + blank + body


def _no_fault(_: Request) -> None:
    return None


async def pass_on(line: Line, request: Request) -> bool:
    """No fault."""
    reply = await line.forward(request)
    await line.send(reply)
    return bool(reply)

"""A small reverse proxy on loopback, as an organisation has one before the webhook listener; it can be set up badly."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

_LARGEST_HEAD = 64 * 1024


@dataclass
class ReverseProxy:
    """`answer`: what it says itself instead of passing anything on. `drops`: headers it takes away (small letters).

    `path`: what it asks the listener for, whatever it was asked for; empty: the same.
    """

    backend: int
    answer: bytes = b""
    drops: tuple[str, ...] = ()
    path: str = ""
    port: int = 0
    heads: tuple[str, ...] = ()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, and the connection is closed."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads = (*self.heads, head.decode("latin-1"))
            first, *lines = head.decode("latin-1").rstrip().split("\r\n")
            fields = [line for line in lines if line.partition(":")[0].lower() not in self.drops]
            length = next((int(f.partition(":")[2]) for f in fields if f.lower().startswith("content-length:")), 0)
            body = await reader.readexactly(length)
            writer.write(self.answer or await self._ask(first, fields, body))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _ask(self, first: str, fields: list[str], body: bytes) -> bytes:
        method, path, version = first.split(" ")
        kept = [line for line in fields if not line.lower().startswith("connection:")]
        whole = "\r\n".join([f"{method} {self.path or path} {version}", *kept, "connection: close"])
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.backend)
        except ConnectionRefusedError:
            return b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        try:
            writer.write(whole.encode("latin-1") + b"\r\n\r\n" + body)
            return await reader.read()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


@asynccontextmanager
async def proxying(proxy: ReverseProxy, security: ssl.SSLContext | None = None) -> AsyncIterator[ReverseProxy]:
    """Serves at `proxy.port` while the block lasts."""
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, ssl=security, limit=_LARGEST_HEAD)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await server.wait_closed()

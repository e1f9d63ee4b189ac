"""A refusal arrives although its sender is still sending: over real connections, with bodies far beyond the limit."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.listener.certificate_files import CertificateFiles
from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.protocol import MOST_THROWN_AWAY
from acefone_desktop.adapters.listener.server import WebhookListener
from tests.support.certificates import Pair, make_pair
from tests.unit.adapters.test_listener_protocol import SECRET, Box, read

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MEBIBYTE = 1024 * 1024
PIECE = b"x" * 0x4000
PATIENCE_S = 20


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder: Path = tmp_path_factory.mktemp("pair")
    return make_pair(folder)


@asynccontextmanager
async def connected(
    pair: Pair | None = None, request_s: float = 60
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a listener of its own, over TLS where there is a pair."""
    files = CertificateFiles(pair.certificate, pair.key) if pair else None
    limits = ListenerLimits(request_s=request_s)
    listener = WebhookListener("127.0.0.1", 0, SECRET, read, Box(), limits=limits, certificate=files)
    await listener.start()
    trusted = ssl.create_default_context(cafile=str(pair.certificate)) if pair else None
    name = "localhost" if pair else None
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port, ssl=trusted, server_hostname=name)
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield reader, writer
    finally:
        writer.transport.abort()
        await listener.stop()


def head(secret: str, *, chunked: bool) -> bytes:
    how = b"transfer-encoding: chunked" if chunked else b"content-length: %d" % MEBIBYTE
    return b"POST /hook/%s HTTP/1.1\r\nhost: x\r\n%s\r\n\r\n" % (secret.encode(), how)


async def send(writer: asyncio.StreamWriter, size: int, *, chunked: bool) -> None:
    for _ in range(size // len(PIECE)):
        writer.write(b"%x\r\n%s\r\n" % (len(PIECE), PIECE) if chunked else PIECE)
        await writer.drain()


async def trickle(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"1\r\nx\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "in chunks"])
@pytest.mark.parametrize(("secret", "status"), [(SECRET, b"413"), ("not-the-secret", b"404")])
async def test_who_sends_a_mebibyte_hears_the_status(
    pair: Pair, secret: str, status: bytes, *, chunked: bool, tls: bool
) -> None:
    async with connected(pair if tls else None) as (reader, writer):
        writer.write(head(secret, chunked=chunked))
        await send(writer, MEBIBYTE, chunked=chunked)
        answer = await reader.readuntil(b"}")
    assert answer.startswith(b"HTTP/1.1 " + status), answer
    assert b"connection: close" in answer


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("secret", [SECRET, "not-the-secret"])
async def test_who_goes_on_sending_is_cut_off_after_so_many_bytes(pair: Pair, secret: str, *, tls: bool) -> None:
    async with connected(pair if tls else None) as (_, writer):
        writer.write(head(secret, chunked=True))
        with pytest.raises((ConnectionError, ssl.SSLError)):
            await send(writer, 16 * MOST_THROWN_AWAY, chunked=True)


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
async def test_who_stays_after_the_refusal_is_cut_off_in_time(pair: Pair, *, tls: bool) -> None:
    async with connected(pair if tls else None, request_s=1) as (reader, writer):
        writer.write(head(SECRET, chunked=True))
        await send(writer, MEBIBYTE // 2, chunked=True)
        assert b" 413 " in await reader.readuntil(b"}")
        with pytest.raises((ConnectionError, ssl.SSLError)):
            await trickle(writer)

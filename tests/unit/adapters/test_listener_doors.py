"""TLS handshakes that never end: with real connections to the real listener."""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.listener.certificate_files import CertificateFiles
from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.domain.errors import ListenerError
from acefone_desktop.domain.reports import WebhookReport
from tests.support.certificates import Pair, make_pair

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SECRET = "correct-horse-battery"
PATIENCE_S = 20.0
PATIENT = ListenerLimits(request_s=600)
"""Nothing ends by time: what ends was sent away."""


class Box:
    """Takes everything."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def accept(self, report: WebhookReport) -> bool:
        self.calls.append(report.call_id)
        return True

    def start(self) -> None:
        """There is nothing to begin."""

    async def stop(self) -> None:
        """There is nothing to end."""


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return make_pair(tmp_path)


@pytest.fixture
def box() -> Box:
    return Box()


def read(body: bytes, _content_type: str, _query: str) -> tuple[WebhookReport, ...]:
    return (WebhookReport(status="x", call_id=json.loads(body)["call_id"]),)


@asynccontextmanager
async def listening(pair: Pair, box: Box, limits: ListenerLimits, port: int = 0) -> AsyncIterator[WebhookListener]:
    files = CertificateFiles(pair.certificate, pair.key)
    listener = WebhookListener("127.0.0.1", port, SECRET, read, box, limits=limits, certificate=files)
    await listener.start()
    try:
        yield listener
    finally:
        await listener.stop()


class Idler:
    """Connects and says nothing, or the beginning of a greeting."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.gone = asyncio.create_task(self._wait())

    @staticmethod
    async def come(port: int, says: bytes = b"") -> Idler:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(says)
        return Idler(reader, writer)

    async def leave(self) -> None:
        self.gone.cancel()
        self._writer.close()
        await asyncio.gather(self.gone, self._writer.wait_closed(), return_exceptions=True)

    async def _wait(self) -> None:
        with suppress(ConnectionError):
            await self._reader.read()


@asynccontextmanager
async def idlers(port: int, count: int, says: bytes = b"") -> AsyncIterator[list[Idler]]:
    async with AsyncExitStack() as stack:
        come = []
        for _ in range(count):
            come.append(await Idler.come(port, says))
            stack.push_async_callback(come[-1].leave)
        yield come


async def post(port: int, pair: Pair, call_id: str = "1") -> bytes:
    """What a proper sender hears on a connection of its own."""
    trusted = ssl.create_default_context(cafile=str(pair.certificate))
    body = json.dumps({"call_id": call_id}).encode()
    head = f"POST /hook/{SECRET} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
    async with asyncio.timeout(PATIENCE_S):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusted)
        writer.write(head.encode() + body)
        reply = await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
    return reply


@pytest.fixture
def _enough_handles() -> None:
    """For the thousand connections' own ends, which are in this process as well."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (which there is none of on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


@pytest.mark.usefixtures("_enough_handles")
@pytest.mark.parametrize("says", [b"", b"\x16\x03\x01\x02\x00\x01\x00"], ids=["silent", "half a greeting"])
async def test_of_a_thousand_half_open_handshakes_few_are_kept_and_a_proper_sender_gets_in(
    pair: Pair, box: Box, says: bytes
) -> None:
    async with listening(pair, box, PATIENT) as listener, idlers(listener.port, 1_000, says) as come:
        assert b" 200 OK" in await post(listener.port, pair)
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(each.gone for each in come[: -PATIENT.handshakes]))
        assert b" 200 OK" in await post(listener.port, pair, "2")
        left = [each for each in come if not each.gone.done()]
        assert PATIENT.handshakes // 2 <= len(left) <= PATIENT.handshakes, "and none is sent away without need"
        assert box.calls == ["1", "2"]


async def test_a_storm_of_them_keeps_nobody_out(pair: Pair, box: Box) -> None:
    async with listening(pair, box, PATIENT) as listener:

        async def storm() -> None:
            while True:
                async with idlers(listener.port, 100):
                    pass

        storming = asyncio.create_task(storm())
        replies = [await post(listener.port, pair, str(number)) for number in range(10)]
        storming.cancel()
        await asyncio.gather(storming, return_exceptions=True)
    assert all(b" 200 OK" in reply for reply in replies)
    assert box.calls == [str(number) for number in range(10)]


async def test_a_handshake_has_as_much_time_as_a_request(pair: Pair, box: Box) -> None:
    async with listening(pair, box, ListenerLimits(request_s=0.2)) as listener, idlers(listener.port, 3) as come:
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(each.gone for each in come))


async def test_an_open_connection_outlives_any_number_of_handshakes(pair: Pair, box: Box) -> None:
    trusted = ssl.create_default_context(cafile=str(pair.certificate))
    async with listening(pair, box, PATIENT) as listener:
        reader, writer = await asyncio.open_connection("127.0.0.1", listener.port, ssl=trusted)
        async with idlers(listener.port, PATIENT.handshakes * 2):
            writer.write(f"POST /hook/{SECRET} HTTP/1.1\r\nhost: x\r\ncontent-length: 15\r\n\r\n".encode())
            writer.write(b'{"call_id":"7"}')
            async with asyncio.timeout(PATIENCE_S):
                assert b" 200 OK" in await reader.readline()
        writer.close()
        await writer.wait_closed()
    assert box.calls == ["7"]


async def test_who_stops_listening_ends_what_is_half_open_and_frees_the_port(pair: Pair, box: Box) -> None:
    async with listening(pair, box, PATIENT) as listener:
        port = listener.port
        async with idlers(port, 5) as come:
            with pytest.raises(ListenerError, match="in use"):
                await WebhookListener(
                    "127.0.0.1", port, SECRET, read, box, certificate=CertificateFiles(pair.certificate, pair.key)
                ).start()
            await listener.stop()
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(*(each.gone for each in come))
            async with listening(pair, box, PATIENT, port) as again:
                assert b" 200 OK" in await post(again.port, pair)

"""TLS that fails: no dial leaves over a connection that is not secure, and the app says why."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.dialing import Dialed, NotDialed
from acefone_desktop.domain.errors import ConnectionNotSecureError, OfflineError
from tests.faults.certificates import make_certificate
from tests.faults.invariants import check_everything
from tests.faults.leaping_loop import run_leaping
from tests.faults.proxy import FaultProxy
from tests.faults.world import NUMBER, World, world
from tests.faults.world_clock import START

if TYPE_CHECKING:
    from pathlib import Path

Greeting = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def security(folder: Path, *, host: str = "127.0.0.1", days: int = 30) -> tuple[ssl.SSLContext, Path]:
    """A server's side, and the file of the authority that has signed for it: itself."""
    certificate = make_certificate(folder, host, days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context, certificate


async def secure_proxy(at: World, context: ssl.SSLContext) -> FaultProxy:
    """Stands in for the proxy of the world, with TLS."""
    await at.proxy.stop()
    at.proxy = FaultProxy(at.simulator.base_url, at.clock, context)
    await at.proxy.start()
    return at.proxy


async def dial_over(at: World, address: str) -> object:
    agent = at.agent
    await at.close_app()
    await at.open_app(agent, address)
    outcome = await at.dial()
    await at.until_all_is_settled()
    return outcome


def test_a_trusted_certificate_lets_the_call_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, authority = security(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))

    async def run() -> None:
        async with world(tmp_path / "data") as at:
            proxy = await secure_proxy(at, context)
            assert isinstance(await dial_over(at, proxy.base_url), Dialed)
            await check_everything(at, Counter([NUMBER]))
            assert at.history()[0].outcome is CallOutcome.ANSWERED
            await proxy.stop()

    run_leaping(run())


@pytest.mark.parametrize("wrong", ["nobody signed for it", "another host's", "expired"])
def test_a_certificate_that_proves_nothing_keeps_the_dial_here(
    wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = "127.0.0.2" if wrong == "another host's" else "127.0.0.1"
    context, authority = security(tmp_path, host=host, days=-1 if wrong == "expired" else 30)
    if wrong != "nobody signed for it":
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))

    async def run() -> None:
        async with world(tmp_path / "data") as at:
            proxy = await secure_proxy(at, context)
            outcome = await dial_over(at, proxy.base_url)
            assert isinstance(outcome, NotDialed)
            assert isinstance(outcome.error, ConnectionNotSecureError)
            assert proxy.requests == []
            await check_everything(at, Counter([NUMBER]))
            assert at.history()[0].outcome is CallOutcome.FAILED
            await proxy.stop()

    run_leaping(run())


async def _alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(64)
    writer.write(bytes((21, 3, 3, 0, 2, 2, 40)))  # RFC 8446 §6: fatal, handshake_failure


async def _page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(64)
    writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")


async def _hang_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(64)


async def _silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    while await reader.read(65536):
        pass


GREETINGS: dict[str, Greeting] = {"alert": _alert, "no TLS": _page, "hangs up": _hang_up, "silence": _silence}


@pytest.mark.parametrize("greeting", GREETINGS)
def test_a_handshake_that_fails_keeps_the_dial_here(greeting: str, tmp_path: Path) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await GREETINGS[greeting](reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def run() -> None:
        async with world(tmp_path) as at:
            server = await asyncio.start_server(greet, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            outcome = await dial_over(at, f"https://127.0.0.1:{port}")
            assert isinstance(outcome, NotDialed)
            assert isinstance(outcome.error, OfflineError | ConnectionNotSecureError)
            assert at.clock.now() - START < timedelta(minutes=2)
            await check_everything(at, Counter([NUMBER]))
            server.close()

    run_leaping(run())


def test_a_port_that_nobody_listens_at_keeps_the_dial_here(tmp_path: Path) -> None:
    async def run() -> None:
        async with world(tmp_path) as at:
            await at.proxy.stop()
            outcome = await at.dial()
            assert isinstance(outcome, NotDialed)
            await check_everything(at, Counter([NUMBER]))
            assert at.history()[0].outcome is CallOutcome.FAILED

    run_leaping(run())

"""The test that Acefone could reach the listener: through real proxies on loopback, with TLS and without."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from acefone_desktop.adapters.listener.frames import Wish
from acefone_desktop.adapters.listener.listener_process import ListenerProcess
from acefone_desktop.adapters.listener.probes import STRANGER, Prober, probe_body, probe_in
from acefone_desktop.adapters.listener.round_trip import RoundTrip
from acefone_desktop.domain.errors import ListenerError
from acefone_desktop.domain.reachability import Reach, ReachReport
from acefone_desktop.domain.settings import WebhookSettings
from tests.support.certificates import make_pair
from tests.support.reverse_proxy import ReverseProxy, proxying

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from acefone_desktop.domain.evidence import Evidence

SECRET = "correct-horse-battery"
PROGRAM = (sys.executable, "-m", "acefone_desktop", "--listener-process")
ELSEWHERE = b"HTTP/1.1 302 Found\r\nlocation: https://login.example.com/?next=/hook\r\ncontent-length: 0\r\n\r\n"


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[ListenerProcess, list[Any]]]:
    """The real process, and what it hands on."""
    heard: list[Any] = []

    def take(reports: tuple[tuple[Evidence, ...], ...]) -> None:
        heard.extend(reports)

    listener = ListenerProcess(PROGRAM, Wish("127.0.0.1", 0, SECRET, "UTC"), take, lambda _: None)
    await listener.start()
    try:
        yield listener, heard
    finally:
        await listener.stop()


def at(port: int, scheme: str = "http", host: str = "127.0.0.1", *, in_header: bool = True) -> WebhookSettings:
    return WebhookSettings(public_address=f"{scheme}://{host}:{port}/hook", secret_in_header=in_header)


@pytest.mark.parametrize("in_header", [True, False], ids=["header", "path"])
async def test_a_test_arrives_through_a_proxy_and_makes_no_call(
    in_header: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with listening() as (listener, heard), proxying(ReverseProxy(listener.port)) as proxy:
        report = await listener.desk.test(at(proxy.port, in_header=in_header))
        again = await listener.desk.test(at(proxy.port, in_header=in_header))
        samples = await listener.desk.show(WebhookSettings().mapping)
    assert (report.reach, report.status) == (Reach.ARRIVED, 200)
    assert report.took_ms > 0
    assert again.reach is Reach.ARRIVED
    assert len(proxy.heads) == 2, "each test is one request"
    assert heard == []
    assert (samples.understood, samples.unread) == (0, 0)
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("proxy", "reach", "status"),
    [
        (ReverseProxy(0), Reach.NOBODY_BEHIND, 502),
        (ReverseProxy(0, b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"), Reach.TURNED_AWAY, 404),
        (ReverseProxy(0, b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"), Reach.TURNED_AWAY, 403),
        (ReverseProxy(0, b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"), Reach.SOMEBODY_ELSE, 200),
        (ReverseProxy(0, b'HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"ok":true}'), Reach.SOMEBODY_ELSE, 200),
        (ReverseProxy(0, ELSEWHERE), Reach.REDIRECTED, 302),
        (ReverseProxy(0, b"220 mail.example.com ESMTP\r\n"), Reach.NO_HTTP, 0),
        (ReverseProxy(0, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000), Reach.SOMEBODY_ELSE, 200),
    ],
    ids=["dead tunnel", "404", "403", "another server", "one that says the same", "redirect", "mail", "endless"],
)
async def test_what_did_not_come_here_is_told_apart(proxy: ReverseProxy, reach: Reach, status: int) -> None:
    async with proxying(proxy):
        report = await round_trip().run(at(proxy.port))
    assert (report.reach, report.status, report.took_ms) == (reach, status, 0)
    assert report.detail == ("login.example.com" if reach is Reach.REDIRECTED else "")
    assert len(proxy.heads) == 1


@pytest.mark.parametrize(
    ("drops", "path", "in_header"),
    [
        (("x-acefone-secret",), "", True),
        (("x-acefone-secret", "x-acefone-desktop-test"), "", True),
        ((), "/hook", False),
        ((), f"/{SECRET}", False),
    ],
    ids=["header dropped", "all headers dropped", "path cut", "path changed"],
)
async def test_a_secret_that_is_lost_on_the_way_is_told(drops: tuple[str, ...], path: str, in_header: bool) -> None:
    async with (
        listening() as (listener, heard),
        proxying(ReverseProxy(listener.port, drops=drops, path=path)) as proxy,
    ):
        report = await listener.desk.test(at(proxy.port, in_header=in_header))
    assert (report.reach, report.status) == (Reach.SECRET_LOST, 404)
    assert heard == []


async def test_nobody_there_and_no_such_host_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxying(ReverseProxy(0)) as proxy:
        port = proxy.port
    assert await round_trip().run(at(port)) == ReachReport(Reach.REFUSED)
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", no_such_host)
    nowhere = WebhookSettings(public_address="https://no-such-host.invalid/hook")
    assert (await round_trip().run(nowhere)).reach is Reach.NO_SUCH_HOST


async def test_a_proxy_with_tls_must_be_trusted_for_its_name(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pair.certificate, pair.key)
    trusted = ssl.create_default_context(cafile=str(pair.certificate))
    async with listening() as (listener, _), proxying(ReverseProxy(listener.port), server) as proxy:
        known = await RoundTrip(SECRET, listener.desk, trusted).run(at(proxy.port, "https"))
        stranger = await RoundTrip(SECRET, listener.desk).run(at(proxy.port, "https"))
        no_tls = await RoundTrip(SECRET, listener.desk, trusted).run(at(listener.port, "https"))
    assert known.reach is Reach.ARRIVED
    assert (stranger.reach, bool(stranger.detail)) == (Reach.NOT_TRUSTED, True)
    assert no_tls.reach is Reach.NOT_TRUSTED


async def test_where_nobody_listens_nothing_is_sent() -> None:
    listener = ListenerProcess(PROGRAM, Wish("127.0.0.1", 0, SECRET, "UTC"), lambda _: None, lambda _: None)
    async with proxying(ReverseProxy(0)) as proxy:
        with pytest.raises(ListenerError):
            await listener.desk.test(at(proxy.port))
        assert proxy.heads == ()


async def test_an_old_or_forged_test_proves_nothing() -> None:
    async with listening() as (listener, _), httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.port}") as client:
        old, forged = Prober(SECRET).new(), Prober("another-secret-of-length").new()
        headers = {"x-acefone-secret": SECRET}
        assert (await client.post("/hook", json=probe_body(old), headers=headers)).status_code == 200
        assert (await client.post("/hook", json=probe_body(forged), headers=headers)).status_code == 400
        stranger = await client.post("/hook", json=probe_body(old), headers={"x-acefone-desktop-test": old})
        assert (stranger.status_code, stranger.content) == STRANGER
        async with proxying(ReverseProxy(0, b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")) as proxy:
            assert (await listener.desk.test(at(proxy.port))).reach is Reach.SOMEBODY_ELSE


def test_a_test_is_known_by_its_seal_alone() -> None:
    prober = Prober(SECRET)
    probe = prober.new()
    assert prober.known(probe) == probe.partition(".")[0]
    assert prober.new() != probe
    assert prober.known(probe[:-1] + ("0" if probe[-1] != "0" else "1")) == ""
    assert probe_in(b'{"acefone_desktop_test": "x.y"}') == "x.y"
    assert probe_in(b'{"acefone_desktop_test":"x","call_id":"1"}') != "x"
    assert SECRET not in repr(prober)


async def no_such_host(*_: object, **__: object) -> None:
    """What a name server says of it; tests ask none."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


class NobodyHears:
    """A listener to which nothing comes."""

    def expect(self, nonce: str) -> asyncio.Future[bool]:  # noqa: ARG002
        return asyncio.get_running_loop().create_future()


def round_trip() -> RoundTrip:
    return RoundTrip(SECRET, NobodyHears())

"""The webhook listener over real HTTP on this computer."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import httpx
import pytest

from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.post import QueuedPost
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.domain.errors import ListenerError, ReplyNotUnderstoodError
from acefone_desktop.domain.reports import WebhookReport

SECRET = "correct-horse-battery"
REPORT = {"call_status": "Answered by agent", "call_id": "1.1", "customer_no_with_prefix ": "+447700900123"}


def read(body: bytes, content_type: str, query: str) -> tuple[WebhookReport, ...]:
    """A stand-in for the provider's dialect: shows that all three parts of a request arrive."""
    sent = json.loads if body and "json" in content_type else httpx.QueryParams
    fields = dict(sent(body.decode() or query))
    if "call_id" not in fields:
        raise ReplyNotUnderstoodError
    return (WebhookReport(status=fields.get("call_status", ""), call_id=fields["call_id"]),)


class Reports:
    def __init__(self) -> None:
        self.arrived: asyncio.Queue[WebhookReport] = asyncio.Queue()

    def __call__(self, reports: tuple[WebhookReport, ...]) -> None:
        for report in reports:
            self.arrived.put_nowait(report)

    async def next(self) -> WebhookReport:
        async with asyncio.timeout(5):
            return await self.arrived.get()


@asynccontextmanager
async def listening(deliver: Any, **limits: Any) -> AsyncIterator[WebhookListener]:
    bounds = ListenerLimits(**limits)
    listener = WebhookListener("127.0.0.1", 0, SECRET, read, QueuedPost(deliver, bounds), limits=bounds)
    await listener.start()
    try:
        yield listener
    finally:
        await listener.stop()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A bare connection that may do as it likes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def read_to_end(reader: asyncio.StreamReader) -> bytes:
    """Whatever still comes until the other side ends the connection, politely or not."""
    async with asyncio.timeout(5):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
async def listener(reports: Reports) -> AsyncIterator[WebhookListener]:
    async with listening(reports) as listener:
        yield listener


@pytest.fixture
async def client(listener: WebhookListener) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.port}") as client:
        yield client


@pytest.mark.parametrize(
    "request_of",
    [
        {"method": "POST", "json": REPORT},
        {"method": "POST", "data": REPORT},
        {"method": "GET", "params": REPORT},
    ],
    ids=["json", "form", "get"],
)
async def test_every_way_to_send_a_report_arrives(
    client: httpx.AsyncClient, reports: Reports, request_of: dict[str, Any]
) -> None:
    reply = await client.request(url=f"/hook/{SECRET}", **request_of)
    assert (reply.status_code, reply.json()) == (200, {"ok": True})
    assert await reports.next() == WebhookReport(status="Answered by agent", call_id="1.1")


@pytest.mark.parametrize("headers", [{"X-Acefone-Secret": SECRET}, {"Authorization": f"Bearer {SECRET}"}])
async def test_the_secret_may_come_in_a_header(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await client.post("/hook", json=REPORT, headers=headers)).status_code == 200


async def test_one_slash_may_end_the_path(client: httpx.AsyncClient) -> None:
    told = {"X-Acefone-Secret": SECRET}
    in_path = [(await client.post(f"/hook/{SECRET}{end}", json=REPORT)).status_code for end in ("", "/", "//")]
    in_header = [(await client.post(f"/hook{end}", json=REPORT, headers=told)).status_code for end in ("", "/", "//")]
    assert in_path == in_header == [200, 200, 404]


@pytest.mark.parametrize("path", ["/", "/hook", "/hook/", "/hook/wrong", f"/hook/{SECRET}x", f"/{SECRET}", "/docs"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_a_stranger_learns_nothing(client: httpx.AsyncClient, reports: Reports, path: str, method: str) -> None:
    reply = await client.request(method, path, json=REPORT)
    assert (reply.status_code, reply.json()) == (404, {"ok": False, "error": "not found"})
    assert reports.arrived.empty()


async def test_a_known_sender_hears_what_is_wrong(client: httpx.AsyncClient, reports: Reports) -> None:
    assert (await client.post(f"/hook/{SECRET}", content=b"not a report")).status_code == 400
    assert (await client.post(f"/hook/{SECRET}", json={"call_status": "x"})).status_code == 400
    assert (await client.put(f"/hook/{SECRET}", json=REPORT)).status_code == 405
    assert reports.arrived.empty()


async def test_a_large_body_is_refused_announced_or_not(client: httpx.AsyncClient, reports: Reports) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(66):
            yield b"x" * 1024

    assert (await client.post(f"/hook/{SECRET}", content=b"x" * (64 * 1024 + 1))).status_code == 413
    assert (await client.post(f"/hook/{SECRET}", content=chunks())).status_code == 413
    padded = {**REPORT, "note": "x" * (63 * 1024)}
    assert (await client.post(f"/hook/{SECRET}", json=padded)).status_code == 200


async def test_endless_data_is_cut_off(listener: WebhookListener) -> None:
    chunk = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"
    async with connected(listener.port) as (_, writer):
        writer.write(b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n")
        with pytest.raises(ConnectionError):
            await send_repeatedly(writer, chunk, 10_000)


async def send_repeatedly(writer: asyncio.StreamWriter, chunk: bytes, times: int) -> None:
    for _ in range(times):
        writer.write(chunk)
        await writer.drain()
        await asyncio.sleep(0)  # lets the loop notice that the other side has closed


@pytest.mark.parametrize("start", [b"", b"POST /hook HT", b"POST /hook HTTP/1.1\r\ncontent-length: 10\r\n\r\n123"])
async def test_a_slow_sender_is_cut_off(reports: Reports, start: bytes) -> None:
    async with listening(reports, request_s=0.2) as listener, connected(listener.port) as (reader, writer):
        writer.write(start)
        assert b" 200 " not in await read_to_end(reader)


async def test_a_trickle_does_not_keep_a_request_alive(reports: Reports) -> None:
    async with listening(reports, request_s=0.3) as listener, connected(listener.port) as (reader, writer):
        closed = asyncio.ensure_future(read_to_end(reader))
        for byte in b"POST /hook HTTP/1.1\r\n" + b"x: y\r\n" * 30:
            writer.write(bytes([byte]))
            if (await asyncio.wait([closed], timeout=0.02))[0]:
                break
        assert closed.done()
        await closed


async def test_many_idle_connections_of_strangers_shut_nobody_out(reports: Reports) -> None:
    async with listening(reports, connections=5, request_s=30) as listener, AsyncExitStack() as stack:
        idle = [await stack.enter_async_context(connected(listener.port)) for _ in range(12)]
        client = await stack.enter_async_context(httpx.AsyncClient())
        address = f"http://127.0.0.1:{listener.port}/hook/{SECRET}"
        for _ in range(3):
            assert (await client.post(address, json=REPORT)).status_code == 200
        assert await read_to_end(idle[0][0]) == b"", "the one that has waited longest had to go"
        for writer in [await stack.enter_async_context(connected(listener.port)) for _ in range(12)]:
            writer[1].write(b"POST /hook/guess HTTP/1.1\r\nhost: x\r\n")
        assert (await client.post(address, json=REPORT)).status_code == 200, "over its own connection as well"


async def test_where_all_connections_are_of_known_senders_more_are_told_to_wait(reports: Reports) -> None:
    async with listening(reports, connections=3) as listener, AsyncExitStack() as stack:
        address = f"http://127.0.0.1:{listener.port}/hook/{SECRET}"
        clients = [await stack.enter_async_context(httpx.AsyncClient()) for _ in range(4)]
        assert [(await client.post(address, json=REPORT)).status_code for client in clients] == [200, 200, 200, 503]


async def test_a_flood_is_told_to_slow_down(reports: Reports) -> None:
    async with listening(reports, requests_per_s=0.1, burst=10) as listener, httpx.AsyncClient() as client:
        address = f"http://127.0.0.1:{listener.port}/hook/{SECRET}"
        replies = [await client.post(address, json=REPORT) for _ in range(15)]
    assert [reply.status_code for reply in replies] == [200] * 10 + [429] * 5
    assert int(replies[-1].headers["retry-after"]) >= 1
    assert reports.arrived.qsize() == 10


async def test_a_flood_of_strangers_does_not_shut_out_the_provider(client: httpx.AsyncClient) -> None:
    statuses = {(await client.post(f"/hook/guess-{n}", json=REPORT)).status_code for n in range(300)}
    assert statuses == {404, 429}
    assert (await client.post(f"/hook/{SECRET}", json=REPORT)).status_code == 200


async def test_a_report_is_acknowledged_before_it_is_handled() -> None:
    go, handled = asyncio.Event(), asyncio.Event()

    async def slow(reports: tuple[WebhookReport, ...]) -> None:
        await go.wait()
        handled.set()

    async with listening(slow) as listener, httpx.AsyncClient() as client:
        reply = await client.post(f"http://127.0.0.1:{listener.port}/hook/{SECRET}", json=REPORT)
        assert reply.status_code == 200
        assert not handled.is_set()
        go.set()
        async with asyncio.timeout(5):
            await handled.wait()


async def test_when_nobody_takes_reports_more_are_refused_instead_of_kept() -> None:
    async def never(reports: tuple[WebhookReport, ...]) -> None:
        await asyncio.Event().wait()

    async with listening(never, waiting_reports=3) as listener, httpx.AsyncClient() as client:
        address = f"http://127.0.0.1:{listener.port}/hook/{SECRET}"
        statuses = [(await client.post(address, json=REPORT)).status_code for _ in range(8)]
    assert statuses.count(503) >= 4


async def test_one_report_that_fails_does_not_end_the_rest() -> None:
    go = asyncio.Event()
    arrived: asyncio.Queue[str] = asyncio.Queue()
    problems: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: problems.append(context))

    async def deliver(reports: tuple[WebhookReport, ...]) -> None:
        await go.wait()
        if "bad" in {report.call_id for report in reports}:
            raise KeyError("bug")
        for report in reports:
            arrived.put_nowait(report.call_id)

    async with listening(deliver) as listener, httpx.AsyncClient() as client:
        for call_id in ("first", "good", "bad", "better"):
            await client.post(f"http://127.0.0.1:{listener.port}/hook/{SECRET}", json={"call_id": call_id})
        go.set()
        async with asyncio.timeout(5):
            assert [await arrived.get() for _ in range(3)] == ["first", "good", "better"]
    assert [type(problem["exception"]) for problem in problems] == [KeyError]


async def test_what_arrives_during_a_delivery_is_handed_over_together() -> None:
    go = asyncio.Event()
    deliveries: asyncio.Queue[list[str]] = asyncio.Queue()

    async def deliver(reports: tuple[WebhookReport, ...]) -> None:
        deliveries.put_nowait([report.call_id for report in reports])
        await go.wait()

    async with listening(deliver, most_at_once=3) as listener, httpx.AsyncClient() as client:
        for n in range(6):
            await client.post(f"http://127.0.0.1:{listener.port}/hook/{SECRET}", json={"call_id": str(n)})
        go.set()
        async with asyncio.timeout(5):
            assert [await deliveries.get() for _ in range(3)] == [["0"], ["1", "2", "3"], ["4", "5"]]


async def test_reports_keep_their_order_and_none_is_lost_on_stopping(reports: Reports) -> None:
    async with listening(reports) as listener, httpx.AsyncClient() as client:
        for n in range(50):
            await client.post(f"http://127.0.0.1:{listener.port}/hook/{SECRET}", json={"call_id": str(n)})
    assert [reports.arrived.get_nowait().call_id for _ in range(50)] == [str(n) for n in range(50)]


async def test_a_port_in_use_is_an_error_of_ours(listener: WebhookListener, reports: Reports) -> None:
    second = WebhookListener("127.0.0.1", listener.port, SECRET, read, QueuedPost(reports, ListenerLimits()))
    with pytest.raises(ListenerError):
        await second.start()
    await second.stop()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.invalid", ""])  # noqa: S104
def test_other_computers_are_not_heard_unless_that_is_asked_for(host: str, reports: Reports) -> None:
    with pytest.raises(ListenerError):
        WebhookListener(host, 8765, SECRET, read, QueuedPost(reports, ListenerLimits()))
    WebhookListener(host, 8765, SECRET, read, QueuedPost(reports, ListenerLimits()), allow_remote=True)


async def test_it_stops_within_a_second_with_connections_open_and_starts_again(reports: Reports) -> None:
    listener = WebhookListener("127.0.0.1", 0, SECRET, read, QueuedPost(reports, ListenerLimits()))
    await listener.start()
    await listener.start()
    port = listener.port
    async with connected(port) as (_, writer), httpx.AsyncClient() as client:
        writer.write(f"POST /hook/{SECRET} HTTP/1.1\r\ncontent-length: 99\r\n\r\n1".encode())
        await client.post(f"http://127.0.0.1:{port}/hook/{SECRET}", json=REPORT)
        started = time.monotonic()
        await listener.stop()
        assert time.monotonic() - started < 1
        with pytest.raises(httpx.ConnectError):
            await client.post(f"http://127.0.0.1:{port}/hook/{SECRET}", json=REPORT)
    await listener.stop()
    again = WebhookListener("127.0.0.1", port, SECRET, read, QueuedPost(reports, ListenerLimits()))
    await again.start()
    await again.stop()


async def test_nothing_of_a_request_is_logged(
    client: httpx.AsyncClient, listener: WebhookListener, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.CRITICAL)
    logging.getLogger("httpcore").setLevel(logging.CRITICAL)
    await client.post(f"/hook/{SECRET}", json=REPORT)
    await client.post(f"/hook/{SECRET}", content=b"447700900123")
    async with connected(listener.port) as (reader, writer):
        writer.write(b"+447700900123 " + SECRET.encode() + b"\r\n\r\n")
        await read_to_end(reader)
    assert SECRET not in caplog.text
    assert "7700900123" not in caplog.text


def test_the_web_server_is_not_loaded_before_it_is_switched_on() -> None:
    script = "import sys, acefone_desktop.adapters.listener.server as _; "
    script += "print(sorted({'uvicorn', 'starlette'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout == "[]\n"

"""HTTP as senders speak it, on bare connections to the real listener."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.domain.reports import WebhookReport

SECRET = "correct-horse-battery"
BODY = b'{"call_id": "1"}'


class Box:
    """Keeps every report; a call named `bug` is one that we cannot handle."""

    def __init__(self) -> None:
        self.reports: list[str] = []

    def accept(self, report: WebhookReport) -> bool:
        if report.call_id == "bug":
            raise KeyError("bug")
        self.reports.append(report.call_id)
        return True

    def start(self) -> None:
        """There is nothing to begin."""

    async def stop(self) -> None:
        """There is nothing to end."""


def read(body: bytes, _content_type: str, _query: str) -> tuple[WebhookReport, ...]:
    return (WebhookReport(status="x", call_id=json.loads(body)["call_id"] if body else "no body"),)


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
async def port(box: Box) -> AsyncIterator[int]:
    listener = WebhookListener("127.0.0.1", 0, SECRET, read, box, limits=ListenerLimits(request_s=10))
    await listener.start()
    yield listener.port
    await listener.stop()


def request(body: bytes = BODY, *more: bytes, method: bytes = b"POST", version: bytes = b"1.1") -> bytes:
    head = [method + b" /hook/" + SECRET.encode() + b" HTTP/" + version, b"host: x", *more]
    return b"\r\n".join([*head, b"content-length: %d" % len(body), b"", body])


async def exchange(port: int, *pieces: bytes) -> bytes:
    """All that comes back until the other side ends it; our own side says first that it has said all."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(10):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        writer.write_eof()
        replies = await reader.read()
    writer.close()
    await writer.wait_closed()
    return replies


async def test_requests_that_come_together_are_answered_in_their_order(port: int, box: Box) -> None:
    bodies = [b'{"call_id": "%d"}' % number for number in range(300)]
    replies = await exchange(port, b"".join(map(request, bodies)))
    assert replies.count(b"HTTP/1.1 200 OK\r\n") == 300
    assert replies.count(b'{"ok":true}') == 300
    assert box.reports == [str(number) for number in range(300)]


async def test_a_request_may_come_byte_by_byte(port: int, box: Box) -> None:
    replies = await exchange(port, *(bytes([byte]) for byte in request()))
    assert b" 200 " in replies
    assert box.reports == ["1"]


async def test_a_body_in_chunks_is_read_whole(port: int, box: Box) -> None:
    head = b"POST /hook/" + SECRET.encode() + b" HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
    replies = await exchange(port, head, b"8\r\n" + BODY[:8] + b"\r\n", b"8\r\n" + BODY[8:] + b"\r\n0\r\n\r\n")
    assert b" 200 " in replies
    assert box.reports == ["1"]


async def test_a_sender_that_asks_before_it_sends_is_told_to_go_on(port: int, box: Box) -> None:
    whole = request(BODY, b"expect: 100-continue")
    replies = await exchange(port, whole[: -len(BODY)], BODY)
    assert replies.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ")
    assert box.reports == ["1"]


@pytest.mark.parametrize(
    "asked",
    [
        request(version=b"1.0"),
        request(BODY, b"connection: close"),
        request(b"", b"upgrade: h2c", b"connection: upgrade"),
    ],
    ids=["HTTP/1.0", "asks to close", "offers another protocol"],
)
async def test_the_last_request_of_a_connection_is_said_to_be_the_last(port: int, box: Box, asked: bytes) -> None:
    replies = await exchange(port, asked + request(b'{"call_id": "after"}'))
    assert replies.count(b" 200 OK") == 1
    assert b"connection: close" in replies
    assert "after" not in box.reports


async def test_head_gets_a_head_alone(port: int) -> None:
    replies = await exchange(port, request(b"", method=b"HEAD"))
    assert b" 405 " in replies
    assert replies.endswith(b"\r\n\r\n")


async def test_what_is_no_http_is_said_to_be_none(port: int, box: Box) -> None:
    replies = await exchange(port, request() + b"\x16\x03\x01 nonsense\r\n\r\n")
    assert [reply[:3] for reply in replies.split(b"HTTP/1.1 ")[1:]] == [b"200", b"400"]
    assert box.reports == ["1"]


async def test_a_bug_of_ours_is_reported_and_does_not_look_like_a_success(port: int, box: Box) -> None:
    problems: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: problems.append(context))
    replies = await exchange(port, request(b'{"call_id": "bug"}'))
    assert b" 500 " in replies
    assert [type(problem["exception"]) for problem in problems] == [KeyError]
    assert b" 200 " in await exchange(port, request())
    assert box.reports == ["1"]

"""Every way in which a line fails one request, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tests.faults import answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.proxy import Handling, Line, Request


class Said(Enum):
    """What the app may make of a dial that met the fault."""

    TAKEN = "taken"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `reaches`: the account has received the request, and acts on it."""

    name: str
    what: str
    reaches: bool
    dial: Said
    handle: Handling


def _instead(data: Callable[[], bytes], *, reaches: bool = False, goes_on: bool = False) -> Handling:
    """Says this instead of the account's answer."""

    async def handle(line: Line, request: Request) -> bool:
        if reaches:
            await line.forward(request)
        await line.send(data())
        return goes_on

    return handle


def _changed(change: Callable[[bytes], bytes], *, goes_on: bool = False) -> Handling:
    """Says something made of the account's answer."""

    async def handle(line: Line, request: Request) -> bool:
        await line.send(change(await line.forward(request)))
        return goes_on

    return handle


async def _drop(line: Line, request: Request) -> bool:
    return False


async def _drop_after(line: Line, request: Request) -> bool:
    await line.forward(request)
    return False


async def _reset(line: Line, request: Request) -> bool:
    line.reset()
    return False


async def _reset_after(line: Line, request: Request) -> bool:
    await line.forward(request)
    line.reset()
    return False


async def _silence(line: Line, request: Request) -> bool:
    await line.until_the_app_gives_up()
    return False


async def _silence_after(line: Line, request: Request) -> bool:
    await line.forward(request)
    await line.until_the_app_gives_up()
    return False


async def _stop_in_the_middle(line: Line, request: Request) -> bool:
    await line.send(answers.shortened(await line.forward(request)))
    await line.until_the_app_gives_up()
    return False


async def _reset_in_the_middle(line: Line, request: Request) -> bool:
    await line.send(answers.shortened(await line.forward(request)))
    line.reset()
    return False


async def _trickle(line: Line, request: Request) -> bool:
    for byte in await line.forward(request):
        if line.is_over:
            break
        await line.send(bytes([byte]))
        await line.pause(0.5)
    return False


async def _endless(line: Line, request: Request) -> bool:
    await line.forward(request)
    await line.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    for _ in range(answers.OVERSIZED // 65536):
        if line.is_over:
            break
        await line.send(b" " * 65536)
    return False


def _late(seconds: float) -> Handling:
    async def handle(line: Line, request: Request) -> bool:
        reply = await line.forward(request)
        await line.pause(seconds)
        await line.send(reply)
        return True

    return handle


def _retry(seconds: str) -> str:
    return f"retry-after: {seconds}"


_HUGE_HEAD = f"x-much: {'y' * 200_000}"
_BOMB = answers.bomb()

FAULTS: tuple[Fault, ...] = (
    # the account never sees the request
    Fault("dropped", "closed without a word, request not passed on", False, Said.UNKNOWN, _drop),
    Fault("reset", "reset, request not passed on", False, Said.UNKNOWN, _reset),
    Fault("half-open", "taken and never answered, request not passed on", False, Said.UNKNOWN, _silence),
    Fault("garbage", "bytes that are no HTTP, request not passed on", False, Said.UNKNOWN,
          _instead(lambda: answers.GARBAGE)),
    Fault("429", "429 without Retry-After", False, Said.NO,
          _instead(lambda: answers.told("429 Too Many Requests", "Too many requests"), goes_on=True)),
    Fault("429 wait", "429 with Retry-After: 3", False, Said.NO,
          _instead(lambda: answers.told("429 Too Many Requests", "Slow down", _retry("3")), goes_on=True)),
    Fault("429 long", "429 with Retry-After: 120", False, Said.NO,
          _instead(lambda: answers.told("429 Too Many Requests", "Slow down", _retry("120")), goes_on=True)),
    Fault("429 odd", "429 with a Retry-After that is none", False, Said.NO,
          _instead(lambda: answers.told("429 Too Many Requests", "Slow down", _retry("soon")), goes_on=True)),
    Fault("500", "500 in JSON", False, Said.UNKNOWN,
          _instead(lambda: answers.told("500 Internal Server Error", "Oops"), goes_on=True)),
    Fault("502", "502 with a page", False, Said.UNKNOWN, _instead(lambda: answers.page("502 Bad Gateway"))),
    Fault("503", "503 with Retry-After: 5", False, Said.UNKNOWN,
          _instead(lambda: answers.page("503 Service Unavailable", _retry("5")))),
    Fault("page", "a guest network's page with status 200", False, Said.UNKNOWN,
          _instead(lambda: answers.page("200 OK"))),
    Fault("redirect", "302 to a guest network's page", False, Said.NO,
          _instead(lambda: answers.page("302 Found", "location: http://login.example.invalid/"))),
    Fault("empty", "200 with nothing in it", False, Said.UNKNOWN,
          _instead(lambda: answers.answer("200 OK", b""), goes_on=True)),
    Fault("huge head", "a head of 200,000 bytes", False, Said.UNKNOWN,
          _instead(lambda: answers.answer("200 OK", b"[]", _HUGE_HEAD))),
    # the account has taken it, and the app does not hear so
    Fault("answer dropped", "passed on, closed before the answer", True, Said.UNKNOWN, _drop_after),
    Fault("answer reset", "passed on, reset before the answer", True, Said.UNKNOWN, _reset_after),
    Fault("answer silent", "passed on, then silence", True, Said.UNKNOWN, _silence_after),
    Fault("answer garbage", "passed on, then bytes that are no HTTP", True, Said.UNKNOWN,
          _instead(lambda: answers.GARBAGE, reaches=True)),
    Fault("answer truncated", "passed on, half of the answer's body, closed", True, Said.UNKNOWN,
          _changed(answers.shortened)),
    Fault("answer reset half-way", "passed on, half of the answer's body, reset", True, Said.UNKNOWN,
          _reset_in_the_middle),
    Fault("answer stalls", "passed on, half of the answer's body, then silence", True, Said.UNKNOWN,
          _stop_in_the_middle),
    Fault("answer trickles", "passed on, two bytes of the answer a second", True, Said.UNKNOWN, _trickle),
    Fault("answer oversized", "passed on, then a body of nine megabytes", True, Said.UNKNOWN, _endless),
    Fault("answer unfolds", "passed on, then a body that unfolds to 36 megabytes", True, Said.UNKNOWN,
          _instead(lambda: _BOMB, reaches=True)),
    Fault("answer cut", "passed on, then JSON that breaks off", True, Said.UNKNOWN,
          _changed(answers.cut_json, goes_on=True)),
    Fault("answer other coding", "passed on, then a body in a coding nobody asked for", True, Said.UNKNOWN,
          _instead(lambda: answers.answer("200 OK", answers.GARBAGE, "content-encoding: br"), reaches=True)),
    Fault("answer bad chunks", "passed on, then chunks that are none", True, Said.UNKNOWN,
          _instead(lambda: b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nzz\r\n", reaches=True)),
    Fault("answer 504", "passed on, then a gateway's 504", True, Said.UNKNOWN,
          _instead(lambda: answers.page("504 Gateway Timeout"), reaches=True)),
    Fault("answer 408", "passed on, then 408", True, Said.UNKNOWN,
          _instead(lambda: answers.told("408 Request Timeout", "Too slow"), reaches=True)),
    Fault("answer page", "passed on, then a page with status 200", True, Said.UNKNOWN,
          _instead(lambda: answers.page("200 OK"), reaches=True)),
    Fault("answer too late", "the answer after 30 seconds", True, Said.UNKNOWN, _late(30)),
    # no fault in the end
    Fault("answer late", "the answer after 5 seconds", True, Said.TAKEN, _late(5)),
    Fault("answer twice", "the answer, then the same bytes once more", True, Said.TAKEN,
          _changed(lambda reply: reply * 2)),
    Fault("interim answers", "three interim answers first", True, Said.TAKEN,
          _changed(lambda reply: b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3 + reply, goes_on=True)),
)  # fmt: skip
BY_NAME = {fault.name: fault for fault in FAULTS}

"""The webhook listener in a process of its own: the real program, over real HTTP and real pipes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.listener import frames, listener_process
from acefone_desktop.adapters.listener.frames import Fault, FrameError, Heard, Listening, NotListening, Wish
from acefone_desktop.adapters.listener.listener_process import ListenerFaultError, ListenerProcess
from acefone_desktop.domain.errors import ListenerError, ListenerLateError, ListenerLostError
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.reports import AgentMention, Direction

SECRET = "correct-horse-battery"
HOOK = f"/hook/{SECRET}"
PROGRAM = (sys.executable, "-m", "acefone_desktop", "--listener-process")
Reports = tuple[tuple[Evidence, ...], ...]


def body(call_id: str, status: str = "Answered by agent") -> dict[str, str]:
    return {"call_status": status, "call_id": call_id, "customer_no_with_prefix ": "+447700900123"}


class Desk:
    """The app's side: keeps what is handed on, and hears when the listener is lost."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[tuple[Evidence, ...]] = asyncio.Queue()
        self.lost: asyncio.Queue[ListenerError] = asyncio.Queue()
        self.faults: asyncio.Queue[Exception] = asyncio.Queue()
        self.go = asyncio.Event()
        self.go.set()
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: self.faults.put_nowait(context["exception"])
        )

    async def take(self, reports: Reports) -> None:
        await self.go.wait()
        if len(reports) == 1 and reports[0][0].call_id == "bad":
            raise KeyError("bug")
        if any(told[0].call_id == "bad" for told in reports):
            raise ValueError("bug")
        for told in reports:
            self.arrived.put_nowait(told)

    def listener(self, port: int = 0, command: tuple[str, ...] = PROGRAM, zone: str = "UTC") -> ListenerProcess:
        return ListenerProcess(command, Wish("127.0.0.1", port, SECRET, zone), self.take, self.lost.put_nowait)


def seen_from_outside(pid: int) -> bytes:
    """What any program of this person can read of a process."""
    return b"".join(Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ"))


async def soon(waiting: Any) -> Any:
    """What is waited for, within a time that only a fault takes."""
    async with asyncio.timeout(20):
        return await waiting


@pytest.fixture
async def desk() -> Desk:
    return Desk()


@asynccontextmanager
async def listening(desk: Desk) -> AsyncIterator[tuple[ListenerProcess, httpx.AsyncClient]]:
    listener = desk.listener()
    await listener.start()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.port}") as client:
            yield listener, client
    finally:
        desk.go.set()
        await listener.stop()


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_what_is_reported_arrives_as_evidence_in_its_order(desk: Desk) -> None:
    async with listening(desk) as (_, client):
        for number in range(30):
            assert (await client.post(HOOK, json=body(str(number)))).status_code == 200
        told = [await soon(desk.arrived.get()) for _ in range(30)]
    assert [pieces[0].call_id for pieces in told] == [str(number) for number in range(30)]
    assert {(pieces[0].source, pieces[0].fact) for pieces in told} == {(Source.WEBHOOK, Fact.AGENT_ANSWERED)}
    assert told[0][0].customers == ("447700900123",)


async def test_stamps_are_read_in_the_zone_of_the_account(desk: Desk) -> None:
    listener = desk.listener(zone="Asia/Kolkata")
    await listener.start()
    try:
        async with httpx.AsyncClient() as client:
            report = {**body("1"), "start_stamp": "2026-01-15 12:00:00"}
            await client.post(f"http://127.0.0.1:{listener.port}/hook/{SECRET}", json=report)
        (told,) = await soon(desk.arrived.get())
    finally:
        await listener.stop()
    assert told.started_at == datetime(2026, 1, 15, 6, 30, tzinfo=UTC)


async def test_strangers_and_nonsense_are_turned_away_over_there(desk: Desk) -> None:
    async with listening(desk) as (_, client):
        assert (await client.post("/hook/guess", json=body("1"))).status_code == 404
        assert (await client.post(HOOK, content=b"nonsense")).status_code == 400
        assert (await client.post(HOOK, content=b"x" * 70_000)).status_code == 413
    assert desk.arrived.empty()


async def test_nothing_acknowledged_is_lost_on_stopping(desk: Desk) -> None:
    async with listening(desk) as (_, client):
        desk.go.clear()
        for number in range(250):
            assert (await client.post(HOOK, json=body(str(number)))).status_code == 200
    assert [desk.arrived.get_nowait()[0].call_id for _ in range(250)] == [str(number) for number in range(250)]


async def test_a_report_that_cannot_be_handled_does_not_cost_the_others(desk: Desk) -> None:
    async with listening(desk) as (_, client):
        desk.go.clear()
        for call_id in ("first", "good", "bad", "better"):
            await client.post(HOOK, json=body(call_id))
        desk.go.set()
        assert [(await soon(desk.arrived.get()))[0].call_id for _ in range(3)] == ["first", "good", "better"]
        assert isinstance(await soon(desk.faults.get()), KeyError)


async def test_a_port_in_use_is_an_error_of_ours_and_leaves_no_process(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listener = desk.listener(taken.getsockname()[1])
        with pytest.raises(ListenerError, match="in use"):
            await listener.start()
    with pytest.raises(ListenerError):
        _ = listener.pid
    await listener.stop()


@pytest.mark.parametrize(
    "command",
    [
        (str(Path("no-such-folder") / "no-such-program"),),
        (sys.executable, "-c", ""),
        (sys.executable, "-c", "import sys; sys.stdout.write('no frame at all'); sys.stdout.flush(); sys.stdin.read()"),
    ],
    ids=["is not there", "ends", "says nonsense"],
)
async def test_a_program_that_does_not_listen_is_an_error_of_ours(desk: Desk, command: tuple[str, ...]) -> None:
    listener = desk.listener(command=command)
    with pytest.raises(ListenerError):
        await listener.start()
    await listener.stop()


async def test_a_process_that_dies_is_told_of_and_followed_by_another(desk: Desk) -> None:
    listener, heard = desk.listener(), asyncio.Queue[bool]()
    listener.watch(lambda trouble: heard.put_nowait(trouble is not None))
    await listener.start()
    try:
        first, port = listener.pid, listener.port
        os.kill(first, signal.SIGKILL)
        assert isinstance(await soon(desk.lost.get()), ListenerError)
        second = await soon(until_there(listener))
        assert second != first
        assert [await soon(heard.get()) for _ in range(2)] == [True, False], "who watches hears of both"
        async with httpx.AsyncClient() as client:
            address = f"http://127.0.0.1:{listener.port}/hook/{SECRET}"
            assert (await client.post(address, json=body("after"))).status_code == 200
        assert (await soon(desk.arrived.get()))[0].call_id == "after"
    finally:
        await listener.stop()
    assert port
    assert not exists(second)


async def until_there(listener: ListenerProcess) -> int:
    """The number of the next process."""
    while True:
        try:
            return listener.pid
        except ListenerError:
            await asyncio.sleep(0.01)


async def test_it_is_tried_again_while_the_port_is_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener_process, "FIRST_PAUSE_S", 0.05)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    listener = desk.listener(port)
    await listener.start()
    try:
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            os.kill(listener.pid, signal.SIGKILL)
            await soon(desk.lost.get())
            taken.bind(("127.0.0.1", port))
            taken.listen()
            told = await soon(desk.lost.get())
            assert "in use" in told.detail
            assert isinstance(told, ListenerLostError)
        await soon(until_there(listener))
    finally:
        await listener.stop()


async def test_one_that_cannot_begin_is_tried_again_until_the_port_is_free(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener_process, "FIRST_PAUSE_S", 0.05)
    heard = asyncio.Queue[ListenerError | None]()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        listener = desk.listener(port)
        listener.watch(heard.put_nowait)
        with pytest.raises(ListenerLateError, match="in use"):
            await listener.start()
        told = await soon(heard.get())
        assert isinstance(told, ListenerLateError), "it never listened: it was not lost"
        assert "in use" in told.detail
    try:
        while await soon(heard.get()) is not None:
            pass
        assert listener.port == port
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"http://127.0.0.1:{port}{HOOK}", json=body("at last"))
        assert answer.status_code == 200
        assert (await soon(desk.arrived.get()))[0].call_id == "at last"
    finally:
        await listener.stop()


async def test_one_that_never_began_can_be_stopped(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listener = desk.listener(taken.getsockname()[1])
        with pytest.raises(ListenerLateError):
            await listener.start()
        async with asyncio.timeout(2):
            await listener.stop()
        with pytest.raises(ListenerLateError):
            await listener.start()
        await listener.stop()


async def test_it_can_be_stopped_while_it_waits_to_be_started_again(desk: Desk) -> None:
    listener = desk.listener()
    await listener.start()
    os.kill(listener.pid, signal.SIGKILL)
    await soon(desk.lost.get())
    async with asyncio.timeout(2):
        await listener.stop()
    await listener.start()
    await listener.stop()


async def test_it_stops_within_two_seconds_whatever_the_process_does(desk: Desk) -> None:
    listener = desk.listener()
    await listener.start()
    pid = listener.pid
    os.kill(pid, signal.SIGSTOP)
    async with asyncio.timeout(2):
        await listener.stop()
    assert not exists(pid)


async def test_signals_to_the_whole_session_do_not_end_it_before_the_app(desk: Desk) -> None:
    async with listening(desk) as (listener, client):
        os.kill(listener.pid, signal.SIGTERM)
        os.kill(listener.pid, signal.SIGINT)
        assert (await client.post(HOOK, json=body("1"))).status_code == 200
        assert await soon(desk.arrived.get())


def test_it_does_not_outlive_the_app() -> None:
    """Not even an app that is killed: its pipe closes with it."""
    with subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(frames.frame(Wish("127.0.0.1", 0, SECRET, "UTC")))
        process.stdin.flush()
        header = process.stdout.read(frames.HEADER.size)
        assert isinstance(frames.news_in(process.stdout.read(frames.length_of(header))), Listening)
        process.stdin.close()
        assert process.wait(10) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="where a process can be looked at as a file")
async def test_the_secret_is_in_no_argument_and_no_variable(desk: Desk) -> None:
    async with listening(desk) as (listener, _):
        assert SECRET.encode() not in seen_from_outside(listener.pid)
    assert SECRET not in repr(Wish("127.0.0.1", 0, SECRET, "UTC"))


FAULTY = """
import sys
from datetime import UTC
from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks
from acefone_desktop.adapters.listener.inspector import Dialect
from acefone_desktop.adapters.listener.listener_child import run

def understand(report):
    raise ValueError("cannot understand " + report.customer)

def read(body, content_type, query, mapping):
    return read_webhooks(body, content_type, query, UTC, mapping)

sys.exit(run(lambda zone: Dialect(read, None), understand))
"""


async def test_a_bug_over_there_is_told_without_the_words_it_happened_with(desk: Desk) -> None:
    listener = desk.listener(command=(sys.executable, "-c", FAULTY))
    await listener.start()
    try:
        async with httpx.AsyncClient() as client:
            await client.post(f"http://127.0.0.1:{listener.port}/hook/{SECRET}", json=body("1"))
        fault = await soon(desk.faults.get())
    finally:
        await listener.stop()
    assert isinstance(fault, ListenerFaultError)
    assert "ValueError" in str(fault)
    assert "in understand" in str(fault)
    assert "7700900123" not in str(fault)


evidence = st.builds(
    Evidence,
    source=st.sampled_from(Source),
    told_at=st.datetimes(timezones=st.just(UTC)),
    fact=st.sampled_from(Fact),
    call_id=st.text(max_size=20),
    agent=st.builds(AgentMention, name=st.text(max_size=5), numbers=st.lists(st.text(max_size=5)).map(tuple)),
    customers=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    direction=st.none() | st.sampled_from(Direction),
    started_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    talk_s=st.none() | st.integers(0, 10**6),
    recording=st.booleans(),
)


@given(st.lists(st.lists(evidence, max_size=3).map(tuple), max_size=5).map(tuple))
def test_evidence_is_the_same_on_both_sides_of_the_pipe(reports: Reports) -> None:
    news = frames.news_in(frames.frame(Heard(reports))[frames.HEADER.size :])
    assert isinstance(news, Heard)
    assert news.reports == reports
    assert [hash(one) for told in news.reports for one in told] == [hash(one) for told in reports for one in told]


@given(st.binary(max_size=200))
def test_what_is_no_message_is_refused(received: bytes) -> None:
    try:
        news = frames.news_in(received)
    except FrameError:
        return
    assert isinstance(news, Listening | NotListening | Heard | Fault)


def test_a_message_that_is_too_long_is_neither_sent_nor_read() -> None:
    with pytest.raises(FrameError):
        frames.frame(NotListening("x" * frames.LONGEST_BODY))
    with pytest.raises(FrameError):
        frames.length_of(frames.HEADER.pack(frames.LONGEST_BODY + 1))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])  # noqa: S104
async def test_other_computers_are_never_heard(desk: Desk, host: str) -> None:
    with pytest.raises(ListenerError):
        ListenerProcess(PROGRAM, Wish(host, 0, SECRET, "UTC"), desk.take, desk.lost.put_nowait)

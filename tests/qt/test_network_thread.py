"""The join of Qt and asyncio keeps order, threads and failures straight."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer

from acefone_desktop.bridge.network_thread import NetworkThread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def network(qapp: object) -> Iterator[NetworkThread]:
    thread = NetworkThread()
    yield thread
    thread.close()


async def _thread_name() -> str:
    return threading.current_thread().name


def test_a_result_comes_back_on_the_thread_that_asked(network: NetworkThread, qtbot: QtBot) -> None:
    landed: list[tuple[str, str]] = []

    def on_done(done: Future[str]) -> None:
        landed.append((done.result(), threading.current_thread().name))

    network.run(_thread_name, on_done)
    qtbot.waitUntil(lambda: bool(landed))
    assert landed == [("network", threading.main_thread().name)]


def test_work_given_before_the_loop_stands_is_begun_in_order(network: NetworkThread, qtbot: QtBot) -> None:
    begun: list[int] = []

    def numbered(number: int) -> None:
        async def work() -> None:
            begun.append(number)

        network.run(work)

    for number in range(50):
        numbered(number)
    qtbot.waitUntil(lambda: len(begun) == 50)
    assert begun == list(range(50))


def test_a_failure_is_handed_over_as_it_is(network: NetworkThread, qtbot: QtBot) -> None:
    failures: list[BaseException | None] = []

    async def fails() -> None:
        raise ValueError("no")

    def on_done(done: Future[None]) -> None:
        failures.append(done.exception())

    network.run(fails, on_done)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ValueError)


def test_cancelling_the_future_cancels_the_work(network: NetworkThread, qtbot: QtBot) -> None:
    begun = threading.Event()
    cancelled: list[bool] = []

    async def waits() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    future = network.run(waits)
    qtbot.waitUntil(begun.is_set)
    future.cancel()
    qtbot.waitUntil(lambda: cancelled == [True])


def test_closing_cancels_and_awaits_what_still_runs(qapp: object, qtbot: QtBot) -> None:
    network = NetworkThread()
    begun, ended = threading.Event(), threading.Event()

    async def waits() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    network.run(waits)
    qtbot.waitUntil(begun.is_set)
    network.close()
    assert ended.is_set()
    assert "network" not in [thread.name for thread in threading.enumerate()]
    assert network.run(waits).cancelled()


def test_what_another_thread_tells_arrives_in_order(network: NetworkThread, qtbot: QtBot) -> None:
    told: list[int] = []

    def speak() -> None:
        for number in range(200):
            network.tell(told.append, number)

    speaker = threading.Thread(target=speak)
    speaker.start()
    qtbot.waitUntil(lambda: len(told) == 200)
    speaker.join()
    assert told == list(range(200))


def test_a_bug_in_a_task_nobody_waits_for_comes_to_the_painting_thread(network: NetworkThread, qtbot: QtBot) -> None:
    tasks: list[asyncio.Task[None]] = []

    async def fails() -> None:
        raise ZeroDivisionError

    async def leaves_it_behind() -> None:
        task = asyncio.create_task(fails())
        await asyncio.wait([task])
        asyncio.get_running_loop().call_exception_handler({"message": "left behind", "exception": task.exception()})
        tasks.append(task)

    with qtbot.captureExceptions() as caught:
        network.run(leaves_it_behind)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_what_was_on_its_way_when_it_was_closed_is_not_delivered(qtbot: QtBot) -> None:
    network = NetworkThread()
    heard: list[str] = []
    teller = threading.Thread(target=network.tell, args=(heard.append, "late"))
    teller.start()
    teller.join()
    network.close()
    later = QTimer(singleShot=True)
    with qtbot.waitSignal(later.timeout):
        later.start()
    assert heard == []

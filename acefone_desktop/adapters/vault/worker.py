"""One thread for calls that may wait as long as a person thinks, such as an unlock prompt."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

Answer = TypeVar("Answer")


def _nothing() -> None:
    """What most threads do when they have nothing to do."""


class Worker:
    """Runs functions one after the other on its own thread, which starts with the first of them.

    The thread is a daemon, unlike an executor's: an open prompt must not hold up the end of the program. It calls
    `on_idle` once nothing was asked of it for `idle_s` seconds, and before it ends.
    """

    def __init__(self, name: str, idle_s: float | None = None, on_idle: Callable[[], None] = _nothing) -> None:
        self._name, self._idle_s, self._on_idle = name, idle_s, on_idle
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ended: Future[None] | None = None
        self._starting = threading.Lock()

    async def run(self, function: Callable[[], Answer]) -> Answer:
        """The function's result or its exception. Cancelling stops waiting, and drops what has not begun."""
        import asyncio  # noqa: PLC0415 (loaded already, where this runs)
        from concurrent.futures import Future  # noqa: PLC0415

        with self._starting:
            if self._thread is None:
                self._ended = Future()
                self._ended.set_running_or_notify_cancel()  # from here on nobody who stops waiting can cancel it
                self._thread = threading.Thread(target=self._loop, args=(self._ended,), name=self._name, daemon=True)
                self._thread.start()
        future: Future[Answer] = Future()
        self._work.put((future, function))
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        """Lets the thread end after what it was asked so far, and waits for that. Cancelling stops waiting only."""
        import asyncio  # noqa: PLC0415

        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._work.put(None)
        if self._ended is not None:
            await asyncio.wrap_future(self._ended)

    def _loop(self, ended: Future[None]) -> None:
        while (item := self._next()) is not None:
            future, function = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = function()
            except BaseException as error:  # noqa: BLE001 (handed to whoever waits)
                future.set_exception(error)
            else:
                future.set_result(result)
                del result
            del item, future, function
        self._on_idle()
        ended.set_result(None)

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        try:
            return self._work.get(timeout=self._idle_s)
        except Empty:
            self._on_idle()
            return self._work.get()

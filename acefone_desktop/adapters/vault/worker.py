"""One thread for calls that may wait as long as a person thinks, such as an unlock prompt."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


class Worker:
    """Runs functions one after the other on its own thread, which starts with the first of them.

    The thread is a daemon, unlike an executor's: an open prompt must not hold up the end of the program.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    async def run(self, function: Callable[[], Answer]) -> Answer:
        """The function's result or its exception. Cancelling stops waiting, and drops what has not begun."""
        import asyncio  # noqa: PLC0415 (loaded already, where this runs)

        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name=self._name, daemon=True)
                self._thread.start()
        future: Future[Answer] = Future()
        self._work.put((future, function))
        return await asyncio.wrap_future(future)

    def close(self, patience_s: float) -> None:
        """Lets the thread end after what it does now, and waits that long for it."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._work.put(None)
            thread.join(patience_s)

    def _loop(self) -> None:
        while (item := self._work.get()) is not None:
            future, function = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = function()
            except BaseException as error:  # noqa: BLE001 (handed to whoever waits)
                future.set_exception(error)
            else:
                future.set_result(result)
            del item, future, function

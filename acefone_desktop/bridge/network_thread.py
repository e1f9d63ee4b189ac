"""The one place that joins asyncio and Qt: a thread with one event loop, where everything that waits is run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

T = TypeVar("T")

CLOSING_DEADLINE_S = 2.0


def raise_failure(done: Future[Any]) -> None:
    """What to do with work nobody asked the result of: a failure is a bug and goes to the crash handler."""
    if not done.cancelled():
        done.result()


class NetworkThread(QObject):
    """Runs coroutines on its own thread and brings their results back to the thread this object lives in.

    The thread, and with it the import of asyncio, starts with the first piece of work, so that a window can be painted
    before any of it is loaded.
    """

    _landed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = threading.Thread(target=self._run, name="network", daemon=True)
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._early: list[Callable[[], object]] = []
        self._closed = False
        self._landed.connect(self._deliver)  # a QObject's bound method: Qt queues the call to our thread

    def run(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        on_done: Callable[[Future[T]], None] = raise_failure,
    ) -> Future[T]:
        """Starts the coroutine that `work` makes, over there.

        `on_done` is called on this object's thread with the finished future: ask it for `.result()` or `.exception()`.
        Cancelling the returned future cancels the work.
        """
        from concurrent.futures import Future  # noqa: PLC0415 (as asyncio)

        future: Future[T] = Future()
        if self._closed:
            future.cancel()
            return future
        future.add_done_callback(partial(self._land, on_done))
        self._post(partial(self._begin, work, future))
        return future

    def tell(self, receiver: Callable[..., None], *arguments: object) -> None:
        """From any thread: has `receiver(*arguments)` called on this object's thread, in the order told."""
        if not self._closed:
            self._landed.emit(partial(receiver, *arguments))

    def close(self) -> None:
        """Cancels and awaits every task, then ends the thread. Nothing is delivered afterwards."""
        if self._closed:
            return
        self._closed = True
        if self._thread.is_alive():
            ended = threading.Event()
            self._post(partial(self._begin_end, ended))
            ended.wait(CLOSING_DEADLINE_S)
            self._thread.join(CLOSING_DEADLINE_S)
        self._landed.disconnect(self._deliver)

    def _post(self, callback: Callable[[], object]) -> None:
        with self._guard:
            if self._loop is None:
                self._early.append(callback)
                if not self._thread.is_alive():
                    self._thread.start()
                return
        self._loop.call_soon_threadsafe(callback)

    def _run(self) -> None:
        import asyncio  # noqa: PLC0415 (kept out of the way of the first paint)

        loop = asyncio.new_event_loop()
        loop.set_exception_handler(self._report)
        asyncio.set_event_loop(loop)
        with self._guard:
            self._loop = loop
            for callback in self._early:
                loop.call_soon(callback)
        try:
            loop.run_forever()
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    def _report(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A bug in a task that nobody waits for is raised over here, where the crash handler sees it."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self.tell(_raise, error)
        else:
            loop.default_exception_handler(context)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, T]], future: Future[T]) -> None:
        if self._loop is None or future.cancelled():
            return
        task = self._loop.create_task(work())
        task.add_done_callback(partial(_finish, future))
        future.add_done_callback(partial(self._cancel_with, task))

    def _cancel_with(self, task: asyncio.Task[Any], future: Future[Any]) -> None:
        if future.cancelled() and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(task.cancel)

    def _begin_end(self, ended: threading.Event) -> None:
        if self._loop is not None:
            self._ending = self._loop.create_task(self._end(ended))

    async def _end(self, ended: threading.Event) -> None:
        import asyncio  # noqa: PLC0415

        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        ended.set()
        asyncio.get_running_loop().stop()

    def _land(self, on_done: Callable[[Future[T]], None], done: Future[T]) -> None:
        if not self._closed:
            self._landed.emit(partial(on_done, done))

    @Slot(object)
    def _deliver(self, callback: Callable[[], None]) -> None:
        if not self._closed:  # Qt still brings what was on its way when we disconnected
            callback()


def _raise(error: Exception) -> None:
    raise error


def _finish(future: Future[T], task: asyncio.Task[T]) -> None:
    """Carries a task's end over to the future, unless somebody cancelled that meanwhile."""
    if task.cancelled():
        future.cancel()
    elif future.set_running_or_notify_cancel():
        failure = task.exception()
        if failure is None:
            future.set_result(task.result())
        else:
            future.set_exception(failure)

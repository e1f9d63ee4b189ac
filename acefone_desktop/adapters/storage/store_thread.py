"""One thread, one writer connection, one queue: every write of the program goes through here, in order."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from acefone_desktop.adapters.storage.failures import as_storage_error
from acefone_desktop.domain.errors import StorageError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    """Work that waits for its turn."""

    work: Callable[[sqlite3.Connection], T]
    future: asyncio.Future[T]

    def finish(self, result: T | None, error: Exception | None) -> None:
        """Tells the waiting coroutine, if its loop still runs."""
        with suppress(RuntimeError):  # the loop was closed while we wrote: nobody is waiting any more
            self.future.get_loop().call_soon_threadsafe(_settle, self.future, result, error)


class StoreThread:
    """Runs work on the writer connection, each in a transaction of its own, in the order it was asked for.

    Takes ownership of the connection (opened with `check_same_thread=False` and `isolation_level=None`).
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._closing = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in one transaction; when this returns, it is committed and synchronised to disk.

        Cancelling the wait does not undo the work. Raises `StorageError`; an error of ours that `work` raises passes
        through, and the transaction is rolled back in either case.
        """
        import asyncio  # noqa: PLC0415 (only needed once something is written)

        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        with self._lock:
            if self._closing:
                raise StorageError("(It is being closed.)")
            self._jobs.put(_Job(work, future))
        return await future

    def close(self, deadline_s: float = 2.0) -> bool:
        """Finishes what is queued, checkpoints and closes; returns whether that was done within the deadline."""
        with self._lock:
            if not self._closing:
                self._closing = True
                self._jobs.put(None)
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                result = _in_transaction(self._connection, job.work)
            except sqlite3.Error as error:
                job.finish(None, as_storage_error(error))
            except Exception as error:  # noqa: BLE001 (whatever it is belongs to the caller, not to this thread)
                job.finish(None, error)
            else:
                job.finish(result, None)
        with suppress(sqlite3.Error):  # a reader still open: the log is taken in next time
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


def _in_transaction(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def _settle(future: asyncio.Future[T], result: T | None, error: Exception | None) -> None:
    if future.done():  # cancelled meanwhile
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)  # type: ignore[arg-type]  # no error: it is a T, which may itself be None

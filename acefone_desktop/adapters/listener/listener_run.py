"""One run of the listener's process: its pipes, its beginning and its end."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.listener.frames import (
    HEADER,
    FrameError,
    Listening,
    News,
    NotListening,
    Order,
    Wish,
    frame,
    length_of,
    news_in,
)
from acefone_desktop.domain.errors import ListenerError

if TYPE_CHECKING:
    from collections.abc import Sequence

START_PATIENCE_S: Final = 30.0
"""How long it may take until it listens: a cold disk, a virus scanner."""
END_PATIENCE_S: Final = 0.5
_NO_CONSOLE: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only


class ListenerRun:
    """A process that listens. What it prints as an error goes nowhere, so that no log can hold a customer's number."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a process with both its pipes is needed")
        self._process, self._said, self._told = process, process.stdin, process.stdout
        self.port = 0

    @staticmethod
    async def begin(command: Sequence[str], wish: Wish) -> ListenerRun:
        """Starts it and returns when it listens. Raises `ListenerError`; no process is left then."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_CONSOLE,
            )
        except OSError as error:
            raise ListenerError(f"(Its process could not be started: {error.strerror or error}.)") from error
        run = ListenerRun(process)
        try:
            await run._open(wish)
        except BaseException:
            await run.end()
            raise
        return run

    @property
    def pid(self) -> int:
        return self._process.pid

    async def next(self) -> News | None:
        """What it tells next; None when it has ended. Raises `FrameError`."""
        try:
            return news_in(await self._told.readexactly(length_of(await self._told.readexactly(HEADER.size))))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    def say(self, order: Order) -> None:
        """Tells it something. Where it has ended, nobody hears that; `next` tells so."""
        self._said.write(frame(order))

    async def end(self) -> None:
        """Ends it: by itself within `END_PATIENCE_S`, or else at once. Nothing of it is left."""
        self._said.close()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(END_PATIENCE_S):
                    await self._process.wait()
        finally:
            if self._process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()

    async def _open(self, wish: Wish) -> None:
        try:
            self.say(wish)
            async with asyncio.timeout(START_PATIENCE_S):
                first = await self.next()
        except FrameError as error:
            raise ListenerError("(Its process is not understood.)") from error
        except TimeoutError as error:
            raise ListenerError("(Its process does not answer.)") from error
        if isinstance(first, NotListening):
            raise ListenerError(f"({first.reason})")
        if not isinstance(first, Listening):
            raise ListenerError("(Its process ended before it listened.)")
        self.port = first.port

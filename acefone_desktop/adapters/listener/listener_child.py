"""The inside of the listener's process: the listener, and the pipes to the app."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from acefone_desktop.adapters.listener.certificate_files import CertificateFiles
from acefone_desktop.adapters.listener.frames import (
    Concern,
    Fault,
    FrameError,
    Listening,
    News,
    NotListening,
    Order,
    Stop,
    Taken,
    Wish,
    frame,
    heard_frame,
    read_order,
)
from acefone_desktop.adapters.listener.inspections import Map, ReadIn, ReadsIn, Show
from acefone_desktop.adapters.listener.inspector import Inspector
from acefone_desktop.adapters.listener.seen_bodies import SeenBodies
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.adapters.listener.sieve import Sieve
from acefone_desktop.adapters.listener.sifted_post import SiftedPost
from acefone_desktop.adapters.listener.teller import Teller
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.domain.errors import ListenerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from acefone_desktop.adapters.listener.inspector import Dialect
    from acefone_desktop.adapters.listener.sifted_post import Understand

_NICENESS: Final = 5
_NEW_BEFORE_COLLECTING: Final = 20_000
"""Objects, instead of 700: reports make hardly any cycles, and looking for them cost a fifth of a flood's time."""


def run(dialect_in: Callable[[str], Dialect], understand: Understand) -> int:
    """Listens as the app on the other side of the standard streams wishes; returns the exit status.

    `dialect_in` gives the reader for naive stamps of a zone.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # they go to the app too, which then says so
        signal.signal(number, signal.SIG_IGN)
    _step_back()
    gc.set_threshold(_NEW_BEFORE_COLLECTING)
    asked, told = _own_pipe(0, "rb"), _own_pipe(1, "wb")
    try:
        wish = read_order(asked)
        if isinstance(wish, Wish):
            asyncio.run(ListenerChild(asked, told, understand, dialect_in).serve(wish))
    except (EOFError, FrameError, OSError):  # nobody is there to be told
        return 1
    return 0


class ListenerChild:
    """Serves one wish: what the listener takes in and concerns the app goes through the pipe."""

    def __init__(
        self, asked: IO[bytes], told: IO[bytes], understand: Understand, dialect_in: Callable[[str], Dialect]
    ) -> None:
        self._asked, self._teller, self._understand = asked, Teller(told), understand
        self._dialect_in, self._now = dialect_in, SystemClock().now
        self._taken, self._stop = asyncio.Event(), asyncio.Event()

    async def serve(self, wish: Wish) -> None:
        """Listens until the app wants no more."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._report)
        self._sieve = Sieve(wish.agent, time.monotonic)
        self._post = SiftedPost(self._sieve, self._understand, self._hand_on)
        seen = SeenBodies(wish.secret, Path(wish.memory) if wish.memory else None)
        dialect = self._dialect_in(wish.zone)
        self._inspector = Inspector(dialect, self._tell, self._now, loop.call_later, wish.mapping, seen)
        listener = WebhookListener(
            wish.host,
            wish.port,
            wish.secret,
            self._inspector.read,
            self._post,
            on_taken=self._inspector.taken,
            on_probe=self._inspector.probed,
            certificate=_certificate(wish),
        )
        try:
            await listener.start()
        except ListenerError as error:
            self._tell(NotListening(error.detail.strip("()")))
        else:
            threading.Thread(target=self._listen, args=(loop,), name="orders", daemon=True).start()
            self._tell(Listening(listener.port))
            self._tell(ReadsIn(wish.zone, self._now()))
            await self._stop.wait()
            await listener.stop()
        seen.close()
        self._teller.close()

    async def _hand_on(self, reports: list[bytes]) -> None:
        self._taken.clear()
        self._teller.tell(heard_frame(reports))
        await self._taken.wait()

    def _tell(self, news: News) -> None:
        self._teller.tell(frame(news))

    def _report(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Lines of code alone: an error's own words may quote a customer's number."""
        error = context.get("exception")
        where = traceback.format_tb(error.__traceback__) if isinstance(error, BaseException) else []
        self._tell(Fault(f"{type(error).__name__}\n{''.join(where)}"))

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Passes the app's orders on. Where there will be none any more, the app is gone: so is this process."""
        try:
            while True:
                loop.call_soon_threadsafe(self._obey, read_order(self._asked))
        except (EOFError, FrameError, OSError, RuntimeError):
            os._exit(1)

    def _obey(self, order: Order) -> None:
        match order:
            case Taken():
                self._taken.set()
            case Concern(names):
                self._sieve.learn(names)
                self._post.look()
            case ReadIn(zone):
                self._inspector.speak(self._dialect_in(zone))
                self._tell(ReadsIn(zone, self._now()))
            case Map() | Show():
                self._inspector.obey(order)
            case Stop():
                self._stop.set()


def _certificate(wish: Wish) -> CertificateFiles | None:
    return CertificateFiles(Path(wish.certificate), Path(wish.certificate_key)) if wish.certificate else None


def _step_back() -> None:
    """Webhooks have time; what a person sees and does has not."""
    if hasattr(os, "nice"):  # not on Windows
        with suppress(OSError):
            os.nice(_NICENESS)


def _own_pipe(number: int, mode: str) -> IO[bytes]:
    """A standard stream for us alone: what libraries print must not come between."""
    pipe = os.fdopen(os.dup(number), mode, buffering=0 if mode == "rb" else -1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, number)
    os.close(nowhere)
    return pipe

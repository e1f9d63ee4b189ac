"""The webhook listener in a process of its own, as the app holds it (docs/decisions/0010)."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import msgspec

from acefone_desktop.adapters.listener.deliveries import hand_over
from acefone_desktop.adapters.listener.frames import Fault, FrameError, Heard, Stop, Taken, Wish, concerns
from acefone_desktop.adapters.listener.inspections import Map, Probed, ReadIn, ReadsIn, Show, Shown, Unread
from acefone_desktop.adapters.listener.listener_run import ListenerRun
from acefone_desktop.adapters.listener.pauses import Pauses
from acefone_desktop.adapters.listener.process_desk import ProcessDesk
from acefone_desktop.adapters.listener.secret import check_secret
from acefone_desktop.domain.account import is_loopback
from acefone_desktop.domain.errors import ListenerError, ListenerLateError, ListenerLostError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import datetime

    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.matching.call_sorting import Name

    Take = Callable[[tuple[tuple[Evidence, ...], ...]], Awaitable[None] | None]

_log = logging.getLogger(__name__)

STOP_S: Final = 1.2
"""How long the process may take to tell what it has acknowledged and end."""
FIRST_PAUSE_S: Final = 0.5


class ListenerFaultError(Exception):
    """A bug in the listener's process; says where."""


class ListenerProcess:
    """Fills `StatusListener`: runs the process, hands on what it hears, starts it again where it ends by itself.

    One that cannot begin is tried again in the same way.

    `take` gets what has come together, the evidence of each report, the most urgent first. `known_names` gives the
    names of all calls of ours that a new process must know; `concern` tells of more. `on_lost` is told each
    time the process has ended unasked, or could not be started once more; whoever watches hears of its return, too.
    See `Pauses` for how soon it is started again. Use on one event loop.
    """

    def __init__(
        self,
        command: Sequence[str],
        wish: Wish,
        take: Take,
        on_lost: Callable[[ListenerError], None],
        known_names: Callable[[], Iterable[Name]] = tuple,
    ) -> None:
        if not is_loopback(wish.host):
            raise ListenerError("It listens on this computer's own address only.")
        check_secret(wish.secret)
        self._command, self._wish, self._take, self._on_lost = command, wish, take, on_lost
        self._known_names = known_names
        self._watchers: list[Callable[[ListenerError | None], None]] = []
        self._on_zone: Callable[[str, datetime], None] | None = None
        self._run: ListenerRun | None = None
        self._stopping = self._has_listened = False
        self._following: asyncio.Task[None] | None = None
        self.desk = ProcessDesk(wish.secret, self._say)
        """What people look at and do about webhooks."""

    @property
    def port(self) -> int:
        """The port in use; raises `ListenerError` while it does not listen."""
        if self._run is None:
            raise ListenerError("It is switched off.")
        return self._run.port

    @property
    def pid(self) -> int:
        """The process's number; raises `ListenerError` while there is none."""
        if self._run is None:
            raise ListenerError("It is switched off.")
        return self._run.pid

    def watch(self, watcher: Callable[[ListenerError | None], None]) -> None:
        """See `StatusListener.watch`."""
        self._watchers.append(watcher)

    def read_in(self, zone: str) -> None:
        """Naive stamps are of this zone from now on, for the process that is there and for those that follow it."""
        self._wish = msgspec.structs.replace(self._wish, zone=zone)
        if self._run is not None:
            self._run.say(ReadIn(zone))

    def tell_zone(self, listener: Callable[[str, datetime], None]) -> None:
        """Tells the listener in which zone stamps are read and from when on, each time before what is read so."""
        self._on_zone = listener

    def concern(self, names: Iterable[Name]) -> None:
        """Calls of ours go by these names as well: what was or will be told of them concerns us."""
        if self._run is not None:
            for concern in concerns(tuple(names)):
                self._run.say(concern)

    def _say(self, order: Map | Show) -> None:
        """A new process must know what the last one was told to read by."""
        if isinstance(order, Map):
            self._wish = msgspec.structs.replace(self._wish, mapping=order.mapping)
        if self._run is None:
            raise ListenerError("(It is not there at present.)")
        self._run.say(order)

    async def start(self) -> None:
        """Begins to listen; raises `ListenerLateError`, such as for a port that somebody else uses.

        It is then tried again until it listens or is stopped.
        """
        if self._following is not None:
            return
        self._stopping = self._has_listened = False
        failure: ListenerError | None = None
        try:
            await self._begin()
        except ListenerError as error:
            failure = error
        self._following = asyncio.create_task(self._follow(self._run), name="webhook listener")
        if failure is not None:
            raise ListenerLateError(failure.detail) from failure

    async def stop(self) -> None:
        """Stops listening and hands on what was acknowledged, within two seconds. May be called when not started."""
        following, self._following = self._following, None
        if following is None:
            return
        self._stopping = True
        if self._run is not None:
            self._run.say(Stop())
            await asyncio.wait([following], timeout=STOP_S)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    async def _follow(self, run: ListenerRun | None) -> None:
        """Until it is stopped, or for ever: a process that has ended is followed by another."""
        pauses, clock = Pauses(FIRST_PAUSE_S), asyncio.get_running_loop().time
        while True:
            begun = clock()
            if run is not None:
                await self._hear(run)
                if self._stopping:
                    return
                self._lose(ListenerLostError())
            await asyncio.sleep(pauses.after(clock() - begun))
            run = await self._begin_again()

    async def _begin(self) -> ListenerRun:
        run = self._run = await ListenerRun.begin(self._command, self._wish)
        self._has_listened = True
        self.concern(self._known_names())
        return run

    async def _begin_again(self) -> ListenerRun | None:
        try:
            run = await self._begin()
        except ListenerError as error:
            why = ListenerLostError if self._has_listened else ListenerLateError
            self._lose(why(error.detail))
            return None
        self.desk.begin()
        self._tell(None)
        return run

    async def _hear(self, run: ListenerRun) -> None:
        """Hands on what the process tells, until it ends."""
        try:
            while (news := await run.next()) is not None:
                if isinstance(news, Heard):
                    await hand_over(news.reports, self._take)
                    run.say(Taken())
                elif isinstance(news, Fault):
                    _report(ListenerFaultError(news.places))
                elif isinstance(news, ReadsIn):
                    if self._on_zone is not None:
                        self._on_zone(news.zone, news.since)
                elif isinstance(news, Shown | Unread | Probed):
                    self.desk.heard(news)
        except FrameError as error:
            _report(error)
        finally:
            self._run = None
            await run.end()

    def _lose(self, error: ListenerError) -> None:
        _log.warning("The webhook listener is not there: %s", error.detail or "its process ended unexpectedly")
        self._on_lost(error)
        self._tell(error)

    def _tell(self, error: ListenerError | None) -> None:
        for watcher in tuple(self._watchers):
            watcher(error)


def _report(error: Exception) -> None:
    """A bug goes where the loop's unhandled errors go."""
    context = {"message": "the listener's process is faulty", "exception": error}
    asyncio.get_running_loop().call_exception_handler(context)

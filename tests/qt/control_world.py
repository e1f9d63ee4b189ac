"""The account behind transferring and colleagues' calls, in a test's hand."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import Signal

from acefone_desktop.bridge.account_store import AccountState, Line
from acefone_desktop.bridge.colleague_store import ColleagueStore
from acefone_desktop.bridge.store import Store
from acefone_desktop.bridge.transfer_entries import TransferSearch
from acefone_desktop.bridge.transfer_store import ControlScene, TransferStore
from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.call_control import ControlDirectory, Department
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.reports import AgentMention, Direction, LiveCall
from acefone_desktop.services.account_watch import AccountLook
from tests.qt.scene import AGENT, NOW, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.domain.call_control import TransferTarget
    from acefone_desktop.domain.calls import CallKey
    from acefone_desktop.domain.provider_directory import CallOption
    from acefone_desktop.services.account_line import AccountLine

T = TypeVar("T")
BEN = Agent(AgentId("0501234560002"), "Ben Whitlock", "447700900002", "0601234560002", "1003", "0")
CARYS = Agent(AgentId("0501234560003"), "Carys Pugh", "447700900003", "", "1004", "3")
LONG = Agent(AgentId("0501234560004"), "Maximiliana Featherstonehaugh-Cholmondeley of Slaughter", "447700900004")
DEPARTMENTS = (Department(id="d1", name="Sales", intercom="2001"), Department(id="d2", name="Support", intercom="2002"))
DIRECTORY = ControlDirectory((AGENT, BEN, CARYS, LONG), DEPARTMENTS)


class _Never:
    def __await__(self) -> Any:
        yield


@dataclass
class HandheldLine:
    """The account's line: what was asked of it, and how it answers."""

    directory: ControlDirectory = DIRECTORY
    failure: AcefoneDesktopError | None = None
    transferred: list[tuple[CallKey, TransferTarget]] = field(default_factory=list)
    listened: list[tuple[CallOption, str]] = field(default_factory=list)
    on_look: Callable[[AccountLook], None] | None = None

    async def control_directory(self) -> ControlDirectory:
        return self.directory

    async def transfer(self, key: CallKey, target: TransferTarget) -> None:
        self.transferred.append((key, target))
        if self.failure:
            raise self.failure

    async def listen_in(self, option: CallOption, call_id: str) -> None:
        self.listened.append((option, call_id))
        if self.failure:
            raise self.failure

    async def watch_account(self, on_look: Callable[[AccountLook], None]) -> None:
        self.on_look = on_look
        try:
            await _Never()
        finally:
            self.on_look = None


class HandheldAccount(Store[AccountState]):
    """Answers at once, or with `land` while it is `slow`."""

    calls_kept = Signal()

    def __init__(self, line: HandheldLine) -> None:
        super().__init__(AccountState(line=Line.READY))
        self.line, self.slow = line, False
        self._waiting: list[Callable[[], None]] = []
        self._running: list[Coroutine[Any, Any, Any]] = []

    def work_on_line(
        self, work: Callable[[AccountLine], Coroutine[Any, Any, T]], on_done: Callable[[Future[T]], None]
    ) -> Future[T]:
        done: Future[T] = Future()
        running = work(cast("AccountLine", self.line))
        try:
            running.send(None)
        except StopIteration as end:
            done.set_result(end.value)
        except AcefoneDesktopError as error:
            done.set_exception(error)
        else:
            self._running.append(running)
            done.add_done_callback(lambda _: running.close())
            return done
        if self.slow:
            self._waiting.append(lambda: on_done(done))
        else:
            on_done(done)
        return done

    def land(self) -> None:
        waiting, self._waiting = self._waiting, []
        for landing in waiting:
            landing()

    def reopen(self) -> None:
        self._publish(AccountState(line=Line.OPENING))
        self._publish(AccountState(line=Line.READY))

    def failure_of(self, done: Future[Any]) -> AcefoneDesktopError | None:
        error = done.exception()
        assert error is None or isinstance(error, AcefoneDesktopError)
        return error

    def tell_from_line(self, listener: Callable[[T], None], told: T) -> None:
        listener(told)


@dataclass
class ControlWorld:
    """Stores over the sample people and a line."""

    scene: Scene = field(default_factory=Scene)
    line: HandheldLine = field(default_factory=HandheldLine)
    told: bool = False

    def __post_init__(self) -> None:
        self.account = HandheldAccount(self.line)
        account = cast("AccountStore", self.account)
        search = TransferSearch(self.scene.people.search, self.scene.people.by_number, lambda country: country != "FR")
        scene = ControlScene(lambda: AGENT, lambda: "GB", lambda: self.told)
        self.transfers = TransferStore(account, self.scene.calls, search, scene)
        self.colleagues = ColleagueStore(account, lambda: AGENT)

    def is_watched(self) -> bool:
        return self.line.on_look is not None

    def look(self, *rows: LiveCall, trouble: Any = None) -> None:
        assert self.line.on_look is not None
        self.line.on_look(AccountLook(rows, None if trouble else NOW, trouble))


def a_row(
    call_id: str,
    agent: str,
    customer: str = "447700900123",
    state: str = "Answered",
    *,
    age_s: int = 65,
    inbound: bool = False,
) -> LiveCall:
    """A call of a colleague."""
    return LiveCall(
        call_id=call_id,
        direction=Direction.INBOUND if inbound else Direction.OUTBOUND,
        agent=AgentMention(name=agent) if agent else AgentMention(),
        customers=(customer,),
        state=state,
        created_at=NOW - timedelta(seconds=age_s),
        elapsed_s=age_s,
    )


OFFICE = (
    a_row("1", "Ben Whitlock", age_s=3725),
    a_row("2", AGENT.name, "447700900456", age_s=12),
    a_row("3", "Carys Pugh", "12025550188", "Ringing", age_s=4, inbound=True),
    a_row("4", "", "442079460777", "Queued", age_s=90, inbound=True),
)

"""Signing in and out, and the line over which calls go while signed in."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import Signal

from acefone_desktop.bridge.store import Store
from acefone_desktop.domain.errors import AcefoneDesktopError, NotSetUpError, ProviderError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.domain.account import AccountOverview, Credentials
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.dialing import DialOutcome, DialRequest
    from acefone_desktop.domain.errors import ListenerError
    from acefone_desktop.domain.server_zone import FoundZones
    from acefone_desktop.domain.settings import AccountSettings
    from acefone_desktop.services.account import AccountChoice
    from acefone_desktop.services.account_line import AccountLine, Numbers, OpenedLine

T = TypeVar("T")


class Line(Enum):
    """Whether calls can be placed."""

    SIGNED_OUT = "signed out"
    OPENING = "opening"
    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class AccountState:
    """`busy`: a check, a save or a sign-out is under way; `error`: why the last of these failed.

    `overview` is what the last check found: agents to choose from and the account's numbers. `trouble` says why the
    line is broken or, where it is ready, why calls are followed by polling alone.
    `listener_trouble` says why webhooks are not heard at present though they are wanted and the line is ready.
    `listener_secret` is what webhook senders must know; empty while it has not been asked for.
    """

    line: Line = Line.SIGNED_OUT
    trouble: AcefoneDesktopError | None = None
    busy: bool = False
    error: AcefoneDesktopError | None = None
    overview: AccountOverview | None = None
    listener_trouble: ListenerError | None = None
    listener_secret: str = ""


class DialAsker(Protocol):
    """Who wanted a call: told once, on the painting thread."""

    def landed(self, outcome: DialOutcome) -> None:
        """The dial has come to something."""
        ...

    def failed(self, error: AcefoneDesktopError) -> None:
        """Nothing has left."""
        ...


class AccountStore(Store[AccountState]):
    """The account as assistant, settings and dial screens see it; all waiting is done on the network thread.

    `line` makes the account line there, on its first use.
    """

    hang_up_landed = Signal(object, object)  # the call, and AcefoneDesktopError or None
    calls_taken_up = Signal(object)  # tuple[Call, ...]: what an earlier run left
    calls_changed = Signal(object)  # tuple[Call, ...]
    sight_changed = Signal(object)  # ProviderError: why open calls cannot be looked at; None once they can
    calls_kept = Signal()  # calls have come to disk: history reads again

    def __init__(self, network: NetworkThread, settings: SettingsStore, line: Callable[[], AccountLine]) -> None:
        super().__init__(AccountState())
        self._network, self._settings, self._make_line = network, settings, line
        self._line: AccountLine | None = None
        self._check: Future[AccountOverview] | None = None
        self._call_is_near = False

    # --- the line ------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Opens the saved account's line, afresh where it is open; does nothing but say so where there is none."""
        if self._settings.state.account is None:
            self._publish(replace(self.state, line=Line.SIGNED_OUT, trouble=None, listener_trouble=None))
            return
        self._publish(replace(self.state, line=Line.OPENING, trouble=None, listener_trouble=None))
        self.sight_changed.emit(None)
        self._network.run(self._open, self._opened)

    def expect_call(self) -> None:
        """A person came to where calls begin: what a call needs is loaded, and the account looked at, meanwhile."""
        self._call_is_near = True
        if self.state.line is Line.READY:
            self._network.run(lambda: self._work().prepare(self._tell_numbers))

    def take_up_calls(self) -> None:
        """Another process has kept news of calls: from here on they are ours to follow, and history's to show."""
        self._network.run(lambda: self._work().read_journal(), self._taken_up)

    def dial(self, request: DialRequest, asker: DialAsker) -> None:
        """Places a call; the asker is told how it went."""
        self._network.run(lambda: self._work().dial(request), partial(self._dialed, asker))

    def hang_up(self, call: Call) -> None:
        """Ends a call; `hang_up_landed` follows."""
        self._network.run(lambda: self._work().hang_up(call.key), partial(self._hung_up, call))

    def failure_of(self, done: Future[Any]) -> AcefoneDesktopError | None:
        """Our error, if what was done over the line ended with one, as a person is to be told of it."""
        return self._explained(_failure(done))

    def tell_from_line(self, listener: Callable[[T], None], told: T) -> None:
        """For the network thread: tells the listener on the painting thread."""
        self._network.tell(listener, told)

    def close(self) -> Future[None]:
        """Closes the line; to be waited for before the program ends, since what is known goes to disk meanwhile."""
        return self._network.run(self._close)

    # --- signing in and out --------------------------------------------------------------------------------------

    def check(self, base_url: str, credentials: Credentials) -> None:
        """Signs in once and looks around; `overview` or `error` follows."""
        self._publish(replace(self.state, busy=True, error=None, overview=None))
        self._check = self._network.run(lambda: self._work().setup.check(base_url, credentials), self._checked)

    def cancel_check(self) -> None:
        """The person no longer waits for the check: nothing more is heard of it."""
        check, self._check = self._check, None
        if check is not None:
            check.cancel()
            self._publish(replace(self.state, busy=False))

    def save(self, choice: AccountChoice) -> None:
        """Keeps the account and opens its line; `error` follows where the keyring refuses."""
        self._publish(replace(self.state, busy=True, error=None))
        self._network.run(lambda: self._work().setup.save(choice), self._saved)

    def sign_out(self) -> None:
        """Ends the login, forgets the secrets and the account."""
        self._publish(replace(self.state, busy=True, error=None))
        self._network.run(self._leave, self._left)

    def forget_error(self) -> None:
        """The person has read it or goes another way."""
        self._publish(replace(self.state, error=None))

    def ask_listener_secret(self) -> None:
        """Fetches the secret for webhook senders; `listener_secret` or `error` follows."""
        self._network.run(lambda: self._work().listener_secret(), self._secret_read)

    def work_on_line(
        self, work: Callable[[AccountLine], Coroutine[Any, Any, T]], on_done: Callable[[Future[T]], None]
    ) -> Future[T]:
        """Runs work of another store with the line, on the network thread; see `NetworkThread.run`."""
        return self._network.run(lambda: work(self._work()), on_done)

    # --- on the network thread -----------------------------------------------------------------------------------

    def _work(self) -> AccountLine:
        if self._line is None:
            self._line = self._make_line()
        return self._line

    async def _open(self) -> OpenedLine:
        tell = self._tell_calls, self._tell_kept, self._tell_listener, self._tell_sight, self._tell_zones
        return await self._work().open(*tell)

    async def _close(self) -> None:
        if self._line is not None:
            await self._line.close()

    async def _leave(self) -> None:
        await self._work().sign_out()

    def _tell_calls(self, calls: tuple[Call, ...]) -> None:
        self._network.tell(self.calls_changed.emit, calls)

    def _tell_numbers(self, numbers: Numbers) -> None:
        self._network.tell(self._numbers_known, numbers)

    def _tell_listener(self, trouble: ListenerError | None) -> None:
        self._network.tell(self._listener_changed, trouble)

    def _tell_sight(self, trouble: ProviderError | None) -> None:
        self._network.tell(self.sight_changed.emit, trouble)

    def _tell_zones(self, found: FoundZones) -> None:
        self._network.tell(self._zones_found, found)

    def _tell_kept(self) -> None:
        self._network.tell(self.calls_kept.emit)

    # --- back on the painting thread -----------------------------------------------------------------------------

    def _opened(self, done: Future[OpenedLine]) -> None:
        error = _failure(done)
        if error is None:
            trouble = done.result().listener_trouble
            self._publish(replace(self.state, line=Line.READY, trouble=trouble, listener_trouble=trouble))
            self.calls_taken_up.emit(done.result().calls)
            if self._call_is_near:
                self.expect_call()
            return
        signed_out = isinstance(error, NotSetUpError) and self._settings.state.account is None
        self._publish(replace(self.state, line=Line.SIGNED_OUT if signed_out else Line.BROKEN, trouble=error))

    def _listener_changed(self, trouble: ListenerError | None) -> None:
        """It has ended, is tried again in vain, or is there. What a line that is being replaced still tells is void."""
        state = self.state
        if state.line is not Line.READY or _told_alike(state.listener_trouble, trouble):
            return
        never_began = state.trouble is not None and state.trouble is state.listener_trouble
        self._publish(replace(state, listener_trouble=trouble, trouble=trouble if never_began else state.trouble))

    def _zones_found(self, found: FoundZones) -> None:
        """They are on disk already."""
        self._settings.take_over(self._settings.state.changed_by(found_zones=found))

    def _taken_up(self, done: Future[None]) -> None:
        _failure(done)  # a database that cannot be read is told where it is read for the screen
        self.calls_kept.emit()

    def _numbers_known(self, numbers: Numbers) -> None:
        """The account may have other numbers than last time. What was asked while it is being changed is void."""
        account = self._settings.state.account
        if self.state.busy or self.state.line is not Line.READY or account is None:
            return
        if isinstance(numbers, ProviderError):
            self._publish(replace(self.state, trouble=self.state.trouble or numbers))
        elif numbers != account.caller_ids:
            self._settings.change(account=replace(account, caller_ids=numbers))

    def _dialed(self, asker: DialAsker, done: Future[DialOutcome]) -> None:
        error = self._explained(_failure(done))
        if error is None:
            asker.landed(done.result())
        else:
            asker.failed(error)

    def _hung_up(self, call: Call, done: Future[None]) -> None:
        self.hang_up_landed.emit(call, self._explained(_failure(done)))

    def _explained(self, error: AcefoneDesktopError | None) -> AcefoneDesktopError | None:
        """Where no line is open because it is broken, that is the reason, not that there is no account."""
        broken = self.state.line is Line.BROKEN and isinstance(error, NotSetUpError)
        return self.state.trouble if broken else error

    def _checked(self, done: Future[AccountOverview]) -> None:
        if done is not self._check:
            return  # cancelled, or another check was begun
        self._check = None
        error = _failure(done)
        overview = done.result() if error is None else None
        self._publish(replace(self.state, busy=False, overview=overview, error=error))

    def _saved(self, done: Future[AccountSettings]) -> None:
        error = _failure(done)
        self._publish(replace(self.state, busy=False, error=error))
        if error is None:
            account = done.result()
            self._settings.take_over(self._settings.state.changed_by(account=account))
            self._settings.change(phone_region=account.region.phone_region, last_caller_id="")
            self.open()

    def _left(self, done: Future[None]) -> None:
        error = _failure(done)
        self._publish(replace(self.state, busy=False, error=error, overview=None))
        if error is None:
            self._settings.take_over(self._settings.state.changed_by(account=None))
            self._publish(replace(self.state, listener_secret=""))
        self.open()

    def _secret_read(self, done: Future[str]) -> None:
        error = _failure(done)
        self._publish(replace(self.state, listener_secret="" if error else done.result(), error=error))


def _failure(done: Future[Any]) -> AcefoneDesktopError | None:
    """Our error, if the work ended with one; a bug flies on to the crash handler."""
    error = done.exception()
    if error is None or isinstance(error, AcefoneDesktopError):
        return error
    raise error


def _told_alike(before: AcefoneDesktopError | None, now: AcefoneDesktopError | None) -> bool:
    """Each try in vain has an error of its own; a person need not be told of the same one twice."""
    return before is not None and now is not None and before.explanation == now.explanation

"""Choosing to whom a running call is given, and giving it: one request at a person's wish, never another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from acefone_desktop.bridge.store import Store
from acefone_desktop.domain.call_control import ControlDirectory, hindrance
from acefone_desktop.domain.control_errors import OptionsNotAllowedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.bridge.call_store import CallsState, CallStore
    from acefone_desktop.bridge.transfer_entries import TransferEntry, TransferSearch
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.call_control import Hindrance, TransferTarget
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.errors import AcefoneDesktopError


@dataclass(frozen=True, slots=True)
class TransferState:
    """`call` is the one to be given away, None while nobody chooses; `directory` None while the account is asked.

    `hindrance` says why it cannot be given now; `confirming`: the chosen number is asked about; `busy`: the request
    is under way; `error`: what came of the last one, if it failed. `refused` is a right the token was found to lack.
    """

    call: Call | None = None
    directory: ControlDirectory | None = None
    query: str = ""
    entries: tuple[TransferEntry, ...] = ()
    chosen: TransferEntry | None = None
    hindrance: Hindrance | None = None
    confirming: bool = False
    busy: bool = False
    error: AcefoneDesktopError | None = None
    refused: OptionsNotAllowedError | None = None

    @property
    def can_transfer(self) -> bool:
        """Whether the chosen one can be given the call now."""
        chosen = self.chosen
        if chosen is None or self.busy or self.hindrance is not None or self.refused is not None:
            return False
        return bool(chosen.target.intercom) and (chosen.verdict is None or chosen.verdict.decision.value != "refuse")


@dataclass(frozen=True, slots=True)
class ControlScene:
    """What choosing depends on besides the account: who we are, our country, and what webhooks are known to tell."""

    us: Callable[[], Agent | None]
    region: Callable[[], str]
    customer_answers_told: Callable[[], bool]


class TransferStore(Store[TransferState]):
    """`begin` with a call, search and choose, then `transfer`; `landed` follows a request that was accepted."""

    wanted = Signal()  # somebody begins to choose
    landed = Signal(object, object)  # the call, TransferTarget

    def __init__(self, account: AccountStore, calls: CallStore, search: TransferSearch, scene: ControlScene) -> None:
        super().__init__(TransferState())
        self._account, self._search, self._scene = account, search, scene
        calls.changed.connect(self._follow)
        account.changed.connect(self._forget_refusal)

    def begin(self, call: Call) -> None:
        """A person wants to give this call to somebody; the account is asked who there is."""
        self._publish(TransferState(call, hindrance=self._hindrance(call), refused=self.state.refused))
        self._account.work_on_line(lambda line: line.control_directory(), self._directory_read)
        self.wanted.emit()

    def close(self) -> None:
        """Nobody chooses any more. What was sent stays sent."""
        self._publish(TransferState(refused=self.state.refused))

    @Slot(str)
    def set_query(self, query: str) -> None:
        """What is looked for."""
        if self.state.call is not None:
            self._publish(self._found(replace(self.state, query=query, confirming=False, error=None)))

    def choose(self, entry: TransferEntry | None) -> None:
        """The row that is meant."""
        if entry != self.state.chosen:
            self._publish(replace(self.state, chosen=entry, confirming=False, error=None))

    @Slot()
    def transfer(self) -> None:
        """Gives the call to the chosen one; a number that the policy asks about needs this twice."""
        state = self.state
        if state.call is None or state.chosen is None or not state.can_transfer:
            return
        verdict = state.chosen.verdict
        if verdict is not None and verdict.decision.value == "confirm" and not state.confirming:
            self._publish(replace(state, confirming=True))
            return
        key, target = state.call.key, state.chosen.target
        self._publish(replace(state, busy=True, confirming=False, error=None))
        self._account.work_on_line(
            lambda line: line.transfer(key, target), lambda done: self._transferred(state.call, target, done)
        )

    def leave_question(self) -> None:
        """The person would rather not."""
        self._publish(replace(self.state, confirming=False, error=None))

    def _transferred(self, call: Call | None, target: TransferTarget, done: Future[None]) -> None:
        if done.cancelled():
            return
        error = self._account.failure_of(done)
        refused = error if isinstance(error, OptionsNotAllowedError) else self.state.refused
        is_shown = call is not None and self.state.call is not None and self.state.call.key == call.key
        if not is_shown:
            self._publish(replace(self.state, refused=refused))
        elif error is not None:
            self._publish(replace(self.state, busy=False, error=error, refused=refused))
        else:
            self._publish(TransferState(refused=refused))
        if error is None:
            self.landed.emit(call, target)

    def _directory_read(self, done: Future[ControlDirectory]) -> None:
        if done.cancelled() or self.state.call is None:
            return
        error = self._account.failure_of(done)
        directory = ControlDirectory() if error else done.result()
        self._publish(self._found(replace(self.state, directory=directory, error=error)))

    def _found(self, state: TransferState) -> TransferState:
        us = self._scene.us()
        targets = state.directory.targets(us) if state.directory else ()
        entries = self._search.entries(state.query, targets, us, self._scene.region())
        chosen = state.chosen if state.chosen in entries else entries[0] if entries and state.query else None
        return replace(state, entries=entries, chosen=chosen)

    @Slot(object)
    def _follow(self, calls: CallsState) -> None:
        """The call goes on meanwhile, and may end."""
        if self.state.call is None:
            return
        call = _with_key(calls.calls, self.state.call.key)
        if call is None:
            self.close()
        else:
            self._publish(replace(self.state, call=call, hindrance=self._hindrance(call)))

    @Slot(object)
    def _forget_refusal(self) -> None:
        """The account was opened afresh, perhaps with another token."""
        if self._account.state.line.value == "opening" and self.state.refused is not None:
            self._publish(replace(self.state, refused=None))

    def _hindrance(self, call: Call) -> Hindrance | None:
        return hindrance(call, self._scene.us(), customer_answers_told=self._scene.customer_answers_told())


def _with_key(calls: tuple[Call, ...], key: CallKey) -> Call | None:
    return next((call for call in calls if call.key == key), None)

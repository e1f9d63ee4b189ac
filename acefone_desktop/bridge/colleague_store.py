"""The account's live calls, looked at while somebody watches, and listening in on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from acefone_desktop.bridge.store import Store
from acefone_desktop.domain.colleague_calls import colleague_calls
from acefone_desktop.domain.control_errors import OptionsNotAllowedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime

    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.colleague_calls import ColleagueCall
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.domain.provider_directory import CallOption
    from acefone_desktop.services.account_watch import AccountLook


@dataclass(frozen=True, slots=True)
class Wish:
    """To listen to, whisper into or join this call."""

    option: CallOption
    call: ColleagueCall


@dataclass(frozen=True, slots=True)
class ColleagueState:
    """`at` is when the calls were looked at, None before the first look; `trouble`: why the last look failed.

    `asked` is a wish that waits for a yes, `sent` one that is under way, `done` the last that was accepted; `error`
    says why the last failed. `refused` is a right the token was found to lack.
    """

    calls: tuple[ColleagueCall, ...] = ()
    at: datetime | None = None
    trouble: AcefoneDesktopError | None = None
    asked: Wish | None = None
    sent: Wish | None = None
    done: Wish | None = None
    error: AcefoneDesktopError | None = None
    refused: OptionsNotAllowedError | None = None


class ColleagueStore(Store[ColleagueState]):
    """Nothing is asked of the provider but between `open` and `close`."""

    def __init__(self, account: AccountStore, us: Callable[[], Agent | None]) -> None:
        super().__init__(ColleagueState())
        self._account, self._us = account, us
        self._watching: Future[None] | None = None
        account.changed.connect(self._forget_refusal)

    @property
    def is_watching(self) -> bool:
        """Whether live calls are looked at for this."""
        return self._watching is not None

    def open(self) -> None:
        """Somebody looks."""
        if self._watching is None:
            self._watching = self._account.work_on_line(lambda line: line.watch_account(self._tell), self._ended)

    def close(self) -> None:
        """Nobody looks any more: what was seen is forgotten."""
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
        self._publish(ColleagueState(refused=self.state.refused))

    def ask(self, wish: Wish) -> None:
        """A person wants this; what it means is to be said before it is done."""
        if self.state.sent is None and self.state.refused is None and not wish.call.is_own:
            self._publish(replace(self.state, asked=wish, done=None, error=None))

    def decline(self) -> None:
        """They would rather not."""
        self._publish(replace(self.state, asked=None, done=None, error=None))

    def confirm(self) -> None:
        """Yes: one request."""
        wish = self.state.asked
        if wish is None or self.state.sent is not None:
            return
        self._publish(replace(self.state, asked=None, sent=wish))
        self._account.work_on_line(
            lambda line: line.listen_in(wish.option, wish.call.call_id), lambda done: self._landed(wish, done)
        )

    def _landed(self, wish: Wish, done: Future[None]) -> None:
        if done.cancelled():
            return
        error = self._account.failure_of(done)
        refused = error if isinstance(error, OptionsNotAllowedError) else self.state.refused
        accepted = wish if error is None else None
        self._publish(replace(self.state, sent=None, done=accepted, error=error, refused=refused))

    def _tell(self, look: AccountLook) -> None:
        self._account.tell_from_line(self._take, look)

    def _take(self, look: AccountLook) -> None:
        if self._watching is None:
            return
        if look.trouble is not None:
            self._publish(replace(self.state, trouble=look.trouble))
        elif look.at is not None:
            calls = colleague_calls(look.rows, look.at, self._us())
            asked = self.state.asked
            if asked is not None and asked.call.call_id not in {call.call_id for call in calls}:
                asked = None  # the call is over: there is nothing left to say yes to
            self._publish(replace(self.state, calls=calls, at=look.at, trouble=None, asked=asked))

    def _ended(self, done: Future[None]) -> None:
        """It only ends by itself where no line is open."""
        if done is not self._watching:
            return
        self._watching = None
        self._publish(replace(self.state, trouble=self._account.failure_of(done)))

    @Slot(object)
    def _forget_refusal(self) -> None:
        """The account was opened afresh, perhaps with another token."""
        if self._account.state.line.value == "opening" and self.state.refused is not None:
            self._publish(replace(self.state, refused=None, error=None))

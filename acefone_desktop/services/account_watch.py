"""All running calls of the account, looked at while somebody wants to see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from acefone_desktop.domain.errors import ProviderError, RateLimitedError
from acefone_desktop.services.polling import back_off

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from acefone_desktop.domain.reports import LiveCall
    from acefone_desktop.services.ports import Clock

LOOK_EVERY_S: Final = 5.0
"""The provider's limits are shared by the whole account (contract §9), so this is slower than a call of one's own."""


@dataclass(frozen=True, slots=True)
class AccountLook:
    """What there was at `at`; with a `trouble` the last look failed, and `rows` are those of the one before."""

    rows: tuple[LiveCall, ...] = ()
    at: datetime | None = None
    trouble: ProviderError | None = None


class LiveRows(Protocol):
    async def live_calls(self) -> tuple[LiveCall, ...]: ...


class SharedLook(Protocol):
    """Whoever looks at live calls anyway; see `CallTracker`."""

    def share_rows(self, listener: Callable[[tuple[LiveCall, ...], datetime], None] | None) -> None: ...

    async def take_rows(self, rows: tuple[LiveCall, ...], at: datetime) -> None: ...


class AccountWatch:
    """Looks every few seconds while `run` runs; looks that the tracker takes anyway count, and the other way round."""

    def __init__(self, account: LiveRows, shared: SharedLook, clock: Clock) -> None:
        self._account, self._shared, self._clock = account, shared, clock
        self._on_look: Callable[[AccountLook], None] | None = None
        self._last = AccountLook()
        self._due = 0.0

    async def run(self, on_look: Callable[[AccountLook], None]) -> None:
        """Until cancelled."""
        self._on_look, self._due = on_look, self._clock.monotonic()
        self._shared.share_rows(self._see)
        try:
            failures = 0
            while True:
                if (wait := self._due - self._clock.monotonic()) > 0:
                    await self._clock.sleep(wait)
                    continue
                failures = 0 if await self._look(failures) else failures + 1
        finally:
            self._shared.share_rows(None)
            self._on_look = None

    async def _look(self, failures: int) -> bool:
        asked_at = self._clock.now()
        try:
            rows = await self._account.live_calls()
        except ProviderError as error:
            retry_after = error.retry_after if isinstance(error, RateLimitedError) else None
            self._due = self._clock.monotonic() + back_off(failures + 1, retry_after, LOOK_EVERY_S)
            self._tell(AccountLook(self._last.rows, self._last.at, error))
            return False
        self._see(rows, asked_at)
        await self._shared.take_rows(rows, asked_at)
        return True

    def _see(self, rows: tuple[LiveCall, ...], at: datetime) -> None:
        self._due = self._clock.monotonic() + LOOK_EVERY_S
        self._tell(AccountLook(rows, at))

    def _tell(self, look: AccountLook) -> None:
        self._last = look
        if self._on_look is not None:
            self._on_look(look)

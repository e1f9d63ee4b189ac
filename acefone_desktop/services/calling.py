"""What runs while an account is signed in: the provider, the dialer, the tracker, and the listener where it is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from acefone_desktop.domain.errors import ListenerError

if TYPE_CHECKING:
    from acefone_desktop.domain.account import Credentials
    from acefone_desktop.domain.calls import CallKey
    from acefone_desktop.domain.dialing import DialOutcome, DialRequest
    from acefone_desktop.domain.server_zone import FoundZones
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.services.account import ProviderAccount
    from acefone_desktop.services.account_watch import AccountWatch
    from acefone_desktop.services.call_control import CallController
    from acefone_desktop.services.dialing import Dialer
    from acefone_desktop.services.request_ledger import RequestLedger
    from acefone_desktop.services.tracking import CallTracker
    from acefone_desktop.services.webhook_desk import WebhookDesk
    from acefone_desktop.services.zone_watch import ZoneWatch


class StatusListener(Protocol):
    """A way for status to come in by itself."""

    async def start(self) -> None:
        """Begins to listen. Raises `ListenerError`; it may go on trying until it is stopped, which `watch` tells."""
        ...

    async def stop(self) -> None:
        """Ends it; may be called when not started."""
        ...

    def watch(self, watcher: Callable[[ListenerError | None], None]) -> None:
        """Tells from now on why it does not listen, each time that changes; None once it does."""
        ...


class Following(Protocol):
    """The mark by which other processes know that this one follows calls."""

    def set(self) -> None:
        """It does from now on."""
        ...

    def clear(self) -> None:
        """It does no longer; may be called when it never did."""
        ...


class RefusedListener:
    """Stands in for a listener that may not be made as it is wanted: calls work, and it says why it does not."""

    def __init__(self, error: ListenerError) -> None:
        self._error = error

    async def start(self) -> None:
        """Raises the error."""
        raise self._error

    async def stop(self) -> None:
        """There is nothing to end."""

    def watch(self, watcher: Callable[[ListenerError | None], None]) -> None:
        """What never begins is never lost."""


@dataclass(frozen=True, slots=True)
class CallingSession:
    """One signed-in account at work. Use from one event loop; `open` first, `close` last."""

    provider: ProviderAccount
    dialer: Dialer
    tracker: CallTracker
    following: Following
    control: CallController
    watch: AccountWatch
    listener: StatusListener | None = None
    zones: ZoneWatch | None = None
    webhooks: WebhookDesk | None = None
    """What a person can do about webhooks; None where they are not listened for."""
    requests: RequestLedger | None = None
    """Where requests are counted."""

    async def open(self) -> ListenerError | None:
        """Takes up what an earlier run left and begins to follow calls. Raises `StorageError`.

        Returns why the listener could not start, if so: calls are then followed by polling, wanted or not.
        """
        await self.tracker.start()
        self.following.set()
        if self.listener is None:
            return None
        try:
            await self.listener.start()
        except ListenerError as error:
            self.tracker.begin_polling()
            return error
        return None

    def watch_listener(self, watcher: Callable[[ListenerError | None], None]) -> None:
        """See `StatusListener.watch`; nothing is ever told where there is no listener."""
        if self.listener is not None:
            self.listener.watch(watcher)

    def watch_zones(self, watcher: Callable[[FoundZones], None]) -> None:
        """See `ZoneWatch.tell`."""
        if self.zones is not None:
            self.zones.tell(watcher)

    async def close(self) -> None:
        """Ends following, brings what is known to disk and gives connections back."""
        if self.listener is not None:
            await self.listener.stop()
        await self.tracker.stop()
        self.following.clear()
        await self.provider.close()

    async def dial(self, request: DialRequest) -> DialOutcome:
        """See `Dialer.dial`."""
        return await self.dialer.dial(request)

    async def hang_up(self, key: CallKey) -> None:
        """See `CallController.hang_up`."""
        await self.control.hang_up(key)


OpenSession = Callable[["Settings", "Credentials", str], CallingSession]
"""Makes the session of the settings' account; the text is the listener's secret (empty where it is off)."""

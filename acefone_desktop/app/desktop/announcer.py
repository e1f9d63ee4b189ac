"""Notifications through the desktop, or through the tray where the desktop shows none."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.desktop.notifications.choice import DesktopNotifier
    from acefone_desktop.desktop.notifications.outlet import OnOpen
    from acefone_desktop.ui.tray.tray_icon import Tray


class Announcer(QObject):
    """Shows notifications from the painting thread; they are sent on the network thread, where `make` runs once."""

    opened = Signal(str)  # the key of a notification that was clicked

    def __init__(self, network: NetworkThread, make: Callable[[OnOpen], DesktopNotifier]) -> None:
        super().__init__()
        self._network, self._make = network, make
        self._notifier: DesktopNotifier | None = None
        self._tray: Tray | None = None
        self._keys: set[str] = set()  # of what may stand; used on the network thread only
        self._ended = False

    def use_tray(self, tray: Tray) -> None:
        """Where to turn when the desktop shows no notifications."""
        self._tray = tray

    def show(self, key: str, title: str, body: str, *, urgent: bool) -> None:
        """Shows or replaces the notification with this key."""
        work = partial(self._show, key, title, body, urgent=urgent)
        self._network.run(work, partial(self._shown, title, body))

    def withdraw(self, key: str) -> None:
        """Takes it away, if it still stands."""
        self._network.run(partial(self._withdraw, key))

    def close(self) -> Future[None]:
        """Takes away all that stands, for nobody would answer a click, and gives the connection to the desktop back.

        Nothing is shown after it.
        """
        return self._network.run(self._close)

    async def _close(self) -> None:
        self._ended = True
        if self._notifier is None:
            return
        try:
            for key in sorted(self._keys):
                await self._notifier.withdraw(key)
        finally:
            await self._notifier.close()

    async def _show(self, key: str, title: str, body: str, *, urgent: bool) -> None:
        if self._ended:
            return
        if self._notifier is None:
            self._notifier = self._make(self._clicked)
        self._keys.add(key)
        await self._notifier.show(key, title, body, urgent=urgent)

    async def _withdraw(self, key: str) -> None:
        self._keys.discard(key)
        if self._notifier is not None:
            await self._notifier.withdraw(key)

    def _clicked(self, key: str) -> None:
        self._network.tell(self.opened.emit, key)

    def _shown(self, title: str, body: str, done: Future[None]) -> None:
        error = done.exception()
        if error is None:
            return
        from acefone_desktop.desktop.notifications.outlet import NotificationsUnavailableError  # noqa: PLC0415

        if isinstance(error, NotificationsUnavailableError):
            if self._tray is not None:
                self._tray.show_message(title, body)
        else:
            raise error

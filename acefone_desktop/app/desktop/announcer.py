"""Notifications through the desktop, or through the tray where the desktop shows none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from concurrent.futures import Future

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.desktop.notifications.choice import DesktopNotifier
    from acefone_desktop.desktop.notifications.outlet import OnPress
    from acefone_desktop.domain.announcements import Announcement, Press
    from acefone_desktop.ui.tray.tray_icon import Tray


class Announcer(QObject):
    """Shows notifications from the painting thread; they are sent on the network thread, where `make` runs once.

    Of what is wanted of one notification while the server takes its time, only the last is sent: a server that hangs
    makes no pile of what no longer holds.
    """

    pressed = Signal(object)  # Press

    def __init__(self, network: NetworkThread, make: Callable[[OnPress], DesktopNotifier]) -> None:
        super().__init__()
        self._network, self._make = network, make
        self._tray: Tray | None = None
        # What follows is used on the network thread only.
        self._notifier: DesktopNotifier | None = None
        self._turn: asyncio.Lock | None = None
        self._wanted: dict[str, Announcement | None] = {}
        self._keys: set[str] = set()  # of what may stand
        self._ended = False

    def use_tray(self, tray: Tray) -> None:
        """Where to turn when the desktop shows no notifications."""
        self._tray = tray

    def show(self, announcement: Announcement) -> None:
        """Shows or replaces the notification with its key."""
        self._network.run(partial(self._show, announcement), partial(self._shown, announcement))

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
        self._wanted.clear()
        if self._notifier is None:
            return
        try:
            for key in sorted(self._keys):
                await self._notifier.withdraw(key)
        finally:
            await self._notifier.close()

    async def _show(self, announcement: Announcement) -> None:
        if self._ended:
            return
        if self._notifier is None:
            self._notifier = self._make(self._hear)
        self._wanted[announcement.key] = announcement
        async with self._in_turn():
            if self._wanted.get(announcement.key) is announcement:
                del self._wanted[announcement.key]
                self._keys.add(announcement.key)
                await self._notifier.show(announcement)

    async def _withdraw(self, key: str) -> None:
        if self._notifier is None or self._ended:
            return
        self._wanted[key] = None
        async with self._in_turn():
            if key in self._wanted and self._wanted[key] is None:
                del self._wanted[key]
                self._keys.discard(key)
                await self._notifier.withdraw(key)

    def _in_turn(self) -> asyncio.Lock:
        import asyncio  # noqa: PLC0415 (loaded already, where this runs)

        if self._turn is None:
            self._turn = asyncio.Lock()
        return self._turn

    def _hear(self, press: Press) -> None:
        self._network.tell(self.pressed.emit, press)

    def _shown(self, announcement: Announcement, done: Future[None]) -> None:
        error = done.exception()
        if error is None:
            return
        from acefone_desktop.desktop.notifications.outlet import (  # noqa: PLC0415
            NotificationsUnavailableError,
            presentable,
        )

        if not isinstance(error, NotificationsUnavailableError):
            raise error
        if self._tray is not None:
            self._tray.show_message(*presentable(announcement.words))

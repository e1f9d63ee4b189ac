"""Notifications on Windows and macOS, through desktop-notifier (toasts; the notification centre)."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from acefone_desktop.desktop.notifications.outlet import (
    APP_NAME,
    NotificationStatus,
    NotificationsUnavailableError,
    OnPress,
    presentable,
)
from acefone_desktop.desktop.notifications.system_lock import is_screen_locked
from acefone_desktop.domain.announcements import Announcement, Deed, Importance, Press

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_notifier import Button, Capability, DesktopNotifier


class LibraryNotifier:
    """One notification per key. The library cannot replace in place: the old one is taken away, the new one shown.

    Do-not-disturb and what a locked screen shows of a notification that came before it was locked are the system's own
    affair there; what comes while it is locked says only what it may.
    """

    def __init__(
        self, on_press: OnPress, *, icon: Path | None = None, is_locked: Callable[[], bool] = is_screen_locked
    ) -> None:
        self._on_press, self._icon, self._is_locked = on_press, icon, is_locked
        self._library: DesktopNotifier | None = None
        self._capabilities: frozenset[Capability] = frozenset()
        self._ids: dict[str, str] = {}
        self._pressed: set[str] = set()
        self._turn = asyncio.Lock()

    async def show(self, announcement: Announcement) -> None:
        """Shows or replaces the notification with its key; raises `NotificationsUnavailableError`."""
        dispatched: list[str] = []
        async with self._turn:
            try:
                await self._withdraw(announcement.key)
                await self._send(await self._authorised(), announcement, partial(dispatched.append, announcement.key))
            except NotificationsUnavailableError:
                raise
            except Exception as error:  # each platform's back end raises its own system's errors
                raise NotificationsUnavailableError(str(error)) from error
        if not dispatched:  # the library logs a failure and returns all the same
            raise NotificationsUnavailableError

    async def withdraw(self, key: str) -> None:
        """Takes the notification away, if it still stands; no error when there is none."""
        async with self._turn:
            await self._withdraw(key)

    async def close(self) -> None:
        """Forgets what was shown; the notifications stay."""
        self._ids.clear()
        self._library = None

    async def _send(
        self, library: DesktopNotifier, announcement: Announcement, on_dispatched: Callable[[], None]
    ) -> None:
        from desktop_notifier import Urgency  # noqa: PLC0415

        key, locked = announcement.key, self._is_locked()
        title, body = presentable(announcement.locked if locked else announcement.words)
        self._pressed.discard(key)
        self._ids[key] = await library.send(
            title,
            body,
            urgency=Urgency.Critical if announcement.importance is Importance.ALARM else Urgency.Normal,
            buttons=() if locked else self._buttons(announcement),
            on_clicked=partial(self._press, key, Deed.OPEN),
            on_dispatched=on_dispatched,
        )

    def _buttons(self, announcement: Announcement) -> tuple[Button, ...]:
        from desktop_notifier import Button, Capability  # noqa: PLC0415

        if Capability.BUTTONS not in self._capabilities:
            return ()
        return tuple(
            Button(button.label, partial(self._press, announcement.key, button.deed), button.deed.value)
            for button in announcement.buttons
        )

    def _press(self, key: str, deed: Deed) -> None:
        """Once per notification, of those that were not taken away or replaced."""
        if key in self._ids and key not in self._pressed:
            self._pressed.add(key)
            self._on_press(Press(key, deed))

    async def _withdraw(self, key: str) -> None:
        number = self._ids.pop(key, None)
        if number is None or self._library is None:
            return
        if number in await self._library.get_current_notifications():
            await self._library.clear(number)

    async def _authorised(self) -> DesktopNotifier:
        from desktop_notifier import DesktopNotifier, Icon  # noqa: PLC0415

        if self._library is None:
            icon = Icon(path=self._icon) if self._icon else None
            library = DesktopNotifier(APP_NAME, icon)
            if not await library.has_authorisation() and not await library.request_authorisation():
                raise NotificationsUnavailableError
            self._capabilities = await library.get_capabilities()
            self._library = library
        return self._library


async def library_status() -> NotificationStatus:
    """What the doctor says about notifications; asks for no permission."""
    from desktop_notifier import Capability, DesktopNotifier  # noqa: PLC0415

    library = DesktopNotifier(APP_NAME)
    try:
        allowed = await library.has_authorisation()
        capabilities = await library.get_capabilities()
    except Exception as error:  # noqa: BLE001 (each platform's back end raises its own system's errors)
        said = f"The system's notifications failed ({type(error).__name__}). {NotificationsUnavailableError.remedy}"
        return NotificationStatus(available=False, remedy=said)
    if not allowed:
        return NotificationStatus(available=False, remedy=NotificationsUnavailableError.remedy)
    return NotificationStatus(available=True, server="system", actions=Capability.BUTTONS in capabilities)

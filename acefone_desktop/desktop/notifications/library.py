"""Notifications on Windows and macOS, through desktop-notifier (toasts; the notification centre)."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.desktop.notifications.outlet import (
    APP_NAME,
    NotificationStatus,
    NotificationsUnavailableError,
    OnOpen,
    presentable,
)

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier


class LibraryNotifier:
    """One notification per key. The library cannot replace in place: the old one is taken away, the new one shown."""

    def __init__(self, on_open: OnOpen, *, icon: Path | None = None) -> None:
        self._on_open, self._icon = on_open, icon
        self._library: DesktopNotifier | None = None
        self._ids: dict[str, str] = {}
        self._turn = asyncio.Lock()

    async def show(self, key: str, title: str, body: str, *, urgent: bool = False) -> None:
        """Shows or replaces the notification with this key; raises `NotificationsUnavailableError`."""
        from desktop_notifier import Urgency  # noqa: PLC0415

        title, body = presentable(title, body)
        dispatched: list[str] = []
        async with self._turn:
            try:
                await self._withdraw(key)
                library = await self._authorised()
                self._ids[key] = await library.send(
                    title,
                    body,
                    urgency=Urgency.Critical if urgent else Urgency.Normal,
                    on_clicked=partial(self._on_open, key),
                    on_dispatched=partial(dispatched.append, key),
                )
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
    return NotificationStatus(available=True, server="system", actions=Capability.ON_CLICKED in capabilities)

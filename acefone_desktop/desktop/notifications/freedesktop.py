"""Notifications on Linux: the Desktop Notifications Specification 1.2 over D-Bus.

Our own connection, because it can do what matters here and the portable library cannot: replace a notification in
place, escape names for servers that read markup, and lower an urgent one while do-not-disturb is on.
"""

from __future__ import annotations

import asyncio
import html
from pathlib import Path
from typing import Any

from acefone_desktop.desktop.links.desktop_files import ICON_NAME
from acefone_desktop.desktop.notifications.outlet import (
    APP_NAME,
    DESKTOP_ENTRY,
    NotificationStatus,
    NotificationsUnavailableError,
    OnOpen,
    presentable,
)
from acefone_desktop.desktop.session_bus import SessionBus, SessionBusError

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
NORMAL, CRITICAL = 1, 2


class FreedesktopNotifier:
    """One notification per key: showing a key again replaces what stands there. Belongs to one event loop."""

    def __init__(self, bus: SessionBus, on_open: OnOpen, *, icon: Path | None = None, open_label: str = "Open") -> None:
        self._bus, self._on_open, self._open_label = bus, on_open, open_label
        self._icon = icon.as_uri() if icon else ICON_NAME
        self._ids: dict[str, int] = {}
        self._capabilities: frozenset[str] | None = None
        self._turn = asyncio.Lock()

    async def show(self, key: str, title: str, body: str, *, urgent: bool = False) -> None:
        """Shows or replaces the notification with this key; raises `NotificationsUnavailableError`.

        Under do-not-disturb it is sent as an ordinary one, which the server keeps for later: being urgent would break
        through. Long digit runs are masked.
        """
        async with self._turn:
            try:
                await self._show(key, title, body, urgent=urgent)
            except SessionBusError as error:
                self._capabilities = None
                raise NotificationsUnavailableError(error.detail) from error

    async def withdraw(self, key: str) -> None:
        """Takes the notification away, if it still stands; no error when there is none."""
        async with self._turn:
            number = self._ids.pop(key, None)
            if number is None:
                return
            try:
                await self._bus.call(NAME, PATH, NAME, "CloseNotification", "u", [number])
            except SessionBusError:  # closed by the person or gone with its server: what was wanted
                return

    async def close(self) -> None:
        """Ends the connection; what is shown stays shown, without a click."""
        self._ids.clear()
        await self._bus.close()

    async def _show(self, key: str, title: str, body: str, *, urgent: bool) -> None:
        from dbus_fast import Variant  # noqa: PLC0415

        capabilities = await self._server_capabilities()
        title, body = presentable(title, body)
        loud = urgent and not await is_inhibited(self._bus)
        hints = {"urgency": Variant("y", CRITICAL if loud else NORMAL), "desktop-entry": Variant("s", DESKTOP_ENTRY)}
        actions = ["default", self._open_label] if "actions" in capabilities else []
        text = html.escape(body, quote=False) if "body-markup" in capabilities else body
        replaced = self._ids.get(key, 0)
        request = [APP_NAME, replaced, self._icon, title, text, actions, hints, -1]
        (number,) = await self._bus.call(NAME, PATH, NAME, "Notify", "susssasa{sv}i", request)
        self._ids[key] = number

    async def _server_capabilities(self) -> frozenset[str]:
        if self._capabilities is None:
            await self._bus.listen(NAME, self._hear)
            await self._bus.listen("org.freedesktop.DBus", self._hear_daemon)
            (listed,) = await self._bus.call(NAME, PATH, NAME, "GetCapabilities")
            self._capabilities = frozenset(listed)
        return self._capabilities

    def _hear(self, member: str, body: list[Any]) -> None:
        key = next((key for key, number in self._ids.items() if body and number == body[0]), None)
        if key is None:
            return
        if member == "ActionInvoked":
            self._on_open(key)
        elif member == "NotificationClosed":
            del self._ids[key]

    def _hear_daemon(self, member: str, body: list[Any]) -> None:
        if member == "NameOwnerChanged" and body[0] == NAME:  # another server: its numbers and abilities are its own
            self._capabilities = None
            self._ids.clear()


async def is_inhibited(bus: SessionBus) -> bool:
    """Whether do-not-disturb is on, as far as the server says (specification 1.3, property `Inhibited`)."""
    try:
        return bool(await bus.property(NAME, PATH, NAME, "Inhibited"))
    except SessionBusError:
        return False  # a server without the property minds do-not-disturb by itself


async def freedesktop_status(bus: SessionBus) -> NotificationStatus:
    """What the doctor says about notifications."""
    try:
        name, vendor, version, _ = await bus.call(NAME, PATH, NAME, "GetServerInformation")
        (capabilities,) = await bus.call(NAME, PATH, NAME, "GetCapabilities")
    except SessionBusError:
        return NotificationStatus(available=False, remedy=NotificationsUnavailableError.remedy)
    inhibited = await is_inhibited(bus)
    remedy = "Do-not-disturb is on: notifications wait until it is off." if inhibited else ""
    server = " ".join(part for part in (name, version, f"({vendor})" if vendor else "") if part)
    return NotificationStatus(
        available=True, server=server, actions="actions" in capabilities, inhibited=inhibited, remedy=remedy
    )

"""Notifications on Linux: the Desktop Notifications Specification 1.2 over D-Bus.

Our own connection, because it can do what matters here and the portable library cannot: replace a notification in
place, escape names for servers that read markup, lower an urgent one while do-not-disturb is on, and take back what a
locked screen must not show.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acefone_desktop.desktop.links.desktop_files import ICON_NAME
from acefone_desktop.desktop.notifications.do_not_disturb import NAME, PATH, is_inhibited, may_be_urgent
from acefone_desktop.desktop.notifications.notify_request import ServerAbilities, notify_request
from acefone_desktop.desktop.notifications.outlet import (
    NotificationStatus,
    NotificationsUnavailableError,
    OnPress,
)
from acefone_desktop.desktop.notifications.screen_lock import ScreenLock, system_bus
from acefone_desktop.desktop.session_bus import SessionBus, SessionBusError
from acefone_desktop.domain.announcements import Deed, Importance, Press

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.announcements import Announcement

_LONGEST_TOKEN = 256


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands on the screen. `offered` are the keys of actions that it has and that nobody has pressed yet."""

    announcement: Announcement
    number: int
    locked: bool
    offered: frozenset[str]


class FreedesktopNotifier:
    """One notification per key: showing a key again replaces what stands there. Belongs to one event loop."""

    def __init__(
        self, bus: SessionBus, on_press: OnPress, *, icon: Path | None = None, lock: ScreenLock | None = None
    ) -> None:
        self._bus, self._on_press = bus, on_press
        self._icon = icon.as_uri() if icon else ICON_NAME
        self._lock = lock or ScreenLock(bus, system_bus(os.environ))
        self._lock.on_change = self._lock_changed
        self._standing: dict[str, _Standing] = {}
        self._abilities: ServerAbilities | None = None
        self._token = (0, "")
        self._turn = asyncio.Lock()
        self._chores: set[asyncio.Task[None]] = set()

    async def show(self, announcement: Announcement) -> None:
        """Shows or replaces the notification with its key; raises `NotificationsUnavailableError`.

        Under do-not-disturb it is sent as an ordinary one without sound, which the server keeps for later. On a locked
        screen it says what a locked screen may say, and has no buttons; that is made up for as soon as it is unlocked.
        """
        async with self._turn:
            await self._show(announcement, await self._lock.is_locked())

    async def withdraw(self, key: str) -> None:
        """Takes the notification away, if it still stands; no error when there is none."""
        async with self._turn:
            standing = self._standing.pop(key, None)
            if standing is not None:
                await self._close_number(standing.number)

    async def close(self) -> None:
        """Ends the connection; what is shown stays shown, without a click."""
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        self._standing.clear()
        await self._lock.close()
        await self._bus.close()

    async def _show(self, announcement: Announcement, locked: bool, *, again: bool = False) -> None:  # noqa: FBT001
        try:
            abilities = await self._server_abilities()
            loud = announcement.importance is not Importance.STEP and not again
            urgent = announcement.importance is Importance.ALARM and await may_be_urgent(self._bus, abilities.name)
            silent = not loud or await is_inhibited(self._bus, abilities.name)
            before = self._standing.get(announcement.key)
            replaced = before.number if before else 0
            request = notify_request(
                announcement, abilities, self._icon, replaced, locked=locked, urgent=urgent, silent=silent
            )
            said = await self._bus.call(NAME, PATH, NAME, "Notify", "susssasa{sv}i", request)
        except SessionBusError as error:
            self._abilities = None
            raise NotificationsUnavailableError(error.detail) from error
        number = said[0] if len(said) == 1 else None
        if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
            self._standing.pop(announcement.key, None)
            raise NotificationsUnavailableError("(The notification server's answer was not understood.)")
        if replaced and number != replaced:  # it cannot replace: the old one would say what no longer holds
            await self._close_number(replaced)
        self._forget(number)
        offered = frozenset(request[5][::2])
        self._standing[announcement.key] = _Standing(announcement, number, locked, offered)

    async def _close_number(self, number: int) -> None:
        try:
            await self._bus.call(NAME, PATH, NAME, "CloseNotification", "u", [number])
        except SessionBusError:  # closed by the person or gone with its server: what was wanted
            return

    async def _server_abilities(self) -> ServerAbilities:
        """Asked before the first notification, and again of every other server that comes."""
        if self._abilities is None:
            await self._bus.listen(NAME, self._hear)
            await self._bus.listen("org.freedesktop.DBus", self._hear_daemon)
            self._abilities = await _asked(self._bus)
        return self._abilities

    def _hear(self, member: str, body: list[Any]) -> None:
        match member, body:
            case "ActionInvoked", [int(number), str(action)]:
                self._press(number, action)
            case "ActivationToken", [int(number), str(token)] if token.isprintable() and len(token) <= _LONGEST_TOKEN:
                self._token = (number, token)  # comes before the action it belongs to
            case "NotificationClosed", [int(number), *_]:
                self._forget(number)

    def _press(self, number: int, action: str) -> None:
        """Once: what was pressed already, or was never offered, does nothing."""
        standing = next((each for each in self._standing.values() if each.number == number), None)
        if standing is None or action not in standing.offered:
            return
        key = standing.announcement.key
        self._standing[key] = _Standing(standing.announcement, number, standing.locked, frozenset())
        token = self._token[1] if self._token[0] == number else ""
        self._token = (0, "")
        self._on_press(Press(key, Deed.OPEN if action == "default" else Deed(action), token))

    def _forget(self, number: int) -> None:
        for key in [key for key, standing in self._standing.items() if standing.number == number]:
            del self._standing[key]

    def _hear_daemon(self, member: str, body: list[Any]) -> None:
        if member == "NameOwnerChanged" and body[:1] == [NAME]:  # another server: its numbers and abilities are its own
            self._abilities = None
            self._standing.clear()

    def _lock_changed(self) -> None:
        chore = asyncio.get_running_loop().create_task(self._dress_again())
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    async def _dress_again(self) -> None:
        """What stands says what the screen may show now; what cannot be said again is taken away."""
        async with self._turn:
            locked = await self._lock.is_locked()
            for standing in [each for each in self._standing.values() if each.locked != locked]:
                try:
                    await self._show(standing.announcement, locked, again=True)
                except NotificationsUnavailableError:
                    await self._close_number(standing.number)


async def _asked(bus: SessionBus) -> ServerAbilities:
    """A server that does not say what it can do is taken for one that can do the least."""
    information = await bus.call(NAME, PATH, NAME, "GetServerInformation")
    try:
        listed = await bus.call(NAME, PATH, NAME, "GetCapabilities")
    except SessionBusError:
        listed = []
    capabilities = listed[0] if listed and isinstance(listed[0], list) else []
    name, vendor, version, *_ = [*(str(part) for part in information), "", "", ""]
    return ServerAbilities(name, vendor, version, frozenset(str(each) for each in capabilities))


async def freedesktop_status(bus: SessionBus) -> NotificationStatus:
    """What the doctor says about notifications."""
    try:
        abilities = await _asked(bus)
    except SessionBusError:
        return NotificationStatus(available=False, remedy=NotificationsUnavailableError.remedy)
    inhibited = await is_inhibited(bus, abilities.name)
    lock = ScreenLock(bus, system_bus(os.environ))
    try:
        tells_lock = bool(await lock.answers())
    finally:
        await lock.close()
    return NotificationStatus(
        available=True,
        server=abilities.title,
        actions="actions" in abilities.capabilities,
        inhibited=inhibited,
        tells_lock=tells_lock,
        remedy="Do-not-disturb is on: notifications wait until it is off." if inhibited else "",
    )

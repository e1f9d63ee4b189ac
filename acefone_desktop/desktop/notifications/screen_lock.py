"""Whether the screen is locked, so that whoever looks at it may be anybody (docs/decisions/0026)."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from acefone_desktop.desktop.session_bus import SessionBus, SessionBusError

if TYPE_CHECKING:
    from collections.abc import Mapping

SAVERS = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
    "org.xfce.ScreenSaver": "/org/xfce/ScreenSaver",
}
"""Who shows the lock on which desktop; all have `GetActive` and `ActiveChanged`. KDE uses the first."""
LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"
_NO_REPLY = "org.freedesktop.DBus.Error.NoReply"


def system_bus(environment: Mapping[str, str]) -> SessionBus:
    """The machine's bus, where the login manager is; connected on first use like the session's."""
    return SessionBus(environment.get("DBUS_SYSTEM_BUS_ADDRESS") or _SYSTEM_BUS)


class Answer(Enum):
    """What somebody who is there says; who does not know of locking is none of them."""

    LOCKED = "locked"
    OPEN = "open"
    SILENT = "silent"
    """No answer in time, or none that can be understood."""


class ScreenLock:
    """Asks the login manager and the desktop's own lock. Belongs to one event loop.

    `on_change` is called when somebody says that this may have changed: ask then. Locked where anybody says so, or
    where somebody who is there does not answer; not locked where nobody tells at all.
    """

    def __init__(self, bus: SessionBus, machine: SessionBus, on_change: Callable[[], object] = bool) -> None:
        self._bus, self._machine, self.on_change = bus, machine, on_change
        self._session = ""
        self._listens = False

    async def is_locked(self) -> bool:
        """Whether the screen is locked or may be."""
        return any(answer is not Answer.OPEN for answer in await self.answers())

    async def answers(self) -> tuple[Answer, ...]:
        """What each of those says who tell of locking; empty where nobody does."""
        await self._listen()
        try:
            there = SAVERS.keys() & await self._bus.names()
        except SessionBusError:
            there = set()
        said = [await _answer(self._bus, name, SAVERS[name], name, "GetActive") for name in sorted(there)]
        said.append(await self._login_answer())
        return tuple(answer for answer in said if answer is not None)

    async def close(self) -> None:
        """Ends the connection to the machine's bus; the session's belongs to somebody else."""
        await self._machine.close()

    async def _login_answer(self) -> Answer | None:
        trouble = None if self._session else await self._find_session()
        if not self._session:
            return trouble
        return await _answer(self._machine, LOGIN, self._session, _PROPERTIES, "Get", SESSION, "LockedHint")

    async def _find_session(self) -> Answer | None:
        """Ours by its id, else the one that the login manager takes for ours."""
        for wanted in dict.fromkeys((os.environ.get("XDG_SESSION_ID") or "auto", "auto")):
            try:
                (path,) = await self._machine.call(LOGIN, LOGIN_PATH, f"{LOGIN}.Manager", "GetSession", "s", [wanted])
            except SessionBusError as error:
                if error.error_name == _NO_REPLY:
                    return Answer.SILENT
                continue
            except ValueError:
                return Answer.SILENT
            if isinstance(path, str) and path.startswith("/"):
                self._session = path
                await self._machine.listen(_PROPERTIES, self._hear_login, path)
                return None
        return None

    async def _listen(self) -> None:
        if not self._listens:
            for name in SAVERS:
                try:
                    await self._bus.listen(name, self._hear_saver)
                except SessionBusError:
                    return
            self._listens = True

    def _hear_saver(self, member: str, _body: list[Any]) -> None:
        if member == "ActiveChanged":
            self.on_change()

    def _hear_login(self, member: str, body: list[Any]) -> None:
        if member == "PropertiesChanged" and any("LockedHint" in part for part in body[1:]):
            self.on_change()


async def _answer(bus: SessionBus, name: str, path: str, interface: str, member: str, *arguments: str) -> Answer | None:
    """A refusal is somebody who does not tell."""
    from dbus_fast import Variant  # noqa: PLC0415

    try:
        said = await bus.call(name, path, interface, member, "s" * len(arguments), list(arguments))
    except SessionBusError as error:
        return Answer.SILENT if error.error_name == _NO_REPLY else None
    value = said[0] if said else None
    value = value.value if isinstance(value, Variant) else value
    if not isinstance(value, bool):
        return Answer.SILENT
    return Answer.LOCKED if value else Answer.OPEN

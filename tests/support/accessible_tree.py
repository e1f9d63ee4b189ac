"""What an application says to screen readers (AT-SPI 2 over D-Bus): the same words that a person sees.

Needs a session with `accessibility=True`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jeepney.io.blocking import DBusConnection

    from tests.support.session_bus import SessionBus

ACCESSIBLE = "org.a11y.atspi.Accessible"
PROPERTIES = "org.freedesktop.DBus.Properties"
ROOT = "/org/a11y/atspi/accessible/root"
_EDITABLE, _ENABLED, _FOCUSED, _SHOWING = 7, 8, 12, 25
_TOOLKIT = "Qt"


class GoneError(Exception):
    """What was asked about is no longer there."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the screen; `text` is what an entry holds, `area` x, y, width and height on the screen."""

    role: str
    name: str
    description: str
    text: str
    enabled: bool
    focused: bool
    area: tuple[int, int, int, int]

    @property
    def middle(self) -> tuple[int, int]:
        """Where a person would click."""
        x, y, width, height = self.area
        return x + width // 2, y + height // 2


class AccessibleTree:
    """Reads everything that an application shows at one moment; a connection of its own, to be closed."""

    def __init__(self, bus: SessionBus) -> None:
        (address,) = bus.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self._connection: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        """Lets go of the connection."""
        self._connection.close()

    def showing(self, process: int) -> list[Node]:
        """All that this process shows, windows first to last, from outside to inside; [] while it says nothing."""
        try:
            (applications,) = self._call("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren")
            return [
                node
                for bus_name, path in applications
                if self._is_of(bus_name, path, process)
                for child_name, child_path in self._children(bus_name, path)
                for node in self._nodes(child_name, child_path)
            ]
        except GoneError:
            return []

    def _is_of(self, bus_name: str, path: str, process: int) -> bool:
        """A Qt program on a GTK desktop registers twice; only Qt's own entry tells something."""
        try:
            (owner,) = self._call(
                "org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus",
                "GetConnectionUnixProcessID",
                "s",
                (bus_name,),
            )
            return bool(
                owner == process
                and self._property(bus_name, path, "org.a11y.atspi.Application", "ToolkitName") == _TOOLKIT
            )
        except GoneError:
            return False

    def _children(self, bus_name: str, path: str) -> list[tuple[str, str]]:
        (children,) = self._call(bus_name, path, ACCESSIBLE, "GetChildren")
        return list(children)

    def _nodes(self, bus_name: str, path: str) -> Iterator[Node]:
        ((low, high),) = self._call(bus_name, path, ACCESSIBLE, "GetState")
        states = low | high << 32
        if not states & 1 << _SHOWING:
            return
        (role,) = self._call(bus_name, path, ACCESSIBLE, "GetRoleName")
        (area,) = self._call(bus_name, path, "org.a11y.atspi.Component", "GetExtents", "u", (0,))
        text = ""
        if states & 1 << _EDITABLE:
            (text,) = self._call(bus_name, path, "org.a11y.atspi.Text", "GetText", "ii", (0, -1))
        yield Node(
            role,
            name=self._property(bus_name, path, ACCESSIBLE, "Name"),
            description=self._property(bus_name, path, ACCESSIBLE, "Description"),
            text=text,
            enabled=bool(states & 1 << _ENABLED),
            focused=bool(states & 1 << _FOCUSED),
            area=area,
        )
        for child_name, child_path in self._children(bus_name, path):
            yield from self._nodes(child_name, child_path)

    def _property(self, bus_name: str, path: str, interface: str, name: str) -> Any:
        ((_signature, value),) = self._call(bus_name, path, PROPERTIES, "Get", "ss", (interface, name))
        return value

    def _call(
        self,
        name: str,
        path: str,
        interface: str,
        member: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
    ) -> tuple[Any, ...]:
        message = new_method_call(DBusAddress(path, bus_name=name, interface=interface), member, signature, body)
        reply = self._connection.send_and_get_reply(message, timeout=10.0)
        if reply.header.message_type is MessageType.error:
            raise GoneError(f"{path} {member}: {reply.body}")
        values: tuple[Any, ...] = reply.body
        return values

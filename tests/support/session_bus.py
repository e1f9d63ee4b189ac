"""A D-Bus session bus of our own, and calls on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jeepney.io.blocking import DBusConnection

SYSTEM_SERVICES = Path("/usr/share/dbus-1/services")

KEYRING_SERVICES = ("org.freedesktop.secrets", "org.gnome.keyring")
PROMPTER_SERVICES = ("org.gnome.keyring.PrivatePrompter", "org.gnome.keyring.SystemPrompter")
PANEL_SERVICES = ("org.xfce.Xfconf",)
ACCESSIBILITY_SERVICES = ("org.a11y.Bus",)


class BusCallError(Exception):
    """The bus, or who was called, answered with an error; holds its name and message."""


def write_configuration(path: Path, socket: Path, services: Path, user_services: Path, started: Iterable[str]) -> None:
    """Writes a bus configuration whose on-demand services are those named and the user's own, and no other.

    With the system's list, "no keyring" would start one behind the test's back.
    """
    services.mkdir()
    for name in started:
        source = SYSTEM_SERVICES / f"{name}.service"
        if source.exists():
            (services / source.name).symlink_to(source)
    path.write_text(
        '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"'
        ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">\n'
        "<busconfig><type>session</type><keep_umask/>"
        f"<listen>unix:path={socket}</listen><auth>EXTERNAL</auth>"
        f"<servicedir>{services}</servicedir><servicedir>{user_services}</servicedir>"
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
        '<allow own="*"/></policy></busconfig>\n',
        encoding="utf-8",
    )


class SessionBus:
    """Synchronous calls on a bus; one short connection each, so that a restarted bus does no harm."""

    def __init__(self, address: str) -> None:
        self.address = address

    def connect(self) -> DBusConnection:
        return open_dbus_connection(self.address)

    def call(
        self,
        name: str,
        path: str,
        interface: str,
        member: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
        timeout: float = 10.0,
    ) -> tuple[Any, ...]:
        """The reply's values; raises `BusCallError` on an error reply."""
        message = new_method_call(DBusAddress(path, bus_name=name, interface=interface), member, signature, body)
        with self.connect() as connection:
            reply = connection.send_and_get_reply(message, timeout=timeout)
        if reply.header.message_type is MessageType.error:
            error_name = next(value for field, value in reply.header.fields.items() if field.name == "error_name")
            raise BusCallError(f"{error_name}: {reply.body}")
        values: tuple[Any, ...] = reply.body
        return values

    def value(self, name: str, path: str, interface: str, property_name: str) -> Any:
        """A property's value."""
        ((_signature, value),) = self.call(
            name, path, "org.freedesktop.DBus.Properties", "Get", "ss", (interface, property_name)
        )
        return value

    def has_owner(self, name: str) -> bool:
        """Whether somebody answers to this name now; False too while the bus itself is not up."""
        try:
            (owned,) = self.call(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", "s", (name,)
            )
        except OSError:
            return False
        return bool(owned)

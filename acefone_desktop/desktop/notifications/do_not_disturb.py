"""Whether the person has told the desktop to let them be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acefone_desktop.desktop.session_bus import SessionBusError

if TYPE_CHECKING:
    from acefone_desktop.desktop.session_bus import SessionBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
XFCONF, XFCONF_PATH = "org.xfce.Xfconf", "/org/xfce/Xfconf"
PORTAL, PORTAL_PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
DUNST = "org.dunstproject.cmd0"
_BREAKS_THROUGH = "gnome-shell"
"""Shows urgent notifications in spite of do-not-disturb, and does not tell every program whether that is on."""


async def is_inhibited(bus: SessionBus, server: str = "") -> bool:
    """Whether do-not-disturb is on, as far as anybody says; `server` is the notification server's name.

    Asked are the server (property `Inhibited` of specification 1.3, dunst's `paused`), Xfce's settings and the
    desktop portal's, each only where it is there.
    """
    if await _property(bus, NAME, "Inhibited") is True or await _property(bus, DUNST, "paused") is True:
        return True
    names = await _names(bus)
    if XFCONF in names:
        return await _said(bus, XFCONF, XFCONF_PATH, XFCONF, ("xfce4-notifyd", "/do-not-disturb")) is True
    if PORTAL in names and server == _BREAKS_THROUGH:
        return await _shows_banners(bus) is False
    return False


async def may_be_urgent(bus: SessionBus, server: str) -> bool:
    """Whether an urgent notification breaks through no do-not-disturb.

    A server that shows urgent ones all the same gets one only where it is known that do-not-disturb is off.
    """
    if server == _BREAKS_THROUGH:
        return await _shows_banners(bus) is True
    return not await is_inhibited(bus, server)


async def _shows_banners(bus: SessionBus) -> object:
    settings = "org.freedesktop.portal.Settings"
    return await _said(bus, PORTAL, PORTAL_PATH, settings, ("org.gnome.desktop.notifications", "show-banners"), "Read")


async def _said(
    bus: SessionBus, name: str, path: str, interface: str, which: tuple[str, str], member: str = "GetProperty"
) -> object:
    """One setting, out of the boxes it comes in; None where it is not told."""
    try:
        (value,) = await bus.call(name, path, interface, member, "ss", list(which))
    except (SessionBusError, ValueError):
        return None
    return _unboxed(value)


async def _property(bus: SessionBus, interface: str, name: str) -> object:
    try:
        return _unboxed(await bus.property(NAME, PATH, interface, name))
    except (SessionBusError, ValueError, AttributeError):  # not told, or not in the form of a property
        return None


async def _names(bus: SessionBus) -> frozenset[str]:
    try:
        return await bus.names()
    except SessionBusError:
        return frozenset()


def _unboxed(value: Any) -> object:
    from dbus_fast import Variant  # noqa: PLC0415

    while isinstance(value, Variant):
        value = value.value
    return value

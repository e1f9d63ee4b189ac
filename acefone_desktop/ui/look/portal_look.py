"""The desktop's font and light or dark where no settings manager tells them: on Wayland, from the settings portal."""

from __future__ import annotations

from dataclasses import dataclass

_SERVICE, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
_FONT = ("org.gnome.desktop.interface", "font-name")
_SCHEME, _DARK = ("org.freedesktop.appearance", "color-scheme"), 1
_LONGEST_WAIT_MS = 50


@dataclass(frozen=True, slots=True)
class PortalLook:
    """`font` as GTK writes it; empty where the portal does not say."""

    font: str = ""
    dark: bool = False


def portal_look() -> PortalLook:
    """What the portal says, if it runs and answers each question within a twentieth of a second.

    Asked before there is a window: its parts measure their fonts and take their colours while they are made.
    """
    font, scheme = _setting(*_FONT), _setting(*_SCHEME)
    return PortalLook(font if isinstance(font, str) else "", scheme == _DARK)


def _setting(namespace: str, key: str) -> object:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant  # noqa: PLC0415 (5 ms, Wayland only)

    # `Read` is deprecated in favour of `ReadOne`, but is the only one that every portal has. It wraps the value twice.
    request = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "Read")
    request.setArguments([namespace, key])
    request.setAutoStartService(False)
    reply = QDBusConnection.sessionBus().call(request, QDBus.CallMode.Block, _LONGEST_WAIT_MS)
    answers = reply.arguments() if reply.type() is QDBusMessage.MessageType.ReplyMessage else []
    value: object = answers[0] if answers else None
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return value

"""The desktop's font where no settings manager tells it: on Wayland, from the settings portal."""

from __future__ import annotations

_SERVICE, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
_FONT = ("org.gnome.desktop.interface", "font-name")
_LONGEST_WAIT_MS = 100


def portal_font() -> str:
    """The font's name as GTK writes it; empty where no portal runs yet or none answers within a tenth of a second.

    Asked before there is a window: its parts measure their fonts while they are made.
    """
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant  # noqa: PLC0415 (5 ms, Wayland only)

    # `Read` is deprecated in favour of `ReadOne`, but is the only one that every portal has. It wraps the value twice.
    request = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "Read")
    request.setArguments(list(_FONT))
    request.setAutoStartService(False)
    reply = QDBusConnection.sessionBus().call(request, QDBus.CallMode.Block, _LONGEST_WAIT_MS)
    answers = reply.arguments() if reply.type() is QDBusMessage.MessageType.ReplyMessage else []
    value = answers[0] if answers else ""
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return value if isinstance(value, str) else ""

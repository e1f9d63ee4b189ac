"""Which notification mechanism this platform has."""

from __future__ import annotations

import sys
from pathlib import Path

from acefone_desktop.desktop.notifications.freedesktop import FreedesktopNotifier, freedesktop_status
from acefone_desktop.desktop.notifications.library import LibraryNotifier, library_status
from acefone_desktop.desktop.notifications.outlet import NotificationStatus, OnOpen
from acefone_desktop.desktop.session_bus import SessionBus

DesktopNotifier = FreedesktopNotifier | LibraryNotifier


def desktop_notifier(on_open: OnOpen, icon: Path | None = None, open_label: str = "Open") -> DesktopNotifier:
    """The notifier for this platform; `on_open` is called on the event loop with the key of what was clicked."""
    if sys.platform in {"win32", "darwin"}:
        return LibraryNotifier(on_open, icon=icon)
    return FreedesktopNotifier(SessionBus(), on_open, icon=icon, open_label=open_label)


async def notification_status() -> NotificationStatus:
    """What the doctor says about notifications on this platform."""
    if sys.platform in {"win32", "darwin"}:
        return await library_status()
    bus = SessionBus()
    try:
        return await freedesktop_status(bus)
    finally:
        await bus.close()

"""Which notification mechanism this platform has."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from acefone_desktop.desktop.notifications.freedesktop import FreedesktopNotifier, freedesktop_status
from acefone_desktop.desktop.notifications.library import LibraryNotifier, library_status
from acefone_desktop.desktop.session_bus import SessionBus

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.desktop.notifications.outlet import NotificationStatus, OnPress

DesktopNotifier = FreedesktopNotifier | LibraryNotifier


def desktop_notifier(on_press: OnPress, icon: Path | None = None) -> DesktopNotifier:
    """The notifier for this platform; `on_press` is called on the event loop with what was pressed."""
    if sys.platform in {"win32", "darwin"}:
        return LibraryNotifier(on_press, icon=icon)
    return FreedesktopNotifier(SessionBus(), on_press, icon=icon)


async def notification_status() -> NotificationStatus:
    """What the doctor says about notifications on this platform."""
    if sys.platform in {"win32", "darwin"}:
        return await library_status()
    bus = SessionBus()
    try:
        return await freedesktop_status(bus)
    finally:
        await bus.close()

"""Whether this desktop has a tray, for the doctor and for closing to the tray."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from acefone_desktop.desktop.session_bus import SessionBus, SessionBusError

WATCHER = "org.kde.StatusNotifierWatcher"
_NO_TRAY = "Without a tray the window stays open. On GNOME, the extension “AppIndicator Support” brings one."


@dataclass(frozen=True, slots=True)
class TrayStatus:
    """`host` says whether somebody draws tray icons; `watcher` whether icons can be registered over D-Bus."""

    host: bool
    watcher: bool = False
    remedy: str = ""


async def tray_status(bus: SessionBus | None = None) -> TrayStatus:
    """Asks for a StatusNotifierItem host (freedesktop draft). Older XEmbed trays do not answer here; Qt knows those."""
    if sys.platform in {"win32", "darwin"}:
        return TrayStatus(host=True)
    own = bus or SessionBus()
    try:
        if not await own.has_owner(WATCHER):
            return TrayStatus(host=False, remedy=_NO_TRAY)
        registered = await own.property(WATCHER, "/StatusNotifierWatcher", WATCHER, "IsStatusNotifierHostRegistered")
        return TrayStatus(host=bool(registered), watcher=True, remedy="" if registered else _NO_TRAY)
    except SessionBusError as error:
        return TrayStatus(host=False, remedy=error.remedy)
    finally:
        if bus is None:
            await own.close()

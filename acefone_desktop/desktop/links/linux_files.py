"""Where our files lie among the user's on Linux, and how they come and go."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from acefone_desktop.desktop.application_id import APPLICATION_ID, menu_name
from acefone_desktop.desktop.links.desktop_files import ICON_NAME
from acefone_desktop.desktop.links.made_cache import read_since, remove_cache
from acefone_desktop.desktop.links.made_folders import count_missing, read_made, remove_made

FORMER_ENTRY = "acefone-desktop.desktop"
"""As the entry was called before the bus could start the app."""
_DEADLINE_S = 10


class LinuxFiles:
    """Our files below `data`, the user's XDG_DATA_HOME; a list of defaults lies in `config`.

    `name` is the app's on the bus, which they bear.
    """

    def __init__(self, data: Path, config: Path, name: str, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._applications, self._services = data / "applications", data / "dbus-1" / "services"
        self.entry = self._applications / f"{menu_name(name)}.desktop"
        self.bus_entry = self._applications / f"{name}.desktop"
        self.service = self._services / f"{name}.service"
        self.icon = data / "icons" / "hicolor" / "scalable" / "apps" / f"{ICON_NAME}.svg"
        self._cache = self._applications / "mimeinfo.cache"
        self._places = (self._applications, self._services, self.icon.parent, config)

    def entries(self) -> list[Path]:
        """Every desktop entry of ours that is there: also another profile's, and one by its former name."""
        found = [*self._applications.glob(f"{APPLICATION_ID}*.desktop"), self._applications / FORMER_ENTRY]
        return [path for path in found if path.is_file() or path.is_symlink()]

    def made_folders(self) -> tuple[int, ...]:
        """How many folders we made for our files at some time, or are about to make."""
        known = [read_made(_text(path), len(self._places)) for path in self.entries()]
        return tuple(map(max, *known, count_missing(self._places), (0,) * len(self._places)))

    def cache_since(self) -> int | None:
        """When we made the cache of desktop entries, or now where there is none; None where we did not make it."""
        known = [since for path in self.entries() if (since := read_since(_text(path))) is not None]
        return min(known, default=None if self._cache.exists() else time.time_ns())

    def write(self, path: Path, text: str) -> None:
        """Writes one of them, at once or not at all. Raises `OSError`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)

    def place_icon(self, icon: Path) -> None:
        """Puts the icon where every desktop looks. Raises `OSError`."""
        self.icon.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(icon, self.icon)

    def remove_registrations(self) -> None:
        """Takes every entry and service of ours away. Raises `OSError`."""
        for path in (*self.entries(), *self._services.glob(f"{APPLICATION_ID}*.service")):
            path.unlink(missing_ok=True)

    def clear(self, made: Sequence[int], cache_since: int | None) -> None:
        """Takes the icon away as well, the cache that came with us, and the folders that we made and that hold nothing
        then. Raises `OSError`."""
        self.icon.unlink(missing_ok=True)
        remove_cache(self._cache, cache_since)
        remove_made(self._places, made)

    def announce(self) -> None:
        """Tells desktops that read the cache, and the bus; who reads neither will find the files themselves."""
        tool = shutil.which("update-desktop-database", path=self._environment.get("PATH"))
        if tool is not None and self._applications.is_dir():
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):  # the preference holds without the cache
                subprocess.run([tool, str(self._applications)], check=False, capture_output=True, timeout=_DEADLINE_S)  # noqa: S603
        address = self._environment.get("DBUS_SESSION_BUS_ADDRESS")
        if address:
            asyncio.run(_reload_bus(address))


async def _reload_bus(address: str) -> None:
    """Some buses read their services once."""
    from acefone_desktop.desktop.session_bus import SessionBus, SessionBusError  # noqa: PLC0415

    bus, daemon = SessionBus(address), "org.freedesktop.DBus"
    with contextlib.suppress(SessionBusError):  # it will have read them by the next session
        await bus.call(daemon, "/org/freedesktop/DBus", daemon, "ReloadConfig")
    await bus.close()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""

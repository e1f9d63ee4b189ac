"""Starting with the session, into the tray: one class per platform behind `Autostart`."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from acefone_desktop.desktop.launch import exec_value, launch_command
from acefone_desktop.desktop.registry import Registry
from acefone_desktop.domain.errors import AcefoneDesktopError

APP_NAME = "Acefone Desktop"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
AGENT = "org.acefone-desktop.app"
INTO_TRAY = "--tray"


class AutostartError(AcefoneDesktopError):
    code = "autostart"
    sentence = "Starting with your session could not be switched."
    remedy = "Use your system's own settings for programs that start with the session."


class Autostart(Protocol):
    """For the current user alone. Raises `AutostartError`."""

    def enabled(self) -> bool: ...

    def enable(self) -> None: ...

    def disable(self) -> None:
        """Leaves nothing of ours behind."""
        ...


class FileAutostart:
    """A file in a folder that the session reads when it starts: its presence is the setting."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path, self._content = path, content

    def enabled(self) -> bool:
        """Whether the file is there and starts this copy of the app."""
        try:
            return self._path.read_bytes() == self._content
        except OSError:
            return False

    def enable(self) -> None:
        """Writes the file."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".new")
            draft.write_bytes(self._content)
            draft.replace(self._path)
        except OSError as error:
            raise AutostartError(f"({error.filename}: {error.strerror}.)") from error

    def disable(self) -> None:
        """Removes the file."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise AutostartError(f"({error.filename}: {error.strerror}.)") from error


class RegistryAutostart:
    """The current user's Run key on Windows."""

    def __init__(self, command: Sequence[str], registry: Registry) -> None:
        self._line, self._registry = subprocess.list2cmdline([*command, INTO_TRAY]), registry

    def enabled(self) -> bool:
        """Whether the key starts this copy of the app."""
        return self._registry.read(RUN_KEY, APP_NAME) == self._line

    def enable(self) -> None:
        """Writes the value."""
        try:
            self._registry.write(RUN_KEY, APP_NAME, self._line)
        except OSError as error:
            raise AutostartError(f"({error.strerror}.)") from error

    def disable(self) -> None:
        """Removes the value."""
        try:
            self._registry.delete_value(RUN_KEY, APP_NAME)
        except OSError as error:
            raise AutostartError(f"({error.strerror}.)") from error


def xdg_autostart(command: Sequence[str], environment: Mapping[str, str]) -> FileAutostart:
    """Linux: Desktop Application Autostart Specification 0.5."""
    home = environment.get("HOME") or str(Path.home())
    folder = Path(environment.get("XDG_CONFIG_HOME") or f"{home}/.config") / "autostart"
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={APP_NAME}",
        f"Exec={exec_value([*command, INTO_TRAY])}",
        "Icon=acefone-desktop",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
        "",
    ]
    return FileAutostart(folder / "acefone-desktop.desktop", "\n".join(lines).encode())


def launch_agent(command: Sequence[str], home: Path) -> FileAutostart:
    """macOS: a launchd agent (launchd.plist(5)); written by its documentation, it could not be run here."""
    agent = {"Label": AGENT, "ProgramArguments": [*command, INTO_TRAY], "RunAtLoad": True, "ProcessType": "Interactive"}
    return FileAutostart(home / "Library" / "LaunchAgents" / f"{AGENT}.plist", plistlib.dumps(agent))


def autostart(environment: Mapping[str, str], profile: str = "", data_dir: str = "") -> Autostart:
    """This platform's way, for the app as it runs now."""
    command = launch_command(profile, data_dir)
    if sys.platform == "win32":
        from acefone_desktop.desktop.registry import WindowsRegistry  # noqa: PLC0415

        return RegistryAutostart(command, WindowsRegistry())
    if sys.platform == "darwin":
        return launch_agent(command, Path.home())
    return xdg_autostart(command, environment)

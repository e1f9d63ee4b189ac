"""What the settings page asks of the operating system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Slot

from acefone_desktop.desktop.launch import launch_command

if TYPE_CHECKING:
    from acefone_desktop.desktop.paths import Places


class DesktopSystemSettings(QObject):
    """One profile's registrations and folders."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places

    @Slot()
    def start_demo(self) -> None:
        """Starts a second copy against the simulated account, beside this one."""
        program, *arguments = launch_command()
        QProcess.startDetached(program, [*arguments, "--demo"])

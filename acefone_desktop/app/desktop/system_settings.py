"""What the settings page shows of the operating system, and does to it, off the painting thread."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from acefone_desktop import __version__
from acefone_desktop.domain.errors import AcefoneDesktopError, LinkHandlerError
from acefone_desktop.ui.settings.settings_system import LinkHandling, SystemSettings, SystemState

if TYPE_CHECKING:
    from concurrent.futures import Future

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.desktop.links.registration import LinkStatus
    from acefone_desktop.desktop.paths import Places
    from acefone_desktop.ui.tray.tray_icon import Tray

    _Seen = tuple[LinkStatus, tuple[str, ...], bool]  # who opens links, what opens the page for that, autostart


class SystemDesk(QObject):
    """Answers the page's wishes. `profile` and `data_dir` are as given to the program; `lasting` is False in the demo.

    What is registered with the system must start this profile again, so that a demo registers nothing.
    """

    def __init__(self, places: Places, network: NetworkThread, profile: str, data_dir: str, *, lasting: bool) -> None:
        super().__init__()
        self._network, self._profile, self._data_dir, self._lasting = network, profile, data_dir, lasting
        self._places = places
        self._link_page: tuple[str, ...] = ()
        self.settings = SystemSettings(
            SystemState(
                links=LinkHandling.UNKNOWN if lasting else LinkHandling.UNSUPPORTED,
                link_note="" if lasting else self.tr("The demo registers nothing."),
                data_folder=str(places.data),
                log_file=str(places.log),
                version=__version__,
            )
        )
        self.settings.folder_wanted.connect(self._open_folder)
        if lasting:
            self.settings.look_wanted.connect(self._look)
            self.settings.links_wanted.connect(self._set_links)
            self.settings.link_page_wanted.connect(self._open_link_page)
            self.settings.autostart_wanted.connect(self._set_autostart)

    def follow(self, tray: Tray) -> None:
        """Shows whether there is a tray, also when that changes."""
        tray.available_changed.connect(self._show_tray)
        self._show_tray(tray.is_available)

    def by_hand_command(self) -> str:
        """What does the same as the global key, for this profile; raises `LinkHandlerError` where nothing would."""
        from acefone_desktop.desktop.hotkey.by_hand import by_hand_command  # noqa: PLC0415

        return by_hand_command(self._profile, self._data_dir)

    @Slot()
    def start_demo(self) -> None:
        """Starts a second copy against the simulated account, beside this one."""
        from acefone_desktop.desktop.launch import launch_command  # noqa: PLC0415

        program, *arguments = launch_command()
        QProcess.startDetached(program, [*arguments, "--demo"])

    @Slot()
    def _look(self) -> None:
        self._do(None)

    @Slot(bool)
    def _set_links(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self.settings.show(replace(self.settings.state, links_busy=True))
        self._do(partial(_switch_links, self._profile, self._data_dir, wanted))

    @Slot()
    def _open_link_page(self) -> None:
        """The system's own page: what is chosen there is seen when the person comes back."""
        program, *arguments = self._link_page or ("",)
        started, _ = QProcess.startDetached(program, arguments)
        if not started:
            self.settings.fail(LinkHandlerError(self.tr("The system's settings did not open.")))

    @Slot(bool)
    def _set_autostart(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._do(partial(_switch_autostart, self._profile, self._data_dir, wanted))

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._places.data)))

    @Slot(bool)
    def _show_tray(self, available: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self.settings.show(replace(self.settings.state, tray_available=available))

    def _do(self, change: Callable[[], None] | None) -> None:
        """Makes the change, if any, then looks at what is the case."""

        async def work() -> _Seen:
            import asyncio  # noqa: PLC0415 (loaded already, where this runs)

            if change is not None:
                await asyncio.to_thread(change)
            return await asyncio.to_thread(_look_around, self._profile, self._data_dir)

        self._network.run(work, self._looked)

    def _looked(self, done: Future[_Seen]) -> None:
        error = done.exception()
        if error is None:
            status, self._link_page, starts = done.result()
            self.settings.show(
                replace(
                    self.settings.state,
                    links=_handling(status),
                    link_note=self._note(status),
                    link_page=bool(self._link_page),
                    links_busy=False,
                    autostart=starts,
                )
            )
            return
        self.settings.show(replace(self.settings.state, links_busy=False))
        if not isinstance(error, AcefoneDesktopError):
            raise error
        self.settings.fail(error)

    def _note(self, status: LinkStatus) -> str:
        """What the page's own button does not do, or who opens links meanwhile."""
        if status.default or status.installed or status.platform == "macos":
            return status.reason if status.cured_by_installing else f"{status.reason} {status.remedy}".strip()
        return self.tr("They open in {0}.").format(status.handler) if status.handler else ""


def _handling(status: LinkStatus) -> LinkHandling:
    if status.default:
        return LinkHandling.OUT_OF_DATE if status.cured_by_installing else LinkHandling.OURS
    return LinkHandling.PARTLY_OURS if status.installed else LinkHandling.OTHERS


def _look_around(profile: str, data_dir: str) -> _Seen:
    from acefone_desktop.desktop.autostart import autostart  # noqa: PLC0415
    from acefone_desktop.desktop.links.choice import link_registration  # noqa: PLC0415

    links = link_registration(os.environ, profile, data_dir)
    return links.status(), links.settings_command(), autostart(os.environ, profile, data_dir).enabled()


def _switch_links(profile: str, data_dir: str, wanted: bool) -> None:  # noqa: FBT001 (the state to reach)
    from acefone_desktop.desktop.links.choice import link_registration  # noqa: PLC0415

    registration = link_registration(os.environ, profile, data_dir)
    registration.install() if wanted else registration.remove()


def _switch_autostart(profile: str, data_dir: str, wanted: bool) -> None:  # noqa: FBT001 (the state to reach)
    from acefone_desktop.desktop.autostart import autostart  # noqa: PLC0415

    starting = autostart(os.environ, profile, data_dir)
    starting.enable() if wanted else starting.disable()

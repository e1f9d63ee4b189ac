"""Qt's part of the process: the application object, the loop, and what must happen around it."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLoggingCategory, QObject, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from acefone_desktop import __version__
from acefone_desktop.app.compose import Foundation, desktop_notifier
from acefone_desktop.app.desktop.announcer import Announcer
from acefone_desktop.app.desktop.desktop_app import DesktopApp
from acefone_desktop.app.desktop.desktop_parts import DesktopParts
from acefone_desktop.app.desktop.qt_refusal import refusals_told
from acefone_desktop.desktop.appearance.platform_theme import without_gtk
from acefone_desktop.desktop.application_id import APPLICATION_ID, menu_name
from acefone_desktop.domain.errors import SettingsNotReadableError
from acefone_desktop.domain.settings import Settings
from acefone_desktop.ui.look.app_mark import app_icon
from acefone_desktop.ui.look.system_look import SystemLook
from acefone_desktop.ui.look.theme import Theme, fusion_preferred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acefone_desktop.app.desktop.desktop_parts import Vaults
    from acefone_desktop.app.desktop.system_settings import SystemDesk
    from acefone_desktop.app.window_wish import WindowWish
    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.desktop.paths import Places
    from acefone_desktop.domain.errors import AcefoneDesktopError

_COLLECT_EVERY_MS, _COLLECT_WATCHED_MS, _COLLECT_FLOODED_MS = 2_000, 500, 100
"""How often garbage is looked for; while somebody is looking, in helpings that take less than a frame in a flood."""

_A_FLOOD = 3_000  # new objects since the last look

_YOUNGEST, _OLDEST = 0, 2  # generations of `gc`
_TURN_S = 0.00005
"""For how long another thread may keep the painting thread waiting for the interpreter: the usual 5 ms add up."""

_FAILED = 1
_SILENCED = "qt.qpa.theme.gnome=false\nqt.qpa.services=false"
"""Qt complains on every desktop without a portal, about what the app does not use."""


class QtRun(QObject):
    """One application object from its making to its end; its windows and tray icon name a `profile` that has a name."""

    def __init__(self, program: str, profile: str = "", *, demo: bool = False) -> None:
        QLoggingCategory.setFilterRules(_SILENCED)
        with without_gtk(os.environ) as kept_out, fusion_preferred(), refusals_told():
            self.application = QApplication([program])
        super().__init__()
        self._look = SystemLook(self.application) if kept_out else None
        self.application.setApplicationName("acefone-desktop")
        self.application.setApplicationDisplayName(self._name(profile, demo=demo))
        self.application.setApplicationVersion(__version__)
        self.application.setDesktopFileName(menu_name(APPLICATION_ID))
        self.application.setQuitOnLastWindowClosed(False)
        self.application.setWindowIcon(app_icon())
        # A cycle collected on another thread would destroy Qt objects there, so that only this thread collects.
        gc.disable()
        sys.setswitchinterval(_TURN_S)
        self._has_frozen = False
        self._collector = QTimer(self, interval=_COLLECT_EVERY_MS)
        self._collector.timeout.connect(self._collect)
        self._collector.start()

    def _name(self, profile: str, *, demo: bool) -> str:
        """Nobody shall take a simulated call for a real one, or one account's window for another's."""
        if demo:
            return self.tr("Acefone Desktop (demo)")
        return self.tr("Acefone Desktop ({profile})").format(profile=profile) if profile else self.tr("Acefone Desktop")

    def open(self, places: Places, vaults: Vaults, wish: WindowWish) -> DesktopApp:
        """Composes the app of one profile. Raises `StorageError` and its kinds."""
        foundation = Foundation(places)
        try:
            settings, complaint = foundation.settings.load(), None
        except SettingsNotReadableError as error:
            settings, complaint = Settings(), error
        parts = DesktopParts(foundation, settings, vaults)
        theme = self.theme(settings.theme)
        make_system = partial(_system_desk, places, parts.network, wish)
        app = DesktopApp(parts, theme, make_system, Announcer(parts.network, desktop_notifier))
        app.started.connect(partial(start_diary, places))
        app.quit_wanted.connect(self.application.quit)
        self.application.applicationStateChanged.connect(app.look_again)
        if complaint is not None:
            app.windows.show_notice("caution", complaint.explanation)
        return app

    def theme(self, choice: str) -> Theme:
        """Dresses the application in `system`, `light` or `dark`."""
        if self._look is None:
            return Theme(self.application, choice)
        theme = Theme(self.application, choice, system_is_dark=self._look.is_dark)
        self._look.changed.connect(theme.follow_system)
        return theme

    def execute(self, app: DesktopApp, interrupted: Sequence[int] = ()) -> int:
        """Runs the loop until the person, the session or a signal ends it; at once where one came before it began."""
        with _Interruption(self.application):
            if interrupted:
                QCoreApplication.postEvent(self.application, QEvent(QEvent.Type.Quit))
            try:
                return self.application.exec()
            finally:
                app.close()
                self._collect()

    def refuse(self, error: AcefoneDesktopError) -> int:
        """Says why the app cannot run at all, until it is read or a signal ends it."""
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 (rarely needed)

        box = QMessageBox(QMessageBox.Icon.Critical, self.tr("Acefone Desktop"), error.explanation)
        box.finished.connect(self.application.quit)
        box.open()
        with _Interruption(self.application):
            print(f"acefone-desktop: {error.explanation}", file=sys.stderr, flush=True)
            self.application.exec()
        return _FAILED

    @Slot()
    def _collect(self) -> None:
        """Looks for cycles among what is new; among all that has come since the start only while nobody is looking."""
        if not self._has_frozen:  # asking `gc` for it counts every frozen object, for longer than a frame lasts
            gc.freeze()
            self._has_frozen = True
        watched = self.application.applicationState() == Qt.ApplicationState.ApplicationActive
        flooded = gc.get_count()[_YOUNGEST] > _A_FLOOD
        gc.collect(_YOUNGEST if watched else _OLDEST)
        every_ms = (_COLLECT_FLOODED_MS if flooded else _COLLECT_WATCHED_MS) if watched else _COLLECT_EVERY_MS
        if self._collector.interval() != every_ms:
            self._collector.setInterval(every_ms)


def _system_desk(places: Places, network: NetworkThread, wish: WindowWish) -> SystemDesk:
    from acefone_desktop.app.desktop.system_settings import SystemDesk  # noqa: PLC0415 (the window is painted without)

    return SystemDesk(places, network, wish.profile, wish.data_dir, lasting=not wish.demo)


def start_diary(places: Places) -> None:
    """Opens the log and takes over crash reports, once there is something to see: both take time to load."""
    from acefone_desktop.desktop.crash_log import CrashLog  # noqa: PLC0415
    from acefone_desktop.desktop.logging_setup import start_logging  # noqa: PLC0415

    try:
        formatter = start_logging(places.log)
        CrashLog(places.log.parent, formatter.clean).install()
    except OSError as error:
        print(f"acefone-desktop: there will be no log: {error.strerror}", file=sys.stderr)


class _Interruption(contextlib.AbstractContextManager[None]):
    """SIGINT and SIGTERM end the loop as a person would; a pipe wakes Qt, which knows nothing of Python's signals."""

    def __init__(self, application: QApplication) -> None:
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.settimeout(0)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        self._application = application
        self._before: dict[int, object] = {}

    def __enter__(self) -> None:
        self._wakeup = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, lambda *_: self._application.quit())

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._reader.recv(64)

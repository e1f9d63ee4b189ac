"""The app with a pulse: a timer of its own shows how long the painting thread was not free to answer.

Each second it prints the longest gap between two beats in milliseconds, once the account is open. Ends with SIGTERM.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from acefone_desktop.app.compose import keyring_vault, session_vault
from acefone_desktop.app.desktop.desktop_parts import Vaults
from acefone_desktop.app.desktop.qt_run import QtRun
from acefone_desktop.app.window_wish import WindowWish
from acefone_desktop.bridge.account_store import AccountState, Line
from acefone_desktop.desktop.paths import places_for

BEAT_MS = 1


class Pulse(QObject):
    """Beats as often as the event loop lets it."""

    def __init__(self) -> None:
        super().__init__()
        self._last = self._told = time.perf_counter()
        self._longest = 0.0
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @Slot(object)
    def begin_when_ready(self, state: AccountState) -> None:
        """Beats from the moment on at which calls could be placed."""
        if state.line is Line.READY and not self._timer.isActive():
            self._last = self._told = time.perf_counter()
            self._timer.start()

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now
        if now - self._told >= 1:
            print(f"{self._longest * 1e3:.2f}", flush=True)
            self._told, self._longest = now, 0.0
            self._last = time.perf_counter()


def main() -> int:
    """Runs the app with its window open."""
    places = places_for("", None, os.environ)
    run = QtRun(sys.argv[0])
    app = run.open(places, Vaults(keyring_vault(places.profile), session_vault()), WindowWish())
    pulse = Pulse()
    app.parts.account.changed.connect(pulse.begin_when_ready)
    app.begin(in_tray=False)
    return run.execute(app)


if __name__ == "__main__":
    sys.exit(main())

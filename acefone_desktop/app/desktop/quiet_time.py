"""While notifications are quiet: until when, and what came meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from acefone_desktop.domain.notification_settings import QuietSpan, loud, quiet_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.settings_store import SettingsStore

_LOOK_MS = 20_000
"""The end is looked for, not counted down to: a computer that slept wakes up after it."""


def _local_now() -> datetime:
    return datetime.now().astimezone()


class QuietTime(QObject):
    """Kept in the settings, so that it outlives the program."""

    changed = Signal()  # it has begun, ended or got another end

    def __init__(self, settings: SettingsStore, now: Callable[[], datetime] = _local_now) -> None:
        super().__init__()
        self._settings, self._now = settings, now
        self._before = settings.state.notifying
        self._looks = QTimer(self, interval=_LOOK_MS)
        self._looks.timeout.connect(self.look)
        settings.changed.connect(self._settings_changed)

    @property
    def is_on(self) -> bool:
        """Whether nothing may pop up now."""
        return self._settings.state.notifying.is_quiet_at(self._now())

    @Slot()
    def look(self) -> None:
        """Ends it when its time is over."""
        notifying = self._settings.state.notifying
        if notifying.is_quiet and not self.is_on:
            self._settings.change(notifying=loud(notifying))
        elif notifying.quiet_until is not None:
            self._looks.start()
        else:
            self._looks.stop()

    @Slot(object)
    def begin(self, span: QuietSpan) -> None:
        """From now on nothing pops up."""
        self._settings.change(notifying=quiet_for(self._settings.state.notifying, span, self._now()))

    @Slot()
    def end(self) -> None:
        """Notifications come again."""
        self._settings.change(notifying=loud(self._settings.state.notifying))

    @Slot()
    def _settings_changed(self) -> None:
        before, self._before = self._before, self._settings.state.notifying
        if (before.is_quiet, before.quiet_until) != (self._before.is_quiet, self._before.quiet_until):
            self.changed.emit()
        self.look()

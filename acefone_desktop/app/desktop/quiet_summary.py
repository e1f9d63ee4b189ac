"""What came to nothing while notifications were quiet: told in one line afterwards, if need be at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from acefone_desktop.domain.notification_settings import counted

if TYPE_CHECKING:
    from acefone_desktop.app.desktop.desktop_windows import DesktopWindows
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.domain.announcements import Kind

QUIET_OVER = "quiet-over"
"""Code of the notice that says it."""

READING_MS = 3000
"""What has stood in front of the person for so long has been read."""


class QuietSummary(QObject):
    """Two numbers in the settings, which outlive the program, until the person has read what they say."""

    def __init__(self, settings: SettingsStore, windows: DesktopWindows) -> None:
        super().__init__()
        self._settings, self._windows = settings, windows
        self._earlier = (settings.state.notifying.quiet_missed, settings.state.notifying.quiet_failed)
        self._calls: dict[str, Kind] = {}
        """Those of this run, since each may still turn out otherwise."""
        self._told = ""
        self._reading = QTimer(self, singleShot=True, interval=READING_MS)
        self._reading.timeout.connect(self._forget_read)
        windows.notice_acted.connect(self._open_history)

    def count(self, key: str, kind: Kind | None) -> None:
        """A call has come to this while it was quiet; None where that is nothing to be told of."""
        from acefone_desktop.domain.announcements import Kind  # noqa: PLC0415 (loaded with the first call)

        self._calls.pop(key, None)
        if kind is not None:
            self._calls[key] = kind
        missed = sum(each is Kind.MISSED for each in self._calls.values())
        self._keep(self._earlier[0] + missed, self._earlier[1] + len(self._calls) - missed)

    def tell(self) -> None:
        """It is no longer quiet: says in the window what there is to say."""
        words = self._words()
        if words:
            self._told = words
            self._windows.show_notice("caution", words, self.tr("Show history"), QUIET_OVER)
            self._reading.start()

    def see(self) -> None:
        """The person has come to a window of ours."""
        if self._words():
            self._reading.start()

    def _words(self) -> str:
        notifying = self._settings.state.notifying
        missed, failed = notifying.quiet_missed, notifying.quiet_failed
        parts = []
        if missed:
            one, several = self.tr("one missed call"), self.tr("{0} missed calls")
            parts.append(one if missed == 1 else several.format(missed))
        if failed:
            one, several = self.tr("one call did not get through"), self.tr("{0} calls did not get through")
            parts.append(one if failed == 1 else several.format(failed))
        return self.tr("While notifications were quiet: {0}.").format(", ".join(parts)) if parts else ""

    def _keep(self, missed: int, failed: int) -> None:
        self._settings.change(notifying=counted(self._settings.state.notifying, missed, failed))

    def _forget(self) -> None:
        """Unless it has become quiet again, and there is more by now."""
        if self._words() != self._told:
            return
        self._earlier = (0, 0)
        self._calls.clear()
        self._keep(0, 0)

    @Slot()
    def _forget_read(self) -> None:
        if self._windows.is_notice_in_front(QUIET_OVER):
            self._forget()

    @Slot(str)
    def _open_history(self, code: str) -> None:
        if code == QUIET_OVER:
            self._forget()
            self._windows.open_history()

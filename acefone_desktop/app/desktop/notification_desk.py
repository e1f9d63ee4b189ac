"""What is notified and when, and what a press on a notification does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from acefone_desktop.app.desktop.quiet_summary import QuietSummary
from acefone_desktop.app.desktop.quiet_time import QuietTime
from acefone_desktop.ui.calls.call_announcements import CallAnnouncements

if TYPE_CHECKING:
    from acefone_desktop.app.desktop.announcer import Announcer
    from acefone_desktop.app.desktop.desktop_parts import DesktopParts
    from acefone_desktop.app.desktop.desktop_windows import DesktopWindows
    from acefone_desktop.domain.announcements import Announcement, Deed, Press
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.ui.tray.tray_icon import Tray


class NotificationDesk(QObject):
    """Tells of calls unless the person wants none or wants quiet, and does what is pressed, once."""

    def __init__(self, parts: DesktopParts, windows: DesktopWindows, tray: Tray, announcer: Announcer) -> None:
        super().__init__()
        self._parts, self._windows, self._tray, self._announcer = parts, windows, tray, announcer
        self.quiet = QuietTime(parts.settings)
        self._settings = parts.settings.state
        self._summary = QuietSummary(parts.settings, windows)
        self._calls = CallAnnouncements(
            parts.calls,
            parts.faces,
            lambda: parts.settings.state.notifying,
            self._announce_call,
            announcer.withdraw,
            lambda: windows.is_watched,
        )
        parts.settings.changed.connect(self._settings_changed)
        self.quiet.changed.connect(self._quiet_changed)
        for wisher in (windows, tray):
            wisher.quiet_wanted.connect(self.quiet.begin)
            wisher.quiet_end_wanted.connect(self.quiet.end)
        announcer.pressed.connect(self._pressed)

    @property
    def are_shown(self) -> bool:
        """Whether something may pop up now."""
        return self._parts.settings.state.notifications and not self.quiet.is_on

    def announce(self, announcement: Announcement) -> None:
        """Shows it, if anything may pop up."""
        if self.are_shown:
            self._announcer.show(announcement)

    def withdraw(self, key: str) -> None:
        """Takes it away, if it still stands."""
        self._announcer.withdraw(key)

    def remember(self) -> None:
        """The calls of an earlier run are no news."""
        self._calls.remember(self._parts.calls.state)

    def see(self) -> None:
        """The person looks at a window of ours."""
        if self._parts.settings.state.notifying.leave_when_seen:
            self._calls.withdraw_all()
        self._summary.see()

    def hang_up_failed(self, call: Call, error: AcefoneDesktopError) -> None:
        """Where the window says so too, nobody may be looking at it."""
        if not self._windows.is_watched:
            self._calls.answer(call.key, self.tr("Hanging up did not work. {0}").format(error.sentence))

    def _announce_call(self, announcement: Announcement) -> None:
        from acefone_desktop.domain.announcements import Importance  # noqa: PLC0415 (loaded with the first call)

        self.announce(announcement)
        if self._parts.settings.state.notifications and self.quiet.is_on:
            is_alarm = announcement.importance is Importance.ALARM
            self._summary.count(announcement.key, announcement.kind if is_alarm else None)

    @Slot(object)
    def _settings_changed(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        if not settings.notifications and before.notifications:
            self._calls.withdraw_all()
        elif _previews(before) != _previews(settings):
            self._calls.tell_again()

    @Slot()
    def begin(self) -> None:
        """From the start on, once there is time: a quiet of an earlier run may be over, and nobody told of it."""
        self.quiet.look()
        if not self.quiet.is_on:
            self._summary.tell()
        self._tray.show_quiet(self._parts.settings.state.notifying)

    @Slot()
    def _quiet_changed(self) -> None:
        self._tray.show_quiet(self._parts.settings.state.notifying)
        if self.quiet.is_on:
            self._calls.withdraw_all()
        else:
            self._summary.tell()

    @Slot(object)
    def _pressed(self, press: Press) -> None:
        """In the name of the press, which lets a window come to the front."""
        from acefone_desktop.domain.announcements import Deed  # noqa: PLC0415 (loaded with the first call)

        call = next((call for call in self._parts.calls.state.calls if call.key == press.key), None)
        if press.deed is Deed.HANG_UP and call is not None:
            self._hang_up(call)
            return
        self._windows.raising.take(press.token)
        if call is not None and self._parts.settings.state.account is not None:
            self._open(call, press.deed)
        else:
            self._windows.open()
        self._windows.raising.complete()

    def _hang_up(self, call: Call) -> None:
        """What a press comes too late or too early for is said, and nothing else is done."""
        from acefone_desktop.ui.calls.call_words import hang_up_reason  # noqa: PLC0415 (loaded with the first call)

        if not call.is_open:
            self._calls.answer(call.key, self.tr("This call had ended already"))
        elif reason := hang_up_reason(call, self._parts.faces.us()):
            self._calls.answer(call.key, reason)
        else:
            self._parts.calls.hang_up(call.key)

    def _open(self, call: Call, deed: Deed) -> None:
        from acefone_desktop.domain.announcements import Deed  # noqa: PLC0415 (loaded with the first call)
        from acefone_desktop.ui.calls.call_preview import can_call_again  # noqa: PLC0415 (loaded with the first call)

        self._parts.calls.select(call.key)
        if deed is Deed.CALL_AGAIN and can_call_again(call):
            self._windows.open_dial()
            self._parts.calls.call_again_wanted.emit(call)  # asks first, or refuses, where the policy says so
            self._parts.calls.dismiss(call.key)  # so that a second press finds nothing to call again
        else:
            self._windows.open()
            if deed is Deed.ADD_NOTE:
                self._parts.calls.note_wanted.emit(call)


def _previews(settings: Settings) -> tuple[object, ...]:
    return settings.notifying.preview, settings.notifying.locked_preview

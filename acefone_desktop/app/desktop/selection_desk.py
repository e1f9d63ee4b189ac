"""From what is selected or copied to the number in the window: what the global key and `dial-clipboard` do."""

from __future__ import annotations

import os
import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

from acefone_desktop.app.desktop.passing_notice import PassingNotice
from acefone_desktop.bridge.account_store import Line
from acefone_desktop.domain.dial_wishes import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acefone_desktop.app.desktop.desktop_parts import DesktopParts
    from acefone_desktop.app.desktop.desktop_windows import DesktopWindows
    from acefone_desktop.app.desktop.notification_desk import NotificationDesk
    from acefone_desktop.services.selected_numbers import SelectedNumbers

    TextSource = Callable[[], str]

NO_NUMBER = "no-number-selected"
"""Code of the notice, and key of the notification, that there was none."""
_PATIENCE_MS = 3_000
"""Each owner of a text has a second to say it; whatever holds us up beyond that is given up."""
_FOCUS_MS = 1_500
_LONGEST_FILLED_IN = 2_000  # as much as the number field looks at; of a longer text it is given the numbers alone


class SelectionDesk(QObject):
    """Reads when it is asked to and at no other time; neither log nor notification ever holds what it read."""

    def __init__(
        self,
        parts: DesktopParts,
        windows: DesktopWindows,
        notifications: NotificationDesk,
    ) -> None:
        super().__init__()
        self._parts, self._windows, self._notifications = parts, windows, notifications
        self._notice = PassingNotice(parts.dial, windows, NO_NUMBER)
        self._turn, self._token = 0, ""
        self._is_busy = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self._focus = QTimer(self, singleShot=True, interval=_FOCUS_MS)
        self._focus.timeout.connect(self._read)
        QGuiApplication.instance().applicationStateChanged.connect(self._came_or_went)  # type: ignore[union-attr]

    @Slot()
    def dial_selection(self, activation_token: str = "") -> None:
        """Shows the number that is selected or, where none is, the one that was copied.

        While a text is still being read, nothing is done. The token lets our window come to the front.
        """
        if self._is_busy:
            return
        self._is_busy = True
        self._token = activation_token
        from acefone_desktop.desktop.hotkey.choice import is_wayland  # noqa: PLC0415

        if is_wayland(os.environ):
            self._come_to_front_first()
        else:
            self._read()

    def search(self, sources: Sequence[TextSource]) -> None:
        """Looks for a number in these texts, on a thread that nobody waits for: an owner may hang."""
        self._is_busy = True
        self._turn += 1
        region, tell = self._parts.settings.state.phone_region, self._parts.network.tell
        found = partial(tell, self._found, self._turn)
        threading.Thread(target=_search, args=(sources, region, found), name="selection", daemon=True).start()
        self._patience.start()

    def _come_to_front_first(self) -> None:
        """In a Wayland session only the window that has the keyboard may read."""
        self._bring(self._windows.open_dial)
        self._focus.start()
        self._came_or_went(QGuiApplication.applicationState())

    @Slot(Qt.ApplicationState)
    def _came_or_went(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive and self._focus.isActive():
            self._focus.stop()
            self._read()

    @Slot()
    def _read(self) -> None:
        from acefone_desktop.desktop.selection.choice import text_sources  # noqa: PLC0415

        of_qt = QGuiApplication.platformName().startswith("wayland")
        self.search(texts_as_the_window_in_front() if of_qt else text_sources(os.environ))

    @Slot()
    def _give_up(self) -> None:
        self._found(self._turn, None)

    def _found(self, turn: int, found: SelectedNumbers | None) -> None:
        if turn != self._turn or not self._is_busy:
            return  # too late
        self._patience.stop()
        self._is_busy = False
        if found is None:
            self._say_that_there_is_none()
        else:
            self._show(found)

    def _show(self, found: SelectedNumbers) -> None:
        self._notice.hide()
        self._notifications.withdraw(NO_NUMBER)
        numbers = "\n".join(
            f"{number.e164 or number.display} {_extension(number.extension)}" for number in found.numbers
        )
        dial = self._parts.dial
        dial.fill_in(found.text if len(found.text) <= _LONGEST_FILLED_IN else numbers, Origin.HOTKEY)
        shown = dial.state.number
        is_clear = (
            found.is_plain and len(found.numbers) == 1 and shown is not None and shown.e164 == found.numbers[0].e164
        )
        if is_clear and self._dials_at_once():
            dial.dial()  # asks first, or refuses, where the policy says so
        self._bring(self._windows.open_dial)

    def _bring(self, open_window: Callable[[], None]) -> None:
        """In the name of the press of the key, which the window manager or compositor knows by its token."""
        token, self._token = self._token, ""
        self._windows.raising.take(token)
        open_window()
        self._windows.raising.complete()

    def _dials_at_once(self) -> bool:
        wanted = self._parts.settings.state.hotkey.dial_at_once
        return wanted and self._parts.account.state.line is Line.READY

    def _say_that_there_is_none(self) -> None:
        """Quietly: the person may have meant another key, and is at work in another program."""
        sentence = self.tr("No phone number is selected or copied.")
        if self._windows.is_watched:
            self._notice.show(sentence)
        elif self._notifications.are_shown:
            from acefone_desktop.domain.announcements import Announcement, Words  # noqa: PLC0415 (seldom needed)

            words = Words(sentence, self.tr("Select one, or copy it, then press the key again."))
            label = self.tr("Open")
            self._notifications.announce(Announcement(key=NO_NUMBER, words=words, locked=words, open_label=label))
        else:
            self._bring(self._windows.open)
            self._notice.show(sentence)


def texts_as_the_window_in_front() -> tuple[TextSource, ...]:
    """Qt asks the compositor, and gives up by itself on an owner that hangs."""
    clipboard = QGuiApplication.clipboard()
    modes = [QClipboard.Mode.Selection] if clipboard.supportsSelection() else []
    return tuple(partial(str, clipboard.text(mode)) for mode in (*modes, QClipboard.Mode.Clipboard))


def _search(sources: Sequence[TextSource], region: str, found: Callable[[SelectedNumbers | None], None]) -> None:
    from acefone_desktop.services.selected_numbers import find_selected  # noqa: PLC0415 (loads the numbering plans)

    found(find_selected(sources, region))


def _extension(extension: str | None) -> str:
    return f"ext. {extension}" if extension else ""

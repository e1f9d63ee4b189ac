"""A notice that no number came of something; it is past as soon as there is one, or a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from acefone_desktop.app.desktop.desktop_windows import DesktopWindows
    from acefone_desktop.bridge.dialing.dial_state import DialState
    from acefone_desktop.bridge.dialing.dial_store import DialStore
    from acefone_desktop.domain.numbers import PhoneNumber


class PassingNotice(QObject):
    """At the top of the window until another number than now stands in the field, or one is dialled.

    `code` is the notice's own: what another notice says is left alone.
    """

    def __init__(self, dial: DialStore, windows: DesktopWindows, code: str) -> None:
        super().__init__()
        self._dial, self._windows, self._code = dial, windows, code
        self._present: PhoneNumber | None = None  # what stood in the field when there was nothing to add to it
        dial.changed.connect(self._look)

    def show(self, sentence: str) -> None:
        """Says it, at once or when the window is opened."""
        self._present = self._dial.state.number
        self._windows.show_notice("caution", sentence, "", self._code)

    def hide(self) -> None:
        """There is a number now."""
        self._windows.hide_notice(self._code)

    @Slot(object)
    def _look(self, state: DialState) -> None:
        if state.busy or state.number not in (None, self._present):
            self.hide()

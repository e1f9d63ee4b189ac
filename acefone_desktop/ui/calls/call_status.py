"""What a running call is doing, in room that stays the same whatever there is to say."""

from __future__ import annotations

from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QWidget

from acefone_desktop.ui.look.theme import sized, small_font
from acefone_desktop.ui.parts.clamped_label import ClampedLabel
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import column, dress

_LINES = 2


class CallStatus(QWidget):
    """Two lines: a status that may need both, or a status and a note below it.

    What stands beneath must not move while a call goes on: somebody may be about to press it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status, self._note = ClampedLabel(_LINES), ElidedLabel()
        self._status.setFont(sized(self.font(), self.font().pointSizeF() * 1.1, weight=QFont.Weight.DemiBold))
        self._note.setFont(small_font(self.font()))
        dress(self._note, "muted")
        column(self, self._status, self._note, 1, spacing=0)
        self.setFixedHeight(_LINES * self._status.fontMetrics().lineSpacing())

    def show_words(self, status: str, role: str, note: str = "", *, keeps_note: bool = False) -> None:
        """`role` colours the status; the whole of what is cut is the tool tip.

        Where the status needs both lines, the note is the tool tip alone; with `keeps_note` the status is cut to one.
        """
        self._status.limit_lines(1 if note and keeps_note else _LINES)
        self._status.set_whole_text(status)
        dress(self._status, role)
        self._note.set_whole_text(note)
        self.setToolTip(note)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        one_line = self._status.fontMetrics().lineSpacing()
        fits = self._status.heightForWidth(self.width()) <= one_line
        self._note.setVisible(bool(self._note.whole_text) and fits)

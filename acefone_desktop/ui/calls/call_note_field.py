"""A small field of plain text, as high as what is in it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from acefone_desktop.domain.call_notes import LONGEST_NOTE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_MOST_LINES = 4
_AROUND = 2 * 8
"""The style sheet's padding and border above and below."""
_SECOND_HALVES = range(0xDC00, 0xE000)
"""A document counts characters beyond U+FFFF twice."""


class CallNoteField(QPlainTextEdit):
    """Esc leaves it, Tab goes on from it. No longer than a note may be, whatever is typed, pasted or dropped."""

    left = Signal()
    entered = Signal()
    focus_lost = Signal(object)  # Qt.FocusReason

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._last_end = self._last_added = 0
        self.document().contentsChange.connect(self._remember_change)
        self.textChanged.connect(self._cut)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def left_over(self) -> int:
        """How many characters there is still room for; less than none in several notes that became one."""
        return LONGEST_NOTE - (self.document().characterCount() - 1)

    def show_text(self, text: str) -> None:
        """Shows what is noted. What stands there already stays, with cursor and undo."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        """Esc is ours before any shortcut's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.focus_lost.emit(event.reason())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Plain text only; a book on the clipboard is not laid out before it is cut."""
        self.textCursor().insertText(source.text()[:LONGEST_NOTE])
        self.ensureCursorVisible()

    @Slot(int, int, int)
    def _remember_change(self, place: int, _removed: int, added: int) -> None:
        self._last_end, self._last_added = place + added, added

    @Slot()
    def _cut(self) -> None:
        """Takes back the end of what has just come in, as one step with it; what was there before stays."""
        excess = min(-self.left_over, self._last_added)
        if excess <= 0:
            return
        end = min(self._last_end, self.document().characterCount() - 1)
        begin = end - excess
        begin -= ord(self.document().characterAt(begin)) in _SECOND_HALVES  # never half a character
        cursor = QTextCursor(self.document())
        cursor.joinPreviousEditBlock()
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.endEditBlock()

    @Slot()
    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), 1), _MOST_LINES)
        self.setFixedHeight(ceil(lines * self.fontMetrics().lineSpacing()) + _AROUND)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

"""A small field of plain text, as high as what is in it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from acefone_desktop.domain.call_notes import LONGEST_NOTE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

MOST_LINES = 4
_AROUND = 2 * 9
"""The style sheet's padding and border above and below, and a pixel to spare."""


class CallNoteField(QPlainTextEdit):
    """Esc leaves it, Tab goes on from it. No longer than a note may be, whatever is typed, pasted or dropped."""

    left = Signal()
    entered = Signal()
    focus_lost = Signal(object)  # Qt.FocusReason

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most_lines = MOST_LINES
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def left_over(self) -> int:
        """Room for so many characters, those beyond U+FFFF counted twice; negative where notes were joined."""
        return LONGEST_NOTE - (self.document().characterCount() - 1)

    def limit_lines(self, most: int) -> None:
        """Shows at most so many lines at once; scrolls beyond that."""
        if most != self._most_lines:
            self._most_lines = most
            self._fit()

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
        elif self._fitting(event.text()) or not _is_written(event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """What is composed of several keys."""
        fitting = self._fitting(event.commitString())
        if fitting != event.commitString():
            start, length = event.replacementStart(), event.replacementLength()
            event.setCommitString(fitting, start, length)
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.focus_lost.emit(event.reason())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Plain text only: what is pasted or dropped."""
        self.textCursor().insertText(self._fitting(source.text()))
        self.ensureCursorVisible()

    def _fitting(self, text: str) -> str:
        """As much of the text as there is room for in place of what is selected."""
        cursor = self.textCursor()
        room = max(self.left_over + cursor.selectionEnd() - cursor.selectionStart(), 0)
        return text[:room].encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")

    @Slot()
    def _fit(self) -> None:
        lines = max(round(self.document().size().height()), 1)
        overflows = lines > self._most_lines
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if overflows else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        self.setFixedHeight(ceil(min(lines, self._most_lines) * self.fontMetrics().lineSpacing()) + _AROUND)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()


def _is_written(event: QKeyEvent) -> bool:
    """Whether a key puts something into a text."""
    return bool(event.text()) and (event.text().isprintable() or event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter})

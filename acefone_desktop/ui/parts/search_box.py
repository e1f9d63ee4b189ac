"""One line to search a list with, while the list is reached by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon

LONGEST_QUERY = 200
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SearchBox(QLineEdit):
    """`stepped` asks for another row, `entered` is Enter; Esc clears."""

    stepped = Signal(int)
    entered = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setMaxLength(LONGEST_QUERY)
        self.setMinimumHeight(tokens.CONTROL_HEIGHT)
        muted = QPalette.ColorRole.PlaceholderText
        sign = self.addAction(glyph_icon(Glyph.MAGNIFYING_GLASS, muted), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(self.tr("Search"))
        self._clear = self.addAction(glyph_icon(Glyph.X_CIRCLE_FILL, muted), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setText(self.tr("Clear the search"))
        self._clear.setToolTip(self._clear.text())
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(self._show_clear)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _show_clear(self, text: str) -> None:
        self._clear.setVisible(bool(text))

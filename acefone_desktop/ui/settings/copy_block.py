"""A few lines to be pasted somewhere else, with the button that copies them."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.parts.layouts import column, icon_button, row
from acefone_desktop.ui.parts.page_parts import caption
from acefone_desktop.ui.parts.strip import announce

_MOST_LINES = 10
_PADDING = 26


class CopyBlock(QWidget):
    """The text can be selected, not changed; long lines scroll sideways."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._text.setAccessibleName(name)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(self.font().pointSizeF() - 1, 7))
        self._text.setFont(font)
        self._text.horizontalScrollBar().rangeChanged.connect(self._fit)
        copy = icon_button(Glyph.COPY, self.tr("Copy: {0}").format(name))
        copy.clicked.connect(self._copy)
        column(self, row((caption(name, self._text), 1), copy), self._text, spacing=tokens.SPACE_XS)

    @property
    def text(self) -> str:
        """What is copied."""
        return self._text.toPlainText()

    def show_text(self, text: str) -> None:
        """As high as its lines, up to a limit."""
        if text == self.text:
            return
        self._text.setPlainText(text)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """The bar has room of its own only while there is something to scroll."""
        lines = min(self.text.count("\n") + 1, _MOST_LINES)
        bar = self._text.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0
        self._text.setFixedHeight(lines * self._text.fontMetrics().lineSpacing() + _PADDING + room)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        announce(self, self.tr("Copied"))

"""A page that takes the settings' place for a while: its name, the way back, and scrolled contents."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.parts.layouts import Item, column, icon_button, row
from acefone_desktop.ui.parts.page_parts import scrolled

_WIDEST = 640


class SubPage(QWidget):
    """`left` when the person goes back, by the arrow or Esc."""

    left = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        heading = QLabel(title)
        font = QFont(heading.font())
        font.setWeight(QFont.Weight.DemiBold)
        heading.setFont(font)
        self.back = icon_button(Glyph.ARROW_LEFT, self.tr("Back to settings"))
        self.back.clicked.connect(self.left)
        self._head = row(self.back, (heading, 1), margins=(tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_L, 0))

    def fill(self, *items: Item) -> None:
        """What the page shows, one below the other."""
        content = QWidget()
        margins = (tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_L)
        column(content, *items, 1, spacing=tokens.SPACE_L, margins=margins)
        content.setMaximumWidth(_WIDEST)
        scroller = scrolled(content)
        scroller.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column(self, self._head, (scroller, 1), spacing=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

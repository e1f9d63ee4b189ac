"""A small sign beside a text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from acefone_desktop.ui.look.icons import Glyph, paint_glyph
from acefone_desktop.ui.look.theme import Theme


class GlyphLabel(QWidget):
    """Paints one glyph in one of the theme's colours. The text beside it says the same in words."""

    def __init__(self, theme: Theme, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._side = theme, side
        self._glyph: Glyph | None = None
        self._colour = "text"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._side, self._side)

    def show_glyph(self, glyph: Glyph, colour: str) -> None:
        """`colour` is the name of a token."""
        self._glyph, self._colour = glyph, colour
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        if self._glyph is not None:
            paint_glyph(QPainter(self), self._glyph, QRectF(self.rect()), getattr(self._theme.colours, self._colour))

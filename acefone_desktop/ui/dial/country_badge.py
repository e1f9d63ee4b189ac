"""A country at a glance."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from acefone_desktop.ui.look.theme import Theme, sized, small_font

_EMOJI_FONTS = ("Apple Color Emoji", "Noto Color Emoji")  # Windows' emoji font has no flags
_REGIONAL_A = 0x1F1E6


class CountryBadge(QWidget):
    """The country's flag where a font has flags, else its two letters in a small plate."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._country = theme, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(26, 18)

    def show_country(self, country: str) -> None:
        """ISO 3166 alpha-2; empty shows nothing."""
        self._country = country
        self.setVisible(bool(country))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        emoji = next((name for name in _EMOJI_FONTS if QFontDatabase.hasFamily(name)), "")
        if emoji:
            painter.setFont(QFont(emoji, 13))
            flag = "".join(chr(_REGIONAL_A + ord(letter) - ord("A")) for letter in self._country)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, flag)
            return
        colours = self._theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(QColor(colours.accent))
        painter.setFont(sized(self.font(), small_font(self.font()).pointSizeF() * 0.9, weight=QFont.Weight.Bold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._country)

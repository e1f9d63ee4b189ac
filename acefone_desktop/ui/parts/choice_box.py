"""A drop-down in the app's own dress, with a caption over the choice."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, paint_glyph
from acefone_desktop.ui.look.theme import Theme, small_font

_CARET = 14


class ChoiceBox(QComboBox):
    """Shows a caption, the chosen row and, where there is one, a note that says why it is chosen."""

    def __init__(self, caption: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption, self._note, self._theme = caption, "", theme
        self._label: QLabel | None = None
        self._roomy = False
        self.setAccessibleName(caption)
        self.setMinimumHeight(tokens.CALL_BUTTON_HEIGHT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """On Linux a screen reader takes a drop-down's name from the label whose buddy it is: one that nobody sees."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange and self.parentWidget() is not None:
            label = self._label or QLabel(self._caption)
            label.setParent(self.parentWidget())
            label.setBuddy(self)
            label.hide()
            self._label = label

    def show_note(self, note: str) -> None:
        """Why this row is chosen; empty when the person chose it just now."""
        if note != self._note:
            self._note = note
            self.setAccessibleDescription(note)
            self.setToolTip(note)
            self.update()

    def showPopup(self) -> None:  # noqa: N802
        """The rows get the style sheet's height with the first opening: the delegate for it takes 20 ms to load."""
        if not self._roomy:
            from PySide6.QtWidgets import QStyledItemDelegate  # noqa: PLC0415

            self._roomy = True
            self.setItemDelegate(QStyledItemDelegate(self))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """A wheel turned while the pointer happens to be here must not change what customers see."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.hasFocus()
        inset = 1.0 if wide else 0.5
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(QColor(colours.accent if wide else colours.border), 2 if wide else 1))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.surface))
        painter.drawRoundedRect(area, tokens.RADIUS_M, tokens.RADIUS_M)
        caret = QRectF(self.width() - _CARET - tokens.SPACE_M, (self.height() - _CARET) / 2, _CARET, _CARET)
        paint_glyph(painter, Glyph.CARET_DOWN_BOLD, caret, colours.muted)
        self._paint_words(painter, QRectF(tokens.SPACE_M, 6, caret.left() - tokens.SPACE_M - 8, self.height() - 12))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        colours = self._theme.colours
        half = area.height() / 2
        caption = f"{self._caption} · {self._note}" if self._note else self._caption
        for text, font, colour, top in (
            (caption, small_font(self.font()), colours.muted, area.top()),
            (
                self.currentText(),
                self.font(),
                colours.text if self.isEnabled() else colours.disabled,
                area.top() + half,
            ),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(QRectF(area.left(), top, area.width(), half), Qt.AlignmentFlag.AlignVCenter, fitted)

"""The bar that leads to the places of the window."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QFrame, QSizePolicy, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, paint_glyph
from acefone_desktop.ui.look.theme import Theme, sized, small_font
from acefone_desktop.ui.window.place import Place

_GLYPHS = {
    Place.DIAL: (Glyph.DOTS_NINE, Glyph.DOTS_NINE_FILL),
    Place.CONTACTS: (Glyph.ADDRESS_BOOK, Glyph.ADDRESS_BOOK_FILL),
    Place.HISTORY: (Glyph.CLOCK_COUNTER_CLOCKWISE, Glyph.CLOCK_COUNTER_CLOCKWISE_FILL),
    Place.SETTINGS: (Glyph.GEAR_SIX, Glyph.GEAR_SIX_FILL),
}


class PlaceButton(QAbstractButton):
    """Icon over name; the place one is in has a filled icon on a coloured pill."""

    def __init__(self, place: Place, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.place, self._theme = place, theme
        self.setCheckable(True)
        self.setText(place.title)
        self.setAccessibleName(place.title)
        self.setToolTip(f"{place.title} (Ctrl+{list(Place).index(place) + 1})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, tokens.NAVIGATION_SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, 23)
        pill = QRectF(centre.x() - 28, centre.y() - 15, 56, 30)
        painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(colours.accent_soft))
        elif self.underMouse():
            painter.setBrush(QColor(colours.hover))
        painter.drawRoundedRect(pill, 15, 15)
        ink = QColor(colours.accent if self.isChecked() else colours.muted)
        glyph = _GLYPHS[self.place][self.isChecked()]
        paint_glyph(painter, glyph, QRectF(centre.x() - 11, centre.y() - 11, 22, 22), ink)
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        painter.setFont(sized(self.font(), small_font(self.font()).pointSizeF(), weight=weight))
        painter.setPen(ink)
        painter.drawText(QRectF(0, 40, self.width(), 18), Qt.AlignmentFlag.AlignCenter, self.text())


class PlaceBar(QFrame):
    """Along the bottom of a narrow window, down the left of a wide one."""

    chosen = Signal(object)  # Place

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(tokens.SPACE_S, 0, tokens.SPACE_S, 0)
        self._box.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons = {place: PlaceButton(place, theme, self) for place in Place}
        for place_button in self._buttons.values():
            self._box.addWidget(place_button)
            self._group.addButton(place_button)
        self._group.buttonClicked.connect(self._tell)

    def show_place(self, place: Place) -> None:
        """Marks where one is."""
        self._buttons[place].setChecked(True)

    def turn(self, *, wide: bool) -> None:
        """A column for wide windows, where the dial is always in view and needs no button."""
        self._buttons[Place.DIAL].setVisible(not wide)
        if wide and self._box.count() == len(self._buttons):
            self._box.addStretch(1)
        elif not wide and self._box.count() > len(self._buttons):
            self._box.takeAt(self._box.count() - 1)
        direction = QBoxLayout.Direction.TopToBottom if wide else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(direction)
        self._box.setContentsMargins(*((0, tokens.SPACE_M, 0, 0) if wide else (tokens.SPACE_S, 0, tokens.SPACE_S, 0)))
        self._box.setSpacing(tokens.SPACE_XS if wide else 0)

    def _tell(self, place_button: QAbstractButton) -> None:
        if isinstance(place_button, PlaceButton):
            self.chosen.emit(place_button.place)

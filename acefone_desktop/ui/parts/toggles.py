"""What is switched on and off or chosen among few: painted in the app's own dress, read out as what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QFrame, QRadioButton, QSizePolicy, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import Theme, sized, small_font
from acefone_desktop.ui.parts.layouts import row

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRACK = QSize(40, 24)
_RING = 20
_TALL = 10_000
_WRAP = int(Qt.TextFlag.TextWordWrap)


class _Words:
    """A title with a quieter explanation below it, both wrapped where they must be."""

    def __init__(self, title: str, detail: str, font: QFont) -> None:
        self.title, self.detail = title, detail
        self._font, self._small = font, small_font(font)

    def height(self, width: int) -> int:
        return sum(part.height() for part in self._parts(width)) + (2 if self.detail else 0)

    def natural_width(self) -> int:
        return QFontMetrics(self._font).horizontalAdvance(self.title)

    def paint(self, painter: QPainter, area: QRect, ink: str, quiet: str) -> None:
        first, second = self._parts(area.width())
        top = area.top() + (area.height() - self.height(area.width())) // 2
        for part, font, colour, text, offset in (
            (first, self._font, ink, self.title, 0),
            (second, self._small, quiet, self.detail, first.height() + 2),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRect(area.left(), top + offset, area.width(), part.height()), _WRAP, text)

    def _parts(self, width: int) -> tuple[QRect, QRect]:
        room = QRect(0, 0, max(width, 1), _TALL)
        first = QFontMetrics(self._font).boundingRect(room, _WRAP, self.title)
        second = QFontMetrics(self._small).boundingRect(room, _WRAP, self.detail) if self.detail else QRect()
        return first, second


class Switch(QCheckBox):
    """A whole row that turns one thing on or off; `detail` says what that means."""

    def __init__(self, title: str, theme: Theme, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._theme, self._detail = theme, ""
        self.show_detail(detail)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def show_detail(self, detail: str) -> None:
        """What the switch does, or why it cannot be used."""
        if detail != self._detail:
            self._detail = detail
            self.setAccessibleDescription(detail)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        width = self._words().natural_width() + self._side()
        return QSize(width, self.heightForWidth(max(width, 240)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, tokens.CONTROL_HEIGHT)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return max(tokens.CONTROL_HEIGHT, self._words().height(width - self._side()) + 2 * tokens.SPACE_S)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, usable = self.isChecked(), self.isEnabled()
        track = QRectF(
            self.width() - _TRACK.width() - 2, (self.height() - _TRACK.height()) / 2, _TRACK.width(), _TRACK.height()
        )
        edge = colours.accent if on else colours.outline
        painter.setPen(QPen(QColor(edge if usable else colours.border), 1.5))
        ground = colours.accent if on else colours.hover if self.underMouse() else colours.surface
        painter.setBrush(QColor(ground if usable else colours.hover))
        painter.drawRoundedRect(track.adjusted(0.75, 0.75, -0.75, -0.75), 12, 12)
        knob = QRectF(track.right() - 20 if on else track.left() + 4, track.top() + 4, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor((colours.on_accent if on else colours.outline) if usable else colours.disabled))
        painter.drawEllipse(knob)
        if self.hasFocus():
            _paint_focus(painter, track.adjusted(-2, -2, 2, 2), 14, colours.accent)
        area = QRect(0, 0, self.width() - self._side(), self.height())
        self._words().paint(painter, area, colours.text if usable else colours.muted, colours.muted)

    def _words(self) -> _Words:
        return _Words(self.text(), self._detail, self.font())

    @staticmethod
    def _side() -> int:
        return _TRACK.width() + 2 + tokens.SPACE_M


class Option(QRadioButton):
    """One of a few that stand below each other, with a word on what it means."""

    def __init__(self, title: str, theme: Theme, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._theme, self._detail = theme, detail
        self.setAccessibleDescription(detail)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        width = self._words().natural_width() + self._side()
        return QSize(width, self.heightForWidth(max(width, 240)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, tokens.CONTROL_HEIGHT)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return max(tokens.CONTROL_HEIGHT, self._words().height(width - self._side()) + 2 * tokens.SPACE_S)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or self.underMouse():
            painter.setBrush(QColor(colours.accent_soft if chosen else colours.hover))
            painter.drawRoundedRect(area, tokens.RADIUS_M, tokens.RADIUS_M)
        ring = QRectF(tokens.SPACE_M, (self.height() - _RING) / 2, _RING, _RING)
        painter.setPen(QPen(QColor(colours.accent if chosen else colours.outline), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(ring.adjusted(5, 5, -5, -5))
        if self.hasFocus():
            _paint_focus(painter, area, tokens.RADIUS_M, colours.accent)
        left = tokens.SPACE_M * 2 + _RING
        words = QRect(left, 0, self.width() - left - tokens.SPACE_M, self.height())
        quiet = colours.text if chosen else colours.muted
        if not self.isEnabled():
            quiet = colours.disabled
        self._words().paint(painter, words, colours.text if self.isEnabled() else colours.disabled, quiet)

    def _words(self) -> _Words:
        return _Words(self.text(), self._detail, self.font())

    @staticmethod
    def _side() -> int:
        return tokens.SPACE_M * 3 + _RING


class Segment(QRadioButton):
    """One of a few that stand side by side."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._fitted().horizontalAdvance(self.text()) + 2 * tokens.SPACE_M, tokens.CONTROL_HEIGHT - 8)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._fitted().horizontalAdvance(self.text()) + tokens.SPACE_S, tokens.CONTROL_HEIGHT - 8)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or self.underMouse():
            painter.setBrush(QColor(colours.accent_soft if chosen else colours.hover))
            painter.drawRoundedRect(area, tokens.RADIUS_S + 1, tokens.RADIUS_S + 1)
        if self.hasFocus():
            _paint_focus(painter, area, tokens.RADIUS_S + 1, colours.accent)
        painter.setFont(self._font())
        painter.setPen(QColor(colours.accent if chosen else colours.text if self.isEnabled() else colours.disabled))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _font(self) -> QFont:
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        return sized(self.font(), self.font().pointSizeF(), weight=weight)

    def _fitted(self) -> QFontMetrics:
        return QFontMetrics(sized(self.font(), self.font().pointSizeF(), weight=QFont.Weight.DemiBold))


class Segments(QFrame):
    """Holds segments; the arrow keys move between them. `name` is read out before the choice."""

    def __init__(self, name: str, segments: Sequence[Segment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(name)
        self.setLayout(row(*segments, spacing=2, margins=(3, 3, 3, 3)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


def _paint_focus(painter: QPainter, area: QRectF, radius: float, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, radius, radius)

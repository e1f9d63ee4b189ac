"""The app's own drawings: its mark, and the symbol in the tray."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from acefone_desktop.desktop.resources import resource

_TRAY_SIZES = (16, 22, 24, 32, 48, 64)


def app_icon() -> QIcon:
    """The mark; rendered by Qt from the drawing at whatever size is asked for."""
    return QIcon(str(resource("mark.svg")))


def tray_icon(ink: str, dot: str = "") -> QIcon:
    """The symbol in one colour, with a coloured dot where a state is to be told."""
    drawing = QIcon(str(resource("tray.svg")))
    icon = QIcon()
    for side in _TRAY_SIZES:
        icon.addPixmap(_tray_pixmap(drawing, side, ink, dot))
    return icon


def _tray_pixmap(drawing: QIcon, side: int, ink: str, dot: str) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.paint(painter, pixmap.rect())
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.drawPixmap(0, 0, _coloured(side, ink))
    if dot:
        _paint_dot(painter, side, dot)
    painter.end()
    return pixmap


def _coloured(side: int, ink: str) -> QPixmap:
    """A sheet of one colour. PySide makes the names of all 180 preset gradients before `fillRect` is first called."""
    sheet = QPixmap(side, side)
    sheet.fill(QColor(ink))
    return sheet


def _paint_dot(painter: QPainter, side: int, dot: str) -> None:
    """In the lower right corner, cut free from the symbol so that it reads at 16 pixels."""
    diameter = side * 0.5
    area = QRectF(side - diameter, side - diameter, diameter, diameter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(QColor(Qt.GlobalColor.black))
    gap = side * 0.06
    painter.drawEllipse(area.adjusted(-gap, -gap, gap, gap))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setBrush(QColor(dot))
    painter.drawEllipse(area)

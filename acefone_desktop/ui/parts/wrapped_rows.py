"""Rows of a list whose text is shown whole, over as many lines as its room takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.parts.row_painting import paint_row_ground

if TYPE_CHECKING:
    from acefone_desktop.ui.look.theme import Theme

_LEAST_WIDTH = 80


class WrappedRows(QStyledItemDelegate):
    """Wraps at words, and within one that is longer than a line. The list lays its rows out anew at another width."""

    def __init__(self, view: QListView, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._theme = view, theme
        view.setResizeMode(QListView.ResizeMode.Adjust)
        theme.changed.connect(view.viewport().update)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        width = self._view.viewport().width() - 2 * tokens.SPACE_S
        height = _set(_text(index), option.font, width).boundingRect().height()
        return QSize(0, round(height) + 2 * tokens.SPACE_XS + tokens.SPACE_XS)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        paint_row_ground(painter, option, self._theme)
        painter.setPen(QColor(self._theme.colours.text))
        area = QRectF(option.rect).adjusted(tokens.SPACE_S, 0, -tokens.SPACE_S, 0)
        words = _set(_text(index), option.font, area.width())
        words.draw(painter, QPointF(area.left(), area.center().y() - words.boundingRect().height() / 2))
        painter.restore()


def _text(index: QModelIndex | QPersistentModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


def _set(text: str, font: QFont, width: float) -> QTextLayout:
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(_OPTION)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, _LEAST_WIDTH))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


_OPTION = QTextOption()
_OPTION.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

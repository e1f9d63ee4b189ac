"""Calls, newest first, with the day in a column of its own: it stays in view while its calls do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from acefone_desktop.bridge.history_model import CALL_ROLE
from acefone_desktop.ui.calls.call_words import Tone, duration_text
from acefone_desktop.ui.history.history_words import day_words, moment_of, outcome_glyph, outcome_word
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, paint_glyph
from acefone_desktop.ui.look.theme import sized, small_font
from acefone_desktop.ui.parts.row_list import RowList
from acefone_desktop.ui.parts.row_painting import paint_row_ground
from acefone_desktop.ui.parts.times_of_day import time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from acefone_desktop.bridge.call_note_store import CallNoteStore
    from acefone_desktop.bridge.history_model import HistoryModel
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.calls.call_faces import CallFaces
    from acefone_desktop.ui.look.theme import Theme

_GUTTER = 60
_SIGN = 32
_NOTE_SIGN = 14
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CallDelegate(QStyledItemDelegate):
    """Paints one call; the first row in view and the first of each day carry the day."""

    def __init__(
        self, faces: CallFaces, notes: CallNoteStore, theme: Theme, now: Callable[[], datetime], view: QListView
    ) -> None:
        super().__init__(view)
        self._faces, self._notes, self._theme, self._now, self._view = faces, notes, theme, now, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802, ARG002
        return QSize(200, tokens.ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        call: Call = index.data(CALL_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(option.rect)
        self._paint_day(painter, whole, index, call, option.font)
        option.rect.setLeft(option.rect.left() + _GUTTER)
        paint_row_ground(painter, option, self._theme)
        area = QRectF(option.rect).adjusted(tokens.SPACE_S, 7, -tokens.SPACE_M, -7)
        word, tone = outcome_word(call, self._faces.us())
        self._paint_sign(painter, area, call, tone)
        area.setLeft(area.left() + _SIGN + tokens.SPACE_M)
        self._paint_words(painter, area, call, (word, tone), option.font)
        painter.restore()

    def _paint_day(
        self, painter: QPainter, area: QRectF, index: QModelIndex | QPersistentModelIndex, call: Call, font: QFont
    ) -> None:
        day = _day(call)
        before = _day(index.sibling(index.row() - 1, 0).data(CALL_ROLE)) if index.row() else None
        begins = day != before
        if begins and index.row():
            painter.setPen(QColor(self._theme.colours.border))
            painter.drawLine(area.topLeft(), area.topRight())
        topmost = area.top() <= 0 < area.bottom()
        if day is None or not (begins or topmost):
            return
        above, below = day_words(day, self._now().astimezone().date())
        bold = sized(font, small_font(font).pointSizeF(), weight=QFont.Weight.DemiBold)
        left, half = area.left() + tokens.SPACE_S, (area.height() - 14) / 2
        for text, its_font, colour, top in (
            (above, bold, self._theme.colours.text, area.top() + 7),
            (below, small_font(font), self._theme.colours.muted, area.top() + 7 + half),
        ):
            painter.setFont(its_font)
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(left, top, _GUTTER, half), _MIDDLE, text)

    def _paint_sign(self, painter: QPainter, area: QRectF, call: Call, tone: Tone) -> None:
        colours = self._theme.colours
        disc = QRectF(area.left(), area.center().y() - _SIGN / 2, _SIGN, _SIGN)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(colours, f"{tone.value}_soft", colours.hover)))
        painter.drawEllipse(disc)
        ink = getattr(colours, f"{tone.value}_text", colours.muted)
        paint_glyph(painter, outcome_glyph(call), disc.adjusted(7, 7, -7, -7), ink)

    def _paint_words(self, painter: QPainter, area: QRectF, call: Call, said: tuple[str, Tone], font: QFont) -> None:
        colours, half = self._theme.colours, area.height() / 2
        word, tone = said
        moment = moment_of(call)
        time = time_text(moment) if moment else ""
        length = duration_text(call.talk_seconds) if call.talk_seconds else ""
        name, number = self._faces.name(call), self._faces.number(call)
        first = QRectF(area.left(), area.top(), area.width(), half)
        second = QRectF(area.left(), area.top() + half, area.width(), half)
        ink = getattr(colours, f"{tone.value}_text", colours.muted)
        painter.setFont(font)
        _paint_pair(painter, first, (name or number or "—", colours.text), (time, colours.muted))
        painter.setFont(small_font(font))
        advance = painter.fontMetrics().horizontalAdvance(word) + 1
        painter.setPen(QColor(ink))
        painter.drawText(second, _MIDDLE, word)
        second.setLeft(second.left() + advance)
        if not self._notes.note(call).is_blank:
            sign = QRectF(second.right() - _NOTE_SIGN, second.center().y() - _NOTE_SIGN / 2, _NOTE_SIGN, _NOTE_SIGN)
            paint_glyph(painter, Glyph.NOTE_PENCIL, sign, colours.muted)
            second.setRight(sign.left() - tokens.SPACE_S)
        _paint_pair(painter, second, (f" · {number}" if name else "", colours.muted), (length, colours.muted))


def _paint_pair(painter: QPainter, area: QRectF, left: tuple[str, str], right: tuple[str, str]) -> None:
    """A text that gives way and one at the right that does not; each with its colour."""
    advance = painter.fontMetrics().horizontalAdvance(right[0])
    painter.setPen(QColor(right[1]))
    painter.drawText(area, _RIGHT, right[0])
    room = area.width() - advance - (tokens.SPACE_S if right[0] else 0)
    painter.setPen(QColor(left[1]))
    fitted = painter.fontMetrics().elidedText(left[0], Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(QRectF(area.left(), area.top(), room, area.height()), _MIDDLE, fitted)


def _day(call: Call | None) -> date | None:
    moment = moment_of(call) if call else None
    return moment.date() if moment else None


class CallList(RowList["Call"]):
    """The topmost row shows the day, so that scrolling paints every row anew."""

    def __init__(
        self, model: HistoryModel, faces: CallFaces, notes: CallNoteStore, theme: Theme, now: Callable[[], datetime]
    ) -> None:
        super().__init__(model, theme, self.tr("Calls"))
        self.setItemDelegate(CallDelegate(faces, notes, theme, now, self))
        self.verticalScrollBar().valueChanged.connect(self.repaint_rows)
        notes.changed.connect(self.repaint_rows)

"""Contacts that match, under the number field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from acefone_desktop.bridge.dialing.caller_id_model import shown_number
from acefone_desktop.bridge.dialing.suggestion_model import SUGGESTION_ROLE
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.row_painting import paint_person_row
from acefone_desktop.ui.parts.strip import announce
from acefone_desktop.ui.parts.written_direction import side_by_side

if TYPE_CHECKING:
    from acefone_desktop.bridge.dialing.suggestion_model import Suggestion, SuggestionModel


class SuggestionDelegate(QStyledItemDelegate):
    """Avatar, name, and the number with its label and the company."""

    def __init__(self, theme: Theme, region: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._region = theme, region

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802, ARG002
        return QSize(200, tokens.ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        suggestion: Suggestion = index.data(SUGGESTION_ROLE)
        contact, lines = suggestion.contact, self._lines(suggestion)
        person = contact.name or contact.company
        paint_person_row(painter, option, self._theme, person, lines, favourite=contact.favourite)

    def _lines(self, suggestion: Suggestion) -> tuple[str, str]:
        contact, number = suggestion.contact, suggestion.number
        shown = shown_number(number.number, self._region) if number.number.startswith("+") else number.number
        name = contact.name or contact.company
        company = contact.company if contact.name else ""
        below = side_by_side(shown if name else "", number.label, company)
        return name or shown, below


class SuggestionList(QListView):
    """Rows that the arrow keys move through while the field keeps the focus. `picked` gives the suggestion."""

    picked = Signal(object)

    def __init__(self, model: SuggestionModel, theme: Theme, region: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggestions = model
        self.setModel(model)
        self.setItemDelegate(SuggestionDelegate(theme, region, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(self.tr("Suggestions"))
        self.clicked.connect(self._pick)
        theme.changed.connect(self._repaint)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Whole rows only: half a name teaches nothing."""
        self.setViewportMargins(0, 0, 0, self.height() % tokens.ROW_HEIGHT)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, 0)

    @property
    def chosen(self) -> Suggestion | None:
        """What the arrow keys have reached; None while the field itself is meant."""
        return self._suggestions.suggestion(self.currentIndex().row())

    def step(self, step: int) -> None:
        """One row down or up; up from the first row goes back to the field."""
        row = self.currentIndex().row() + step
        if row < 0:
            self.setCurrentIndex(QModelIndex())
        elif row < self._suggestions.rowCount():
            self.setCurrentIndex(self._suggestions.index(row))
            if self.chosen is not None:
                announce(self, self.chosen.spoken)  # the focus stays in the field, so nothing else would say it

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        suggestion = self._suggestions.suggestion(index.row())
        if suggestion is not None:
            self.picked.emit(suggestion)

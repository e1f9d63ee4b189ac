"""Numbers to choose from, each with whose it is, its kind and its country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from acefone_desktop.bridge.dialing.candidate_model import CANDIDATE_ROLE
from acefone_desktop.ui.dial import number_facts
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.row_painting import paint_person_row

if TYPE_CHECKING:
    from acefone_desktop.bridge.dialing.candidate_model import Candidate, CandidateModel

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class CandidateDelegate(QStyledItemDelegate):
    """Avatar, name or number, and below it what else tells the numbers apart."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802, ARG002
        return QSize(200, tokens.ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        candidate: Candidate = index.data(CANDIDATE_ROLE)
        person = candidate.contact.title if candidate.contact else ""
        paint_person_row(painter, option, self._theme, person, self.lines(candidate))

    def lines(self, candidate: Candidate) -> tuple[str, str]:
        """What a row says."""
        number = candidate.number
        extension = self.tr("ext. {0}").format(number.extension) if number.extension else ""
        shown = number.display if candidate.contact else ""
        country = number_facts.country_name(number.country)
        parts = (shown, extension, number_facts.kind_name(number.kind), country)
        return candidate.title, " · ".join(part for part in parts if part)


class CandidateList(QListView):
    """`picked` gives the row. Takes the keyboard only where it is told to; Esc is `left` then."""

    picked = Signal(int)
    left = Signal()

    def __init__(self, model: CandidateModel, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidates = model
        self.setModel(model)
        self.setItemDelegate(CandidateDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(name)
        self.clicked.connect(self._pick)
        theme.changed.connect(self._repaint)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, 0)

    def mark(self, row: int) -> None:
        """Makes it the chosen row, and brings it into view."""
        self.setCurrentIndex(self._candidates.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """With the keyboard's focus: Enter takes the row, held down once; Esc leaves."""
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._pick(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.row())

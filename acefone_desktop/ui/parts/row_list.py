"""A list of people or calls: the same keys, clicks and signals wherever one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListView

if TYPE_CHECKING:
    from acefone_desktop.bridge.paged_model import PagedModel
    from acefone_desktop.ui.look.theme import Theme

R = TypeVar("R")


class RowList(QListView, Generic[R]):
    """Enter or double click calls, the menu key opens the menu. Set a delegate before it is shown."""

    call_wanted = Signal(object)  # what is in the row
    menu_wanted = Signal(object, object)  # what is in the row, global QPoint
    chosen = Signal(object)  # what is in the row, or None

    def __init__(self, model: PagedModel[R], theme: Theme, name: str) -> None:
        super().__init__()
        self._paged = model
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(name)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.doubleClicked.connect(self._call)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.selectionModel().currentChanged.connect(self._tell_chosen)
        theme.changed.connect(self.repaint_rows)

    @property
    def current(self) -> R | None:
        """What is in the chosen row."""
        return self._paged.at(self.currentIndex().row())

    def choose_row(self, row: int) -> None:
        """Chooses a row and brings it into view; none for -1."""
        self.setCurrentIndex(self._paged.index(row) if row >= 0 else QModelIndex())

    @Slot(int)
    def step(self, step: int) -> None:
        """So many rows down or up, from wherever the search box has the keyboard."""
        last = self._paged.rowCount() - 1
        if last >= 0:
            row = self.currentIndex().row()
            self.choose_row(min(max(row + step, 0), last) if row >= 0 else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        current = self.current
        if current is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.call_wanted.emit(current)
        else:
            super().keyPressEvent(event)

    @Slot()
    def repaint_rows(self) -> None:
        """The rows look different now: another theme, another day on top."""
        self.viewport().update()

    @Slot(QModelIndex)
    def _call(self, index: QModelIndex) -> None:
        row = self._paged.at(index.row())
        if row is not None:
            self.call_wanted.emit(row)

    @Slot(QPoint)
    def _ask_for_menu(self, position: QPoint) -> None:
        row = self._paged.at(self.indexAt(position).row()) or self.current
        if row is not None:
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(position))

    @Slot(QModelIndex, QModelIndex)
    def _tell_chosen(self, current: QModelIndex) -> None:
        self.chosen.emit(self._paged.at(current.row()))

"""Calls, newest first, as a list that loads as it is scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.services.ports import HistoryReader

CALL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PAGE = 60
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class HistoryModel(QAbstractListModel):
    """All calls, or those that a text fits."""

    def __init__(self, reader: HistoryReader) -> None:
        super().__init__()
        self._reader = reader
        self._rows: list[Call] = []
        self._text = ""
        self._describe: Callable[[Call], str] | None = None
        self._complete = False
        self._fetching = False

    def describe_with(self, describe: Callable[[Call], str]) -> None:
        """How a row is read out; without it, by the customer's digits alone."""
        self._describe = describe

    @property
    def text(self) -> str:
        """What is being searched for; empty for all calls."""
        return self._text

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Another text in the search field."""
        if text.strip() != self._text:
            self._text = text.strip()
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Reads again, after calls have moved on; about as many rows as were loaded before."""
        size = max(PAGE, len(self._rows))
        found = self._reader.page(None, size, self._text)
        if list(found) == self._rows:
            if found:  # the same calls, whose names may have changed
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(found)
        self._complete = len(found) < size
        self._fetching = True  # nobody shall insert rows from inside the reset
        self.endResetModel()
        self._fetching = False

    def call(self, row: int) -> Call | None:
        """The row's call; None outside the rows."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: CallKey) -> int:
        """The loaded row of a call; -1 where it is not loaded."""
        return next((row for row, call in enumerate(self._rows) if call.key == key), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        call = self.call(index.row()) if index.isValid() else None
        if call is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return call.customer
        if role == Qt.ItemDataRole.AccessibleTextRole and self._describe is not None:
            return self._describe(call)
        return call if role == CALL_ROLE else None

    def canFetchMore(self, parent: Index = _ROOT) -> bool:  # noqa: N802
        return not (parent.isValid() or self._complete or self._fetching)

    def fetchMore(self, parent: Index = _ROOT) -> None:  # noqa: N802
        if not self.canFetchMore(parent):
            return  # views and model testers call again from inside beginInsertRows
        self._fetching = True
        new = self._reader.page(self._rows[-1] if self._rows else None, PAGE, self._text)
        if new:
            self.beginInsertRows(_ROOT, len(self._rows), len(self._rows) + len(new) - 1)
            self._rows.extend(new)
            self.endInsertRows()
        self._complete, self._fetching = len(new) < PAGE, False

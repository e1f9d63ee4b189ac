"""A list that loads page by page as it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex

R = TypeVar("R")

PAGE = 60
"""Rows read at once."""

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class PagedModel(QAbstractListModel, Generic[R]):
    """Rows of one kind. `read_page` gives so many rows after the given one (None: from the first), fewer at the end."""

    def __init__(self, read_page: Callable[[R | None, int], Sequence[R]]) -> None:
        super().__init__()
        self._read_page = read_page
        self._rows: list[R] = []
        self._complete = False
        self._fetching = False

    @property
    def loaded_size(self) -> int:
        """How many rows to read so that what is on screen is there again: all that were loaded, a page at least."""
        return max(PAGE, len(self._rows))

    def at(self, row: int) -> R | None:
        """What is in a row; None outside the rows."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def show(self, rows: Sequence[R], *, complete: bool) -> None:
        """Shows these rows and no others; `complete` says that there are no more to read."""
        self.beginResetModel()
        self._rows = list(rows)
        self._complete = complete
        self._fetching = True  # nobody shall insert rows from inside the reset
        self.endResetModel()
        self._fetching = False

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index = ROOT) -> bool:  # noqa: N802
        return not (parent.isValid() or self._complete or self._fetching)

    def fetchMore(self, parent: Index = ROOT) -> None:  # noqa: N802
        if not self.canFetchMore(parent):
            return  # views and model testers call again from inside beginInsertRows
        self._fetching = True
        new = self._read_page(self._rows[-1] if self._rows else None, PAGE)
        if new:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(new) - 1)
            self._rows.extend(new)
            self.endInsertRows()
        self._complete, self._fetching = len(new) < PAGE, False

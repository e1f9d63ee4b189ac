"""A list of values for a view: each with the words that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

V = TypeVar("V")
VALUE_ROLE = Qt.ItemDataRole.UserRole
_WORDS = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole})
_NOWHERE = QModelIndex()


class ValueModel(QAbstractListModel, Generic[V]):
    """`words` says a value in one line or more."""

    def __init__(self, words: Callable[[V], str]) -> None:
        super().__init__()
        self._words = words
        self._values: tuple[V, ...] = ()

    @property
    def values(self) -> tuple[V, ...]:
        """All of them, in their order."""
        return self._values

    def show(self, values: Sequence[V]) -> None:
        """Other values. Where there are as many as before, views keep the chosen row."""
        new = tuple(values)
        if new == self._values:
            return
        if len(new) == len(self._values):
            self._values = new
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self._values = new
        self.endResetModel()

    def at(self, row: int) -> V | None:
        """The value in a row; None outside."""
        return self._values[row] if 0 <= row < len(self._values) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._values)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self.at(index.row()) if index.isValid() else None
        if value is None:
            return None
        if role in _WORDS:
            return self._words(value)
        return value if role == VALUE_ROLE else None

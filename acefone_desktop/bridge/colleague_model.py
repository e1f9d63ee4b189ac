"""The account's live calls as rows that stay where they are while they go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.colleague_calls import ColleagueCall

COLLEAGUE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROOT = QModelIndex()


class ColleagueModel(QAbstractListModel):
    """`describe` says a row in words, for screen readers."""

    def __init__(self, describe: Callable[[ColleagueCall], str]) -> None:
        super().__init__()
        self._describe = describe
        self._calls: tuple[ColleagueCall, ...] = ()

    def set_calls(self, calls: tuple[ColleagueCall, ...]) -> None:
        """As they are now; where the same calls go on, only their words change."""
        if calls == self._calls:
            return
        if [call.call_id for call in calls] == [call.call_id for call in self._calls]:
            self._calls = calls
            self.dataChanged.emit(self.index(0), self.index(len(calls) - 1))
            return
        self.beginResetModel()
        self._calls = calls
        self.endResetModel()

    def call(self, row: int) -> ColleagueCall | None:
        """The row's call; None outside the rows."""
        return self._calls[row] if 0 <= row < len(self._calls) else None

    def row_of(self, call_id: str) -> int:
        """Its row; -1 where it is over."""
        return next((row for row, call in enumerate(self._calls) if call.call_id == call_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._calls)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        call = self.call(index.row()) if index.isValid() else None
        if call is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._describe(call)
        return call if role == COLLEAGUE_ROLE else None

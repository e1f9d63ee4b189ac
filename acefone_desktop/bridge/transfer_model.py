"""The rows among which a call's next party is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from acefone_desktop.bridge.transfer_entries import TransferEntry

TRANSFER_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROOT = QModelIndex()


class TransferModel(QAbstractListModel):
    """Shows given entries."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[TransferEntry, ...] = ()

    def set_entries(self, entries: tuple[TransferEntry, ...]) -> None:
        """Other rows; nothing moves where they are the same."""
        if entries != self._entries:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()

    def entry(self, row: int) -> TransferEntry | None:
        """The row's entry; None outside the rows."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, entry: TransferEntry | None) -> int:
        """Its row; -1 where it is not among them."""
        return self._entries.index(entry) if entry in self._entries else -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == TRANSFER_ROLE:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ", ".join(filter(None, (entry.target.name, entry.company, entry.target.intercom)))
        return None

"""The caller IDs to choose from: the account's default first, then its numbers with their names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from acefone_desktop.domain.account import CallerId

CALLER_ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
NUMBER_ROLE = int(Qt.ItemDataRole.UserRole) + 2
_ROOT = QModelIndex()


class CallerIdModel(QAbstractListModel):
    """Row 0 is the account's default (None); the others follow in the account's order."""

    def __init__(self, region: str) -> None:
        super().__init__()
        self._region = region
        self._caller_ids: tuple[CallerId, ...] = ()

    def set_caller_ids(self, caller_ids: tuple[CallerId, ...]) -> None:
        """The account's numbers."""
        if caller_ids != self._caller_ids:
            self.beginResetModel()
            self._caller_ids = caller_ids
            self.endResetModel()

    def row_of(self, caller_id: CallerId | None) -> int:
        """Its row; the default's where it is not among them."""
        return self._caller_ids.index(caller_id) + 1 if caller_id in self._caller_ids else 0

    def caller_id(self, row: int) -> CallerId | None:
        """The row's caller ID; None for the default."""
        return self._caller_ids[row - 1] if 1 <= row <= len(self._caller_ids) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._caller_ids) + 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        caller_id = self.caller_id(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(caller_id)
        if role == NUMBER_ROLE:
            return shown_number(caller_id.number, self._region) if caller_id else ""
        return caller_id if role == CALLER_ID_ROLE else None

    def _title(self, caller_id: CallerId | None) -> str:
        if caller_id is None:
            return self.tr("Account default")
        number = shown_number(caller_id.number, self._region)
        return f"{caller_id.name} · {number}" if caller_id.name else number


@lru_cache(maxsize=512)  # asked for at every painting, and parsing takes longer than painting
def shown_number(digits: str, region: str) -> str:
    """Digits with their country code as a person reads them; as given where they are no number."""
    from acefone_desktop.bridge.dialing.number_entry import shown  # noqa: PLC0415 (see there)

    return shown(digits, region)

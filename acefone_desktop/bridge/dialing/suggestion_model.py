"""Contacts that match what is being typed, one row for each of their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot

if TYPE_CHECKING:
    from acefone_desktop.domain.contacts import Contact, ContactNumber
    from acefone_desktop.services.ports import ContactReader

SUGGESTION_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MOST_SUGGESTIONS = 8
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One number of one contact."""

    contact: Contact
    number: ContactNumber

    @property
    def spoken(self) -> str:
        """The whole row in words, for screen readers."""
        parts = (self.contact.title, self.contact.company, self.number.label, self.number.number)
        return ", ".join(dict.fromkeys(part for part in parts if part))


class SuggestionModel(QAbstractListModel):
    """The best matches for a query, read from the address book on the spot (bounded)."""

    def __init__(self, reader: ContactReader) -> None:
        super().__init__()
        self._reader = reader
        self._rows: tuple[Suggestion, ...] = ()
        self._query: str | None = None

    def set_query(self, query: str | None) -> None:
        """Another text: favourites for an empty one, nothing for None."""
        query = query.strip() if query is not None else None
        if query == self._query:
            return
        self._query = query
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Reads again, after the address book has changed."""
        found = self._found(self._query) if self._query is not None else ()
        if found == self._rows:
            return
        self.beginResetModel()
        self._rows = found
        self.endResetModel()

    def _found(self, query: str) -> tuple[Suggestion, ...]:
        contacts = self._reader.search(query, MOST_SUGGESTIONS) if query else self._reader.favourites(MOST_SUGGESTIONS)
        rows = [Suggestion(contact, number) for contact in contacts for number in contact.numbers]
        return tuple(rows[:MOST_SUGGESTIONS])

    def suggestion(self, row: int) -> Suggestion | None:
        """The row's suggestion; None outside the rows."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.suggestion(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.contact.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == SUGGESTION_ROLE else None

"""The address book as a list that loads as it is scrolled, or as the best matches of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot

if TYPE_CHECKING:
    from acefone_desktop.domain.contacts import Contact, ContactId
    from acefone_desktop.services.ports import ContactReader

CONTACT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PAGE = 60
MOST_MATCHES = 200
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ContactModel(QAbstractListModel):
    """Without a query all contacts in name order, page by page; with one the matches, best first."""

    def __init__(self, reader: ContactReader) -> None:
        super().__init__()
        self._reader = reader
        self._rows: list[Contact] = []
        self._query = ""
        self._complete = False
        self._fetching = False

    @property
    def query(self) -> str:
        """What is being searched for; empty for the whole book."""
        return self._query

    @Slot(str)
    def set_query(self, query: str) -> None:
        """Another text in the search field."""
        if query.strip() != self._query:
            self._query = query.strip()
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Reads again, after the address book has changed; about as many rows as were loaded before."""
        size = max(PAGE, len(self._rows))
        found = self._reader.search(self._query, MOST_MATCHES) if self._query else self._reader.page(None, size)
        self.beginResetModel()
        self._rows = list(found)
        self._complete = bool(self._query) or len(found) < size
        self._fetching = True  # nobody shall insert rows from inside the reset
        self.endResetModel()
        self._fetching = False

    def contact(self, row: int) -> Contact | None:
        """The row's contact; None outside the rows."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, contact_id: ContactId) -> int:
        """The loaded row of a contact; -1 where it is not loaded."""
        return next((row for row, contact in enumerate(self._rows) if contact.id == contact_id), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        contact = self.contact(index.row()) if index.isValid() else None
        if contact is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return contact.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            numbers = (entry.number for entry in contact.numbers)
            return ", ".join(dict.fromkeys(part for part in (contact.title, contact.company, *numbers) if part))
        return contact if role == CONTACT_ROLE else None

    def canFetchMore(self, parent: Index = _ROOT) -> bool:  # noqa: N802
        return not (parent.isValid() or self._complete or self._fetching)

    def fetchMore(self, parent: Index = _ROOT) -> None:  # noqa: N802
        if not self.canFetchMore(parent):
            return  # views and model testers call again from inside beginInsertRows
        self._fetching = True
        new = self._reader.page(self._rows[-1] if self._rows else None, PAGE)
        if new:
            self.beginInsertRows(_ROOT, len(self._rows), len(self._rows) + len(new) - 1)
            self._rows.extend(new)
            self.endInsertRows()
        self._complete, self._fetching = len(new) < PAGE, False

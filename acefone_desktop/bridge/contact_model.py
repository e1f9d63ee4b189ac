"""The address book as a list that loads as it is scrolled, or as the best matches of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot

from acefone_desktop.bridge.paged_model import Index, PagedModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acefone_desktop.domain.contacts import Contact, ContactId
    from acefone_desktop.services.ports import ContactReader

CONTACT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MOST_MATCHES = 200


class ContactModel(PagedModel["Contact"]):
    """Without a query all contacts in name order, page by page; with one the matches, best first."""

    def __init__(self, reader: ContactReader) -> None:
        super().__init__(reader.page)
        self._reader = reader
        self._query = ""

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
        found, complete = self._read()
        self.show(found, complete=complete)

    def look_again(self) -> None:
        """Reads again where another program may have written; where it has not, nothing moves."""
        found, complete = self._read()
        if list(found) != self._rows:
            self.show(found, complete=complete)

    def _read(self) -> tuple[Sequence[Contact], bool]:
        """What is to be shown, and whether it is all there is."""
        if self._query:
            return self._reader.search(self._query, MOST_MATCHES), True
        size = self.loaded_size
        found = self._reader.page(None, size)
        return found, len(found) < size

    def contact(self, row: int) -> Contact | None:
        """The row's contact; None outside the rows."""
        return self.at(row)

    def row_of(self, contact_id: ContactId) -> int:
        """The loaded row of a contact; -1 where it is not loaded."""
        return next((row for row, contact in enumerate(self._rows) if contact.id == contact_id), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        contact = self.at(index.row()) if index.isValid() else None
        if contact is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return contact.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            numbers = (entry.number for entry in contact.numbers)
            return ", ".join(dict.fromkeys(part for part in (contact.title, contact.company, *numbers) if part))
        return contact if role == CONTACT_ROLE else None

"""Numbers to choose from: the several in one text, or those of links that wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.domain.numbers import PhoneNumber

CANDIDATE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number, and whose it is where that is known."""

    number: PhoneNumber
    contact: Contact | None

    @property
    def title(self) -> str:
        """The contact's name, else the number."""
        return self.contact.title if self.contact else self.number.display

    @property
    def spoken(self) -> str:
        """The whole row in words, for screen readers."""
        extension = f"extension {self.number.extension}" if self.number.extension else ""
        parts = (self.title, self.number.display, extension)
        return ", ".join(dict.fromkeys(part for part in parts if part))


class CandidateModel(QAbstractListModel):
    """One row a number. `contact_of` finds the contact of a number; it is asked while painting, so it must be quick."""

    def __init__(self, contact_of: Callable[[PhoneNumber], Contact | None]) -> None:
        super().__init__()
        self._contact_of = contact_of
        self._numbers: tuple[PhoneNumber, ...] = ()

    def set_numbers(self, numbers: tuple[PhoneNumber, ...]) -> None:
        """Other numbers, in the order in which they are to be shown."""
        if numbers != self._numbers:
            self.beginResetModel()
            self._numbers = numbers
            self.endResetModel()

    def candidate(self, row: int) -> Candidate | None:
        """The row's candidate; None outside the rows."""
        if not 0 <= row < len(self._numbers):
            return None
        number = self._numbers[row]
        return Candidate(number, self._contact_of(number))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.candidate(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == CANDIDATE_ROLE else None

"""Whose number this is, answered from memory where it was asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.services.ports import ContactReader

MOST_REMEMBERED = 5_000


class ContactLookup(QObject):
    """Screens ask at each painting; the address book is asked once per number until it changes."""

    def __init__(self, reader: ContactReader) -> None:
        super().__init__()
        self._reader = reader
        self._known: dict[str, Contact | None] = {}

    def contact_of(self, number: str) -> Contact | None:
        """The contact with this number; None where there is none."""
        if number not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[number] = self._reader.by_number(number)
        return self._known[number]

    @Slot()
    def forget(self) -> None:
        """The address book has changed."""
        self._known.clear()

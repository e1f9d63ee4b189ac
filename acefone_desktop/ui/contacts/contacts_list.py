"""All contacts, or those that match: avatar, name, company and first number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from acefone_desktop.bridge.contact_model import CONTACT_ROLE
from acefone_desktop.ui.contacts.contact_words import number_text
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.parts.row_list import RowList
from acefone_desktop.ui.parts.row_painting import paint_person_row
from acefone_desktop.ui.parts.written_direction import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.contact_model import ContactModel
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.ui.look.theme import Theme


class ContactDelegate(QStyledItemDelegate):
    """Paints one contact."""

    def __init__(self, theme: Theme, region: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._region = theme, region

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802, ARG002
        return QSize(200, tokens.ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        contact: Contact = index.data(CONTACT_ROLE)
        lines = contact_lines(contact, self._region())
        person = contact.name or contact.company
        paint_person_row(painter, option, self._theme, person, lines, favourite=contact.favourite)


def contact_lines(contact: Contact, region: str) -> tuple[str, str]:
    """Name; then the first number, how many more there are, and the company."""
    first = number_text(contact.numbers[0], region) if contact.numbers else ""
    title = contact.name or contact.company
    further = _further(len(contact.numbers) - 1) if len(contact.numbers) > 1 else ""
    company = contact.company if contact.name else ""
    below = side_by_side(company, first if title else "", further)
    return title or first, below


def _further(count: int) -> str:
    """In words: a plus sign among numbers reads as a country's code."""
    return QCoreApplication.translate("ContactList", "{0} more").format(count)


class ContactList(RowList["Contact"]):
    """Delete deletes the chosen contact, F2 edits it."""

    edit_wanted = Signal(object)  # Contact
    delete_wanted = Signal(object)  # Contact

    def __init__(self, model: ContactModel, theme: Theme, region: Callable[[], str]) -> None:
        super().__init__(model, theme, self.tr("Contacts"))
        self.setItemDelegate(ContactDelegate(theme, region, self))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        contact = self.current
        if contact is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit(contact)
        elif contact is not None and event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit(contact)
        else:
            super().keyPressEvent(event)

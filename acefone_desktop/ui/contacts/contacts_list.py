"""All contacts, or those that match: avatar, name, company and first number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from acefone_desktop.bridge.contact_model import CONTACT_ROLE
from acefone_desktop.ui.contacts.contact_words import number_text
from acefone_desktop.ui.dial.suggestion_list import paint_avatar, paint_row_ground, paint_two_lines
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, paint_glyph

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.contact_model import ContactModel
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.ui.look.theme import Theme

_AVATAR = 36


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
        painter.save()
        paint_row_ground(painter, option, self._theme)
        area = QRectF(option.rect).adjusted(tokens.SPACE_S, 0, -tokens.SPACE_M, 0)
        disc = QRectF(area.left(), area.center().y() - _AVATAR / 2, _AVATAR, _AVATAR)
        paint_avatar(painter, disc, contact.name or contact.company, self._theme, option.font)
        if contact.favourite:
            star = QRectF(area.right() - 16, area.center().y() - 8, 16, 16)
            paint_glyph(painter, Glyph.STAR_FILL, star, self._theme.colours.caution)
            area.setRight(star.left() - tokens.SPACE_S)
        words = area.adjusted(_AVATAR + tokens.SPACE_M, 7, 0, -7)
        paint_two_lines(painter, words, contact_lines(contact, self._region()), option.font, self._theme)
        painter.restore()


def contact_lines(contact: Contact, region: str) -> tuple[str, str]:
    """Name; then the first number, how many more there are, and the company."""
    first = number_text(contact.numbers[0], region) if contact.numbers else ""
    title = contact.name or contact.company
    further = f"+{len(contact.numbers) - 1}" if len(contact.numbers) > 1 else ""
    company = contact.company if contact.name else ""
    below = " · ".join(part for part in (company, first if title else "", further) if part)
    return title or first, below


class ContactList(QListView):
    """Keyboard and mouse reach the same: Enter or double click calls, Delete deletes, the menu key opens the menu."""

    call_wanted = Signal(object)  # Contact
    edit_wanted = Signal(object)  # Contact
    delete_wanted = Signal(object)  # Contact
    menu_wanted = Signal(object, object)  # Contact, global QPoint
    chosen = Signal(object)  # Contact or None

    def __init__(self, model: ContactModel, theme: Theme, region: Callable[[], str]) -> None:
        super().__init__()
        self._contacts = model
        self.setModel(model)
        self.setItemDelegate(ContactDelegate(theme, region, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(self.tr("Contacts"))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.doubleClicked.connect(self._call)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.selectionModel().currentChanged.connect(self._tell_chosen)
        theme.changed.connect(self.viewport().update)

    @property
    def contact(self) -> Contact | None:
        """The chosen contact."""
        return self._contacts.contact(self.currentIndex().row())

    def choose_row(self, row: int) -> None:
        """Chooses a row and brings it into view; none for -1."""
        self.setCurrentIndex(self._contacts.index(row) if row >= 0 else QModelIndex())

    @Slot(int)
    def step(self, step: int) -> None:
        """So many rows down or up, from wherever the search box has the keyboard."""
        last = self._contacts.rowCount() - 1
        if last >= 0:
            row = self.currentIndex().row()
            self.choose_row(min(max(row + step, 0), last) if row >= 0 else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        contact = self.contact
        if contact is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.call_wanted.emit(contact)
        elif contact is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit(contact)
        elif contact is not None and event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit(contact)
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _call(self, index: QModelIndex) -> None:
        contact = self._contacts.contact(index.row())
        if contact is not None:
            self.call_wanted.emit(contact)

    @Slot(QPoint)
    def _ask_for_menu(self, position: QPoint) -> None:
        contact = self._contacts.contact(self.indexAt(position).row()) or self.contact
        if contact is not None:
            self.menu_wanted.emit(contact, self.viewport().mapToGlobal(position))

    @Slot(QModelIndex, QModelIndex)
    def _tell_chosen(self, current: QModelIndex) -> None:
        self.chosen.emit(self._contacts.contact(current.row()))

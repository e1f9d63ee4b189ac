"""The place of the address book: find, call, add, change, delete, import and export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QWidget

from acefone_desktop.ui.contacts.contact_card import ContactCard
from acefone_desktop.ui.contacts.contact_words import dial_text, number_text
from acefone_desktop.ui.contacts.contacts_files import ContactFileDialogs, dropped_files
from acefone_desktop.ui.contacts.contacts_list import ContactList
from acefone_desktop.ui.contacts.contacts_transfer import ContactsTransfer
from acefone_desktop.ui.contacts.import_panel import ImportPanel
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.deed_menu import DeedMenu
from acefone_desktop.ui.parts.empty_state import EmptyState
from acefone_desktop.ui.parts.layouts import button, column, icon_button, row
from acefone_desktop.ui.parts.list_or_nothing import ListOrNothing
from acefone_desktop.ui.parts.search_box import SearchBox
from acefone_desktop.ui.parts.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from acefone_desktop.bridge.address_book import AddressBook
    from acefone_desktop.bridge.contact_model import ContactModel
    from acefone_desktop.bridge.file_asker import FileAsker
    from acefone_desktop.domain.account import CallerId
    from acefone_desktop.domain.contacts import Contact, ContactId
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.services.directory import Change
    from acefone_desktop.ui.contacts.contact_form import ContactForm
    from acefone_desktop.ui.look.theme import Theme


class ContactsPage(QWidget):
    """`dial_wanted` gives a number's text, with “ ext. N” behind it where it has an extension."""

    dial_wanted = Signal(str)

    def __init__(
        self,
        model: ContactModel,
        book: AddressBook,
        theme: Theme,
        region: Callable[[], str],
        caller_ids: Callable[[], tuple[CallerId, ...]],
        asker: FileAsker | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._model, self._book, self._theme = model, book, theme
        self._region, self._caller_ids = region, caller_ids
        self._form: ContactForm | None = None
        self._deleted: Change | None = None
        self._chosen: ContactId | None = None
        self.search = SearchBox(self.tr("Search names, companies, numbers"))
        self.list = ContactList(model, theme, region)
        self.card = ContactCard(theme, region)
        self.strip = Strip(theme)
        self.importing = ImportPanel(theme)
        self._transfer = ContactsTransfer(self, book, self.importing, ContactFileDialogs(self, asker), region)
        self._add = icon_button(Glyph.USER_PLUS, self.tr("Add a contact (Ctrl+N)"))
        self._more = icon_button(Glyph.DOTS_THREE_VERTICAL_BOLD, self.tr("Import and export"))
        self._import_step = button(self.tr("Import a file"), "primary")
        self._add_step = button(self.tr("Add a contact"))
        self._empty = EmptyState(theme, self._import_step, self._add_step)
        self._lists = ListOrNothing(self.list, self._empty, self.search)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.search)
        self._model.refresh()

    # --- what others ask for -------------------------------------------------------------------------------------

    @Slot(str)
    def edit_new(self, number: str) -> None:
        """Opens the form for a new contact with this number."""
        self._opened_form().show_new(number)

    @Slot(object)
    def edit(self, contact: Contact) -> None:
        """Opens the form for a contact."""
        self._opened_form().show_contact(contact)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Imports these files, unless an import is under way."""
        self._transfer.take(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.card.fit_into(self.height())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The command line may have written to the address book meanwhile."""
        super().showEvent(event)
        self._model.look_again()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self._model.look_again()

    # --- putting together ----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for sign in (self._add, self._more):
            sign.setFixedSize(tokens.CONTROL_HEIGHT, tokens.CONTROL_HEIGHT)
            sign.setIconSize(QSize(20, 20))
        self._dress_icons()
        side = tokens.SPACE_L
        head = row((self.search, 1), self._add, self._more, spacing=tokens.SPACE_XS, margins=(side, side, 8, 0))
        notes = column(None, self.importing, self.strip, margins=(side, 0, side, 0))
        below = column(None, self.card, margins=(side, 0, side, tokens.SPACE_M))
        self._list_side = QWidget()
        column(self._list_side, head, notes, (self._lists, 1), below)
        self._stack.addWidget(self._list_side)
        column(self, self._stack)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._model.set_query)
        self.search.stepped.connect(self.list.step)
        self.search.entered.connect(self._call_found)
        self._model.modelReset.connect(self._after_reset)
        self._model.rowsInserted.connect(self._show_or_hide_list)
        for sender in (self.list, self.card):
            sender.edit_wanted.connect(self.edit)
            sender.delete_wanted.connect(self._delete)
        self.list.call_wanted.connect(self._call)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.chosen.connect(self._choose)
        self.card.dial_wanted.connect(self.dial_wanted)
        self.card.favourite_wanted.connect(self._mark)
        self._add.clicked.connect(self._add_new)
        self._add_step.clicked.connect(self._add_new)
        self._import_step.clicked.connect(self._transfer.ask_for_import)
        self._more.clicked.connect(self._open_more)
        self.strip.acted.connect(self._undo)
        self.strip.closed.connect(self.strip.hide)
        self._transfer.begun.connect(self._show_list)
        self._transfer.exported.connect(self._show_export)
        for keys, slot in (
            (QKeySequence.StandardKey.New, self._add_new),
            (QKeySequence.StandardKey.Find, self._find),
            (QKeySequence.StandardKey.Undo, self._undo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self._theme.changed.connect(self._dress_icons)
        self._connect_book()

    @Slot()
    def _dress_icons(self) -> None:
        self._import_step.setIcon(glyph_icon(Glyph.DOWNLOAD_SIMPLE, self._theme.colours.on_accent))

    def _connect_book(self) -> None:
        self._book.changed.connect(self._model.refresh)
        self._book.saved.connect(self._after_saving)
        self._book.failed.connect(self._show_failure)

    # --- the list ------------------------------------------------------------------------------------------------

    @Slot()
    def _after_reset(self) -> None:
        """Keeps the chosen contact chosen; shows the best match of a query as chosen."""
        row_number = self._model.row_of(self._chosen) if self._chosen is not None else -1
        if row_number < 0 and self._model.query and self._model.rowCount():
            row_number = 0
        self.list.choose_row(row_number)
        if row_number < 0:
            self.card.show_contact(None)
        self._show_or_hide_list()

    @Slot()
    def _show_or_hide_list(self) -> None:
        empty = self._model.rowCount() == 0
        self._lists.show_rows(there_are=not empty)
        if not empty:
            return
        if self._model.query:
            title = self.tr("Nothing found")
            text = self.tr("No contact matches “{0}”.").format(self._model.query)
            self._empty.show_words(Glyph.MAGNIFYING_GLASS, title, text, steps=False)
        else:
            title = self.tr("No contacts yet")
            text = self.tr("Import a CSV or vCard file, drop one here, or add your first contact.")
            self._empty.show_words(Glyph.ADDRESS_BOOK, title, text)

    @Slot(object)
    def _choose(self, contact: Contact | None) -> None:
        if contact is not None:
            self._chosen = contact.id
        self.card.show_contact(contact)

    @Slot()
    def _call_found(self) -> None:
        contact = self.list.current or self._model.contact(0)
        if contact is not None and (self._model.query or self.list.current is not None):
            self._call(contact)

    @Slot(object)
    def _call(self, contact: Contact) -> None:
        if contact.numbers:
            self.dial_wanted.emit(dial_text(contact.numbers[0]))
        else:
            self.edit(contact)

    @Slot(object, object)
    def _open_menu(self, contact: Contact, position: QPoint) -> None:
        menu = DeedMenu(self)
        for number in contact.numbers[:10]:
            text = self.tr("Call {0}").format(number_text(number, self._region()))
            menu.add(Glyph.PHONE, text, partial(self.dial_wanted.emit, dial_text(number)))
        if contact.numbers:
            copy = partial(QGuiApplication.clipboard().setText, dial_text(contact.numbers[0]))
            menu.add(Glyph.COPY, self.tr("Copy number"), copy)
            menu.addSeparator()
        menu.add(Glyph.PENCIL_SIMPLE, self.tr("Edit"), partial(self.edit, contact))
        menu.add(Glyph.TRASH, self.tr("Delete"), partial(self._delete, contact))
        menu.popup(position)

    @Slot()
    def _open_more(self) -> None:
        self._transfer.menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot()
    def _find(self) -> None:
        self._show_list()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # --- changing ------------------------------------------------------------------------------------------------

    def _opened_form(self) -> ContactForm:
        if self._form is None:
            from acefone_desktop.ui.contacts.contact_form import ContactForm  # noqa: PLC0415 (few visits need it)

            self._form = ContactForm(self._theme, self._region, self._caller_ids)
            self._form.save_wanted.connect(self._book.save)
            self._form.left.connect(self._show_list)
            self._stack.addWidget(self._form)
        self._stack.setCurrentWidget(self._form)
        self.setFocusProxy(self._form)
        return self._form

    @Slot()
    def _show_list(self) -> None:
        if self._stack.currentWidget() is not self._list_side:
            self._stack.setCurrentWidget(self._list_side)
            self.setFocusProxy(self.search)
            (self.list if self.list.current else self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _add_new(self) -> None:
        self.edit_new("")

    @Slot(object)
    def _delete(self, contact: Contact) -> None:
        """The card goes with its contact: the keyboard stays on this page."""
        (self.list if self._model.rowCount() > 1 else self.search).setFocus(Qt.FocusReason.OtherFocusReason)
        self._book.delete(contact)

    @Slot(object, bool)
    def _mark(self, contact: Contact, favourite: bool) -> None:  # noqa: FBT001 (a signal)
        self._book.set_favourite(contact, favourite=favourite)

    @Slot(object)
    def _after_saving(self, change: Change) -> None:
        if self._form is not None and self._form.is_saving:
            self._form.saved()
            self._show_list()
        if change.after is not None:
            self._deleted = None
            self.strip.hide()
            self._chosen = change.after.id
            self._after_reset()
        elif change.before is not None:
            self._deleted = change
            self.strip.say("plain", self.tr("Deleted {0}").format(change.before.title), self.tr("Undo"))

    @Slot()
    def _undo(self) -> None:
        self.strip.hide()
        if self._deleted is not None:
            self._book.undo(self._deleted)
            self._deleted = None

    @Slot(object)
    def _show_failure(self, error: AcefoneDesktopError) -> None:
        if self._form is not None and self._form.is_saving:
            self._form.show_error(error.explanation)
        else:
            self._deleted = None
            self.strip.say("danger", error.explanation)
            self.card.show_contact(None)  # drawn anew: a star that could not be set goes out again
            self.card.show_contact(self.list.current)

    # --- files ---------------------------------------------------------------------------------------------------

    @Slot(int, str)
    def _show_export(self, count: int, name: str) -> None:
        self._deleted = None
        self.strip.say("call", self.tr("Exported {0} contacts to {1}").format(f"{count:,}", name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped_files(event.mimeData()) and not self.importing.is_running:
            event.acceptProposedAction()
            self._deleted = None
            self.strip.say("plain", self.tr("Drop to import"), closable=False)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802, ARG002
        self.strip.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.strip.hide()
        event.acceptProposedAction()
        self.import_paths(dropped_files(event.mimeData()))

"""Adding and editing a contact, in the place of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from acefone_desktop.bridge.dialing.caller_id_model import CallerIdModel
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.ui.contacts.contact_numbers import NumberLines
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.look.theme import title_font
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.layouts import button, column, icon_button, row
from acefone_desktop.ui.parts.page_parts import captioned, scrolled
from acefone_desktop.ui.parts.strip import Strip
from acefone_desktop.ui.parts.toggles import Switch

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.account import CallerId
    from acefone_desktop.ui.look.theme import Theme

LONGEST_LINE, LONGEST_NOTES = 300, 20_000
_NOTES_HEIGHT = 96


class ContactForm(QWidget):
    """`save_wanted` gives the contact and what it was before; `left` says that nothing is to be kept."""

    save_wanted = Signal(object, object)  # Contact, Contact or None
    left = Signal()

    def __init__(self, theme: Theme, region: Callable[[], str], caller_ids: Callable[[], tuple[CallerId, ...]]) -> None:
        super().__init__()
        self._caller_ids = caller_ids
        self._before: Contact | None = None
        self._shown = Contact(name="")
        self._saving = False
        self._heading = QLabel()
        self._heading.setFont(title_font(self.font()))
        self._back = icon_button(Glyph.ARROW_LEFT, self.tr("Back (Esc)"))
        self._name = _line_edit(self.tr("Name"))
        self._company = _line_edit(self.tr("Company"))
        self._email = _line_edit(self.tr("E-mail"))
        self._numbers = NumberLines(region, self._company)
        self._notes = QPlainTextEdit(tabChangesFocus=True)
        self._notes.setAccessibleName(self.tr("Notes"))
        self._notes.setFixedHeight(_NOTES_HEIGHT)
        self._favourite = Switch(self.tr("Favourite"), theme, self.tr("Comes first in suggestions and in the tray"))
        self._model = CallerIdModel(region())
        self._caller_id = ChoiceBox(self.tr("Caller ID for this contact"), theme)
        self._caller_id.setModel(self._model)
        self._trouble = Strip(theme)
        self._save = button(self.tr("Save"), "primary")
        self._cancel = button(self.tr("Cancel"))
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._name)

    @property
    def is_dirty(self) -> bool:
        """Whether there is something to lose."""
        return self.contact != self._shown

    @property
    def is_saving(self) -> bool:
        """Whether the contact is on its way to the disk."""
        return self._saving

    @property
    def contact(self) -> Contact:
        """What the fields amount to."""
        chosen = self._model.caller_id(self._caller_id.currentIndex())
        return replace(
            self._before or Contact(name=""),
            name=_plain(self._name.text()),
            company=_plain(self._company.text()),
            numbers=self._numbers.numbers,
            email=_plain(self._email.text()),
            notes=self._notes.toPlainText().strip(),
            favourite=self._favourite.isChecked(),
            caller_id=self._kept_caller_id() if chosen is None else chosen.number,
        )

    def show_new(self, number: str = "") -> None:
        """Empty, or with a number."""
        self._heading.setText(self.tr("New contact"))
        self._show(Contact(name="", numbers=(ContactNumber(number),) if number else ()), None)

    def show_contact(self, contact: Contact) -> None:
        """A contact to be changed."""
        self._heading.setText(self.tr("Edit contact"))
        self._show(contact, contact)

    def show_error(self, text: str) -> None:
        """It could not be saved; nothing that was entered is lost."""
        self._set_saving(saving=False)
        self._trouble.say("danger", text)

    def saved(self) -> None:
        """It is on disk."""
        self._set_saving(saving=False)
        self._shown = self.contact

    @Slot()
    def save(self) -> None:
        """Enter or the button: asks for it to be kept, or says what is in the way."""
        if self._saving:
            return
        line = self._numbers.first_trouble()
        if line is not None:
            line.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._trouble.say("danger", self.tr("Correct the marked number, or remove it."))
            return
        contact = self.contact
        if not (contact.name or contact.company or contact.numbers):
            self._trouble.say("danger", self.tr("Give a name, a company or a number."))
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if len(contact.notes) > LONGEST_NOTES:
            self._trouble.say("danger", self.tr("The notes are too long: {0} characters fit.").format(LONGEST_NOTES))
            return
        self._trouble.hide()
        self._set_saving(saving=True)
        self.save_wanted.emit(contact, self._before)

    @Slot()
    def leave(self) -> None:
        """Esc or “Cancel”: asks first where something would be lost."""
        if self._saving:
            return
        if self.is_dirty:
            self._trouble.say("caution", self.tr("Your changes are not saved."), self.tr("Discard"))
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        focused = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if isinstance(focused, QAbstractButton) and not focused.isCheckable():
                focused.click()
            else:
                self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _show(self, contact: Contact, before: Contact | None) -> None:
        self._before = before
        self._trouble.hide()
        self._set_saving(saving=False)
        self._name.setText(contact.name)
        self._company.setText(contact.company)
        self._email.setText(contact.email)
        self._numbers.show_numbers(contact.numbers, are_stored=before is not None)
        self._notes.setPlainText(contact.notes)
        self._favourite.setChecked(contact.favourite)
        self._show_caller_id(contact.caller_id)
        self._shown = self.contact
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_caller_id(self, digits: str) -> None:
        from acefone_desktop.bridge.dialing.number_entry import matching  # noqa: PLC0415 (the numbering plans take time to load)

        caller_ids = self._caller_ids()
        self._model.set_caller_ids(caller_ids)
        self._caller_id.setCurrentIndex(self._model.row_of(matching(digits, caller_ids)))
        self._caller_id.setVisible(bool(caller_ids))

    def _kept_caller_id(self) -> str:
        """A caller ID that the account does not have at present is kept unless another one is chosen."""
        from acefone_desktop.bridge.dialing.number_entry import matching  # noqa: PLC0415

        before = self._before.caller_id if self._before else ""
        return "" if matching(before, self._caller_ids()) else before

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self._save.setEnabled(not saving)
        self._save.setText(self.tr("Saving…") if saving else self.tr("Save"))

    def _lay_out(self) -> None:
        fields = QWidget()
        column(
            fields,
            captioned(self.tr("Name"), self._name),
            captioned(self.tr("Company"), self._company),
            captioned(self.tr("Numbers"), self._numbers),
            captioned(self.tr("E-mail"), self._email),
            self._favourite,
            self._caller_id,
            captioned(self.tr("Notes"), self._notes),
            1,
            spacing=tokens.SPACE_M,
            margins=(tokens.SPACE_L, tokens.SPACE_XS, tokens.SPACE_L, tokens.SPACE_L),
        )
        head = row(self._back, (self._heading, 1), margins=(tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_L, 0))
        foot = row(1, self._cancel, self._save)
        below = column(
            None,
            self._trouble,
            foot,
            margins=(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_M),
        )
        column(self, head, (scrolled(fields), 1), below, spacing=tokens.SPACE_XS)

    def _connect(self) -> None:
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.leave)
        self._back.clicked.connect(self.leave)
        self._trouble.acted.connect(self.left)
        self._trouble.closed.connect(self._trouble.hide)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)


def _line_edit(name: str) -> QLineEdit:
    field = QLineEdit(maxLength=LONGEST_LINE)
    field.setAccessibleName(name)
    return field


def _plain(text: str) -> str:
    return " ".join(text.split())

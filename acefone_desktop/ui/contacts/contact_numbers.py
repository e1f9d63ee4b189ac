"""The numbers of a contact being edited: as many lines as there are numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from acefone_desktop.domain.contacts import ContactNumber
from acefone_desktop.ui.contacts.contact_words import number_text
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import small_font
from acefone_desktop.ui.parts.layouts import button, column, dress, icon_button, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acefone_desktop.domain.numbers import PhoneNumber

_LABEL_WIDTH = 116
LONGEST_NUMBER, LONGEST_LABEL, MOST_NUMBERS = 250, 60, 50


class NumberLine(QWidget):
    """One number with its label. Empty is allowed and means no number."""

    remove_wanted = Signal()
    changed = Signal()

    def __init__(self, number: ContactNumber, region: Callable[[], str], *, is_stored: bool) -> None:
        super().__init__()
        self._region, self._stored = region, number if is_stored else None
        self._stored_text = number_text(number, region())
        self.field = QLineEdit(self._stored_text, maxLength=LONGEST_NUMBER)
        self.field.setPlaceholderText(self.tr("Number"))
        self.field.setAccessibleName(self.tr("Number"))
        self.label = QLineEdit(number.label, maxLength=LONGEST_LABEL)
        self.label.setPlaceholderText(self.tr("Label"))
        self.label.setAccessibleName(self.tr("Label, such as mobile"))
        self.label.setFixedWidth(_LABEL_WIDTH)
        self.label.setCursorPosition(0)
        self.remove = icon_button(Glyph.X_BOLD, self.tr("Remove this number"))
        self._trouble = QLabel(wordWrap=True)
        self._trouble.setFont(small_font(self.font()))
        dress(self._trouble, "danger")
        self._trouble.hide()
        column(self, row((self.field, 1), self.label, self.remove), self._trouble, spacing=2)
        self.field.editingFinished.connect(self._read)
        self.field.textEdited.connect(self._edited)
        self.label.textEdited.connect(self._edited)
        self.remove.clicked.connect(self.remove_wanted)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in this order."""
        return self.field, self.label, self.remove

    @property
    def trouble(self) -> str:
        """Why the number cannot be kept; empty when it can, or when there is none. What is stored already may stay."""
        if not self.field.text().strip() and self.label.text().strip():
            return self.tr("The number for this label is missing.")
        return "" if self._is_untouched else _trouble(self.field.text(), self._region())

    @property
    def number(self) -> ContactNumber | None:
        """What the line amounts to; None where it is empty."""
        text = " ".join(self.field.text().split())
        if not text:
            return None
        label = " ".join(self.label.text().split())
        if self._stored is not None and self._is_untouched:
            return replace(self._stored, label=label)
        read = _read(text, self._region())
        if read is None or read.e164 is None:
            return ContactNumber(text, label)
        return ContactNumber(read.e164, label, read.extension or "")

    @property
    def _is_untouched(self) -> bool:
        return self._stored is not None and self.field.text() == self._stored_text

    def show_trouble(self) -> bool:
        """Says what is wrong, if anything; returns whether something is."""
        trouble = self.trouble
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.field.setAccessibleDescription(trouble)
        return bool(trouble)

    @Slot()
    def _read(self) -> None:
        """Shows a number that was understood as it will be shown from now on."""
        number = self.number
        if number is not None and not self.show_trouble():
            self.field.setText(number_text(number, self._region()))

    @Slot()
    def _edited(self) -> None:
        self._trouble.hide()
        self.field.setAccessibleDescription("")
        self.changed.emit()


class NumberLines(QWidget):
    """All numbers, and the button for one more. Tab comes here from `after`."""

    changed = Signal()

    def __init__(self, region: Callable[[], str], after: QWidget) -> None:
        super().__init__()
        self._region, self._after = region, after
        self._lines: list[NumberLine] = []
        self._room = QVBoxLayout()
        self._room.setSpacing(tokens.SPACE_S)
        self._more = button(self.tr("Add a number"), "link")
        self._more.setIcon(glyph_icon(Glyph.PLUS_BOLD))
        column(self, self._room, row(self._more, 1), spacing=tokens.SPACE_XS)
        self._more.clicked.connect(self._add_empty)

    @property
    def lines(self) -> tuple[NumberLine, ...]:
        """From top to bottom."""
        return tuple(self._lines)

    @property
    def numbers(self) -> tuple[ContactNumber, ...]:
        """Those that are filled in, each once."""
        found = (line.number for line in self._lines)
        return tuple({(n.number, n.extension): n for n in found if n is not None}.values())

    def show_numbers(self, numbers: Sequence[ContactNumber], *, are_stored: bool) -> None:
        """Starts afresh with these; with an empty line where there is none."""
        for line in tuple(self._lines):
            self._drop(line)
        for number in numbers or (ContactNumber(""),):
            self._add(number, is_stored=are_stored and bool(numbers))

    def first_trouble(self) -> NumberLine | None:
        """Marks every number that cannot be kept and returns the first."""
        wrong = [line for line in self._lines if line.show_trouble()]
        return wrong[0] if wrong else None

    def _add(self, number: ContactNumber, *, is_stored: bool = False) -> NumberLine:
        before: QWidget = self._lines[-1].remove if self._lines else self._after
        line = NumberLine(number, self._region, is_stored=is_stored)
        line.remove_wanted.connect(self._remove_sender)
        line.changed.connect(self.changed)
        self._lines.append(line)
        self._room.addWidget(line)
        line.show()  # at once, so that it can take the keyboard
        for stop in line.stops:
            QWidget.setTabOrder(before, stop)
            before = stop
        self._more.setEnabled(len(self._lines) < MOST_NUMBERS)
        return line

    @Slot()
    def _add_empty(self) -> None:
        self._add(ContactNumber("")).field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _remove_sender(self) -> None:
        line = self.sender()
        if isinstance(line, NumberLine):
            self._drop(line)
            if not self._lines:
                self._add(ContactNumber(""))
            self._lines[-1].field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _drop(self, line: NumberLine) -> None:
        self._lines.remove(line)
        self._room.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._more.setEnabled(True)


def _read(text: str, region: str) -> PhoneNumber | None:
    from acefone_desktop.domain.numbers import read_number  # noqa: PLC0415 (the numbering plans take time to load)

    return read_number(text, region)


def _trouble(text: str, region: str) -> str:
    """A faulty number is refused here, where it can be corrected; a short or service code may be kept."""
    if not text.strip():
        return ""
    from acefone_desktop.domain.policy import judge  # noqa: PLC0415 (see above)

    read = _read(text, region)
    if read is None:
        return QCoreApplication.translate("NumberLine", "This is not a telephone number.")
    return judge(read).reason if read.fault is not None else ""

"""Everything about one contact, under the list: each number a button that calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from acefone_desktop.ui.contacts.contact_words import dial_text, number_text
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon, paint_glyph
from acefone_desktop.ui.look.theme import small_font, title_font
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import column, dress, icon_button, row
from acefone_desktop.ui.parts.page_parts import FittedScroller

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.contacts import Contact, ContactNumber
    from acefone_desktop.ui.look.theme import Theme

_NUMBER_HEIGHT = 36
_MOST_HEIGHT = 170
_PAGE_WITHOUT_NUMBERS = 340


class NumberButton(QAbstractButton):
    """A number with its label; pressing it calls."""

    def __init__(self, number: ContactNumber, region: str, theme: Theme) -> None:
        super().__init__()
        self.number, self._theme = number, theme
        self.setText(number_text(number, region))
        self.setAccessibleName(self.tr("Call {0} {1}").format(number.label, self.text()).replace("  ", " "))
        self.setToolTip(self.tr("Call {0}").format(self.text()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, _NUMBER_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.pressed if self.isDown() else colours.hover))
        if self.hasFocus() or self.underMouse() or self.isDown():
            painter.drawRoundedRect(area, tokens.RADIUS_S, tokens.RADIUS_S)
        sign = QRectF(tokens.SPACE_S, (self.height() - 18) / 2, 18, 18)
        paint_glyph(painter, Glyph.PHONE_FILL, sign, colours.call_text)
        left = sign.right() + tokens.SPACE_M
        label = self.number.label
        painter.setFont(small_font(self.font()))
        label_width = min(painter.fontMetrics().horizontalAdvance(label) + 2, int(self.width() * 0.4))
        right = self.width() - tokens.SPACE_S
        painter.setPen(QColor(colours.muted))
        fitted = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, label_width)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(right - label_width, 0, label_width, self.height()), middle, fitted)
        painter.setFont(self.font())
        painter.setPen(QColor(colours.text))
        room = right - label_width - tokens.SPACE_S - left
        fitted = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, 0, room, self.height()), middle, fitted)


class ContactCard(QFrame):
    """Draws one contact. All it does is say what is wanted."""

    dial_wanted = Signal(str)
    favourite_wanted = Signal(object, bool)  # Contact
    edit_wanted = Signal(object)  # Contact
    delete_wanted = Signal(object)  # Contact

    def __init__(self, theme: Theme, region: Callable[[], str]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme, self._region = theme, region
        self._contact: Contact | None = None
        self._title = ElidedLabel()
        self._title.setFont(title_font(self.font()))
        self._company = ElidedLabel()
        dress(self._company, "muted")
        self._star = icon_button(Glyph.STAR, self.tr("Favourite"))
        self._star.setCheckable(True)
        self._edit = icon_button(Glyph.PENCIL_SIMPLE, self.tr("Edit (F2)"))
        self._delete = icon_button(Glyph.TRASH, self.tr("Delete"))
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._scroll = FittedScroller(self._body, _MOST_HEIGHT)
        names = column(None, self._title, self._company, spacing=0)
        head = row((names, 1), self._star, self._edit, self._delete, spacing=0)
        column(self, head, self._scroll, spacing=tokens.SPACE_XS, margins=(12, 8, 8, 8))
        self._star.clicked.connect(self._tell_favourite)
        self._edit.clicked.connect(self._tell_edit)
        self._delete.clicked.connect(self._tell_delete)
        self.hide()

    @property
    def contact(self) -> Contact | None:
        """Whom the card shows."""
        return self._contact

    def show_contact(self, contact: Contact | None) -> None:
        """Draws this contact; hides for None."""
        if contact == self._contact:
            self.setVisible(contact is not None)
            return
        self._contact = contact
        self.setVisible(contact is not None)
        if contact is None:
            return
        self._title.set_whole_text(contact.title)
        self._company.set_whole_text(contact.company if contact.name else "")
        self._company.setVisible(bool(contact.company and contact.name))
        self._star.setChecked(contact.favourite)
        glyph = Glyph.STAR_FILL if contact.favourite else Glyph.STAR
        self._star.setIcon(glyph_icon(glyph, self._theme.colours.caution) if contact.favourite else glyph_icon(glyph))
        self._fill(contact)

    def fit_into(self, page_height: int) -> None:
        """Leaves the list its room; the first number stays in view."""
        self._scroll.limit(max(min(page_height - _PAGE_WITHOUT_NUMBERS, _MOST_HEIGHT), _NUMBER_HEIGHT))

    def _fill(self, contact: Contact) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number in contact.numbers:
            number_button = NumberButton(number, self._region(), self._theme)
            number_button.clicked.connect(self._tell_dial)
            self._add(number_button)
        if not contact.numbers:
            self._add(_line(self.tr("No number"), self.tr("This contact has no number yet")))
        if contact.email:
            self._add(_line(contact.email, self.tr("E-mail")))
        if contact.notes:
            self._add(_line(contact.notes, self.tr("Notes")))
        self._scroll.refit()

    def _add(self, widget: QWidget) -> None:
        self._rows.addWidget(widget)
        widget.show()  # also while the card is hidden, so that it counts in the height

    @Slot()
    def _tell_dial(self) -> None:
        sender = self.sender()
        if isinstance(sender, NumberButton):
            self.dial_wanted.emit(dial_text(sender.number))

    @Slot(bool)
    def _tell_favourite(self, favourite: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self.favourite_wanted.emit(self._contact, favourite)

    @Slot()
    def _tell_edit(self) -> None:
        self.edit_wanted.emit(self._contact)

    @Slot()
    def _tell_delete(self) -> None:
        self.delete_wanted.emit(self._contact)


def _line(text: str, meaning: str) -> QLabel:
    """A text that can be selected; `meaning` says what it is."""
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setContentsMargins(tokens.SPACE_S, tokens.SPACE_XS, tokens.SPACE_S, tokens.SPACE_XS)
    label.setToolTip(meaning)
    dress(label, "muted")
    return label

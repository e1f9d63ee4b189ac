"""The large field that holds the number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import sized

_SEPARATORS = frozenset(" ().-/")
_SHIFTED_ZERO = frozenset(")=")
_EDITING = frozenset(
    {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
)
_SMALLEST_POINTS = 11.0
_SIDE_PADDING = 80  # left padding, right padding with the erase button, and the frame


class NumberField(QLineEdit):
    """Shows the text it is given, keeping the cursor. `typed` tells edits, `pasted` texts that came in at once."""

    typed = Signal(str)
    pasted = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("number")
        self.setMinimumHeight(tokens.NUMBER_FIELD_HEIGHT)
        self.setPlaceholderText(self.tr("Name or number"))
        self.setAccessibleName(self.tr("Name or number to call"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self._shown = ""
        self._is_dialling = self._is_spent = False
        self._erase = QToolButton(self)
        self._erase.setIcon(glyph_icon(Glyph.BACKSPACE, QPalette.ColorRole.PlaceholderText))
        self._erase.setIconSize(QSize(22, 22))
        self._erase.setAccessibleName(self.tr("Delete the last digit"))
        self._erase.setToolTip(self.tr("Delete (hold to clear)"))
        self._erase.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._erase.setAutoRepeat(True)
        self._erase.setAutoRepeatDelay(400)
        self._erase.setAutoRepeatInterval(60)
        self._erase.setCursor(Qt.CursorShape.ArrowCursor)
        self._erase.clicked.connect(self.backspace_significant)
        self._erase.hide()
        self.textEdited.connect(self._tell)
        self._fit()

    def show_text(self, text: str) -> None:
        """Puts the text in, keeping the cursor behind as many digits and letters as it was."""
        self._shown = text
        self._erase.setVisible(bool(text))
        if text == self.text():
            return
        before = _significant(self.text()[: self.cursorPosition()])
        at_end = self.cursorPosition() == len(self.text())
        self.setText(text)
        self.setCursorPosition(len(text) if at_end else _position_behind(text, before))
        self._fit()

    def show_dialling(self, *, busy: bool) -> None:
        """Once a dial is under way its number is spent: what is typed next begins a new one."""
        if busy != self._is_dialling:
            self._is_dialling = self._is_spent = busy

    def type_text(self, text: str) -> None:
        """As if this had been typed at the cursor (dial pad, keys pressed elsewhere on the page)."""
        self._begin_anew()
        self.insert(text)
        self._tell(self.text())

    @Slot()
    def backspace_significant(self) -> None:
        """Deletes the digit or letter before the cursor, whatever separators stand between."""
        self._is_spent = False
        if not self.hasSelectedText():
            while (position := self.cursorPosition()) > 1 and self.text()[position - 1] in _SEPARATORS:
                self.setCursorPosition(position - 1)
                if not any(c not in _SEPARATORS for c in self.text()[: position - 1]):
                    break
        self.backspace()
        self._tell(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() == Qt.Key.Key_Backspace and plain and not self.isReadOnly():
            self.backspace_significant()
        elif event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            event.accept()  # what it leads to may move the focus, and must not be pressed by the same key
        elif not self.take_zero(event):
            if _types(event) or event.matches(QKeySequence.StandardKey.Paste):
                self._begin_anew()
            elif event.key() in _EDITING:
                self._is_spent = False
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._is_spent = False  # who puts the cursor somewhere means to edit
        super().mousePressEvent(event)

    def take_zero(self, event: QKeyEvent) -> bool:
        """Where a number begins, Shift with 0 types `+`, and holding 0 makes it one; whether the key was such.

        With Shift the key gives `)` or `=`, as layouts go: neither begins a number. Where 0 itself needs Shift it
        stays 0.
        """
        start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        before = "" if self._is_spent else self.text()[:start].strip()
        if self.is_plus(event):
            if before == "":
                self.type_text("+")
            return before == ""
        if event.text() != "0" or not event.isAutoRepeat() or before not in {"0", "+"}:
            return False
        if before == "0":
            self.setSelection(0, start)
            self.type_text("+")
        return True

    def is_plus(self, event: QKeyEvent) -> bool:
        """Whether it is Shift with the key of 0, on a layout where that gives no digit."""
        return event.text() in _SHIFTED_ZERO and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _begin_anew(self) -> None:
        if self._is_spent:
            self._is_spent, self._shown = False, ""
            self.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        side = tokens.CONTROL_HEIGHT
        self._erase.setGeometry(self.width() - side - 8, (self.height() - side) // 2, side, side)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()

    @Slot(str)
    def _tell(self, text: str) -> None:
        """A text that grew by several characters at once was pasted or dropped: more than a number may be in it."""
        at_once = len(text) - len(self._shown) > 1
        self._shown = text
        self._erase.setVisible(bool(text))
        (self.pasted if at_once else self.typed).emit(text)
        self._fit()

    def _fit(self) -> None:
        """Large figures while they fit, smaller ones for long numbers, never cut while that can be helped."""
        points = tokens.NUMBER_POINTS
        text = self.text() or self.placeholderText()
        room = max(1.0, self.width() - _SIDE_PADDING)
        font = sized(self.font(), points)
        needed = QFontMetricsF(font).horizontalAdvance(text)
        if needed > room:
            font = sized(font, max(_SMALLEST_POINTS, points * room / needed))
        if font != self.font():
            self.setFont(font)


def _types(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable()


def _significant(text: str) -> int:
    return sum(character not in _SEPARATORS for character in text)


def _position_behind(text: str, count: int) -> int:
    """Where the cursor stands behind `count` characters that are no separators."""
    seen = 0
    for position, character in enumerate(text):
        if seen == count:
            return position
        seen += character not in _SEPARATORS
    return len(text)

"""A coloured strip with a sentence and the one next step: for questions and errors that need no dialogue."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.look.theme import Theme, small_font
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from acefone_desktop.ui.parts.layouts import button, dress, icon_button, row

_GLYPHS = {
    "danger": Glyph.WARNING_CIRCLE_FILL,
    "caution": Glyph.WARNING_FILL,
    "call": Glyph.CHECK_CIRCLE_FILL,
    "plain": Glyph.INFO_FILL,
}
_COLOURS = {"danger": "danger_text", "caution": "caution_text", "call": "call_text", "plain": "muted"}


_PIECE = 12
_LONG_WORD = re.compile(rf"\S{{{2 * _PIECE},}}")
_BREAK = "\u200b"  # zero width space


class Strip(QFrame):
    """Hidden until it has something to say. `acted` is the next step, `closed` the cross."""

    acted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measured = ("", 0, 0)
        self._sign = GlyphLabel(theme, 20)
        self._text = QLabel(wordWrap=True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._action = button("", "link")
        self._close = icon_button(Glyph.X_BOLD, self.tr("Dismiss"))
        self.setLayout(
            row(self._sign, (self._text, 1), self._action, self._close, margins=(12, 8, 8, 8), spacing=tokens.SPACE_S)
        )
        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self.closed)
        self.hide()

    def say(self, kind: str, text: str, action: str = "", *, closable: bool = True) -> None:
        """`kind` is danger, caution, call or plain; no action shows no button."""
        spoken_before = self.isVisible() and self._text.accessibleName() == text
        dress(self, kind, "strip")
        self._sign.show_glyph(_GLYPHS[kind], _COLOURS[kind])
        self._text.setText(breakable(text))
        self._text.setAccessibleName(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._close.setVisible(closable)
        self.show()
        if not spoken_before:
            announce(self, text)

    def height_within(self, width: int, most: int) -> int:
        """The height it needs at this width; where that is more than `most`, it is written smaller from now on."""
        measured = (self._text.text(), width, most)
        if measured != self._measured:  # each change of the font has the layout asked again
            self._measured = measured
            self._text.setFont(self.font())
            if self.heightForWidth(width) > most:
                self._text.setFont(small_font(self.font()))
        return self.heightForWidth(width)


def breakable(text: str) -> str:
    """The text with places to break in words that no line may have room for, such as a path: Qt would cut them."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(_pieces(word.group())), text)


def _pieces(word: str) -> list[str]:
    return [word[start : start + _PIECE] for start in range(0, len(word), _PIECE)]


def prepare_announcements() -> None:
    """Loads what `announce` needs, so that the first call need not wait for it."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: F401, PLC0415 (as below)


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say it, wherever the focus is."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 (12 ms that few need)

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))

"""What a list shows while it has nothing to show: why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.look.theme import Theme, title_font
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from acefone_desktop.ui.parts.layouts import column, dress, row

_SIDE = 56


class EmptyState(QWidget):
    """A sign, a heading, a sentence and the next steps."""

    def __init__(self, theme: Theme, *steps: QPushButton) -> None:
        super().__init__()
        self._sign = GlyphLabel(theme, _SIDE)
        self._title = _centred(QLabel())
        self._title.setFont(title_font(self.font()))
        self._text = _centred(QLabel())
        dress(self._text, "muted")
        self._steps = steps
        column(
            self,
            2,
            row(1, self._sign, 1),
            self._title,
            self._text,
            *(row(1, step, 1, margins=(0, tokens.SPACE_XS, 0, 0)) for step in steps),
            3,
            spacing=tokens.SPACE_S,
            margins=(tokens.SPACE_XL, 0, tokens.SPACE_XL, 0),
        )

    def show_words(self, glyph: Glyph, title: str, text: str, *, steps: bool = True) -> None:
        """`steps` says whether the next steps are offered."""
        self._sign.show_glyph(glyph, "outline")
        self._title.setText(title)
        self._text.setText(text)
        for step in self._steps:
            step.setVisible(steps)


def _centred(label: QLabel) -> QLabel:
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label

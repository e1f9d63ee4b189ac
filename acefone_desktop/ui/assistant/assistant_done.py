"""The assistant's last step: everything is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from acefone_desktop.bridge.dialing.caller_id_model import shown_number
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.look.theme import title_font
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from acefone_desktop.ui.parts.layouts import button, column, dress, row
from acefone_desktop.ui.parts.page_parts import wrapped

if TYPE_CHECKING:
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.ui.look.theme import Theme

_SIGN = 64


class DoneStep(QWidget):
    """Says how the first call goes."""

    finished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        sign = GlyphLabel(theme, _SIGN)
        sign.show_glyph(Glyph.CHECK_CIRCLE_FILL, "call_text")
        self._title = QLabel(wordWrap=True)
        self._title.setFont(title_font(self.font()))
        self._text = wrapped()
        self._session = wrapped(
            self.tr("You are signed in for this session: when the app ends, nothing of the sign-in is kept."), "caution"
        )
        for label in (self._title, self._text, self._session):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        dress(self._text, "muted")
        self._finish = button(self.tr("Start"), "primary")
        column(
            self,
            1,
            row(1, sign, 1),
            self._title,
            self._text,
            self._session,
            row(1, self._finish, 1, margins=(0, tokens.SPACE_S, 0, 0)),
            2,
            spacing=tokens.SPACE_M,
        )
        self._finish.clicked.connect(self.finished)
        self.setFocusProxy(self._finish)

    def show_agent(self, agent: Agent, *, for_this_session: bool) -> None:
        """Who is ready to call."""
        self._title.setText(self.tr("Ready, {0}").format(agent.name or str(agent.id)))
        phone = shown_number(agent.phone.lstrip("+"), "") if agent.phone else self.tr("your phone")
        self._text.setText(
            self.tr("Type a number and press Enter. {0} rings first; pick it up and your customer is called.").format(
                phone
            )
        )
        self._session.setVisible(for_this_session)

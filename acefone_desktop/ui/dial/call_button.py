"""The large button that calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.layouts import dress, sign_size

if TYPE_CHECKING:
    from acefone_desktop.bridge.dialing.dial_state import DialState


class CallButton(QPushButton):
    """Says what a press does now: call, or call in spite of a question."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "call")
        self.setAutoDefault(False)
        self.setMinimumHeight(tokens.CALL_BUTTON_HEIGHT)
        self.setIconSize(sign_size(20))

    def render_state(self, state: DialState, reason: str) -> None:
        """`reason` says why there is no number to call, where that is so."""
        text = self.tr("Calling…") if state.busy else self.tr("Call anyway") if state.confirming else self.tr("Call")
        self.setText(text)
        dress(self, "caution" if state.confirming else "call", "kind")
        self.setIcon(glyph_icon(Glyph.PHONE_FILL, "#2b1b00" if state.confirming else "#ffffff"))
        self.setEnabled(state.can_dial)
        refused = state.verdict.reason if state.verdict and not state.can_dial and not state.busy else reason
        self.setToolTip(refused)
        self.setAccessibleDescription(refused)

"""What few calls need: a maximum length and a text of one's own; and the digits that will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSpinBox, QWidget

from acefone_desktop.domain.dial_wishes import LONGEST_CALL_S, LONGEST_CUSTOM_IDENTIFIER
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import small_font
from acefone_desktop.ui.parts.layouts import column, dress, row

if TYPE_CHECKING:
    from acefone_desktop.bridge.dialing.dial_state import DialState
    from acefone_desktop.bridge.dialing.dial_store import DialStore

_MINUTE = 60


class MorePanel(QFrame):
    """Unfolds under the caller ID."""

    def __init__(self, store: DialStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._store = store
        self._minutes = self._spin(LONGEST_CALL_S // _MINUTE, self.tr(" min"), self.tr("Maximum call length, minutes"))
        self._seconds = self._spin(_MINUTE - 1, self.tr(" s"), self.tr("Maximum call length, seconds"))
        self._identifier = QLineEdit(maxLength=LONGEST_CUSTOM_IDENTIFIER)
        self._identifier.setPlaceholderText(self.tr("None"))
        self._identifier.setAccessibleName(self.tr("Custom identifier"))
        self._identifier.setAccessibleDescription(self.tr("Comes back with everything Acefone reports about this call"))
        self._identifier.setToolTip(self._identifier.accessibleDescription())
        self._sent = QLineEdit(readOnly=True)
        self._sent.setAccessibleName(self.tr("Digits sent"))
        self._sent.setAccessibleDescription(self.tr("Exactly what Acefone is asked to call, without any extension"))
        self._sent.setToolTip(self._sent.accessibleDescription())
        self._lay_out()
        self._minutes.editingFinished.connect(self._tell_length)
        self._seconds.editingFinished.connect(self._tell_length)
        self._identifier.textEdited.connect(store.set_custom_identifier)

    def render_state(self, state: DialState) -> None:
        """Draws the values, without disturbing a field that is being edited."""
        length = state.max_length_s or 0
        self._minutes.setSpecialValueText("" if length else self.tr("No limit"))
        if not (self._minutes.hasFocus() or self._seconds.hasFocus()):
            self._minutes.setValue(length // _MINUTE)
            self._seconds.setValue(length % _MINUTE)
        if not self._identifier.hasFocus() or not state.text:
            self._identifier.setText(state.custom_identifier)
        digits = state.number.digits_sent if state.number else None
        refused = state.verdict is not None and state.verdict.decision.value == "refuse"
        self._sent.setText("" if refused else digits or "")
        self._sent.setPlaceholderText(self.tr("Nothing") if refused else self.tr("Nothing yet"))

    @Slot()
    def _tell_length(self) -> None:
        self._store.set_max_length(self._minutes.value() * _MINUTE + self._seconds.value())

    def _spin(self, most: int, suffix: str, name: str) -> QSpinBox:
        spin = QSpinBox(minimum=0, maximum=most, suffix=suffix)
        spin.setAccessibleName(name)
        spin.setMinimumWidth(88)
        spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        spin.setToolTip(self.tr("0 leaves it to the account; otherwise 30 seconds to 2 hours"))
        return spin

    def _lay_out(self) -> None:
        captions = [
            QLabel(text)
            for text in (self.tr("Maximum call length"), self.tr("Custom identifier"), self.tr("Digits sent"))
        ]
        for caption in captions:
            caption.setFont(small_font(self.font()))
            dress(caption, "muted")
        length, identifier, sent = captions
        length.setBuddy(self._minutes)
        identifier.setBuddy(self._identifier)
        sent.setBuddy(self._sent)
        identifier.setFixedWidth(identifier.fontMetrics().horizontalAdvance(identifier.text()) + tokens.SPACE_S)
        sent.setFixedWidth(identifier.width())
        column(
            self,
            row((length, 1), self._minutes, self._seconds),
            row(identifier, (self._identifier, 1)),
            row(sent, (self._sent, 1)),
            margins=(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S),
        )

"""A call that is over, in one row; the rest of what there is to say about it unfolds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.incoming_calls import is_incoming
from acefone_desktop.ui.calls.call_words import Tone, duration_text
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import sized, small_font
from acefone_desktop.ui.parts.clamped_label import ClampedLabel
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from acefone_desktop.ui.parts.layouts import column, dress, icon_button, row

if TYPE_CHECKING:
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.ui.calls.call_faces import CallFaces
    from acefone_desktop.ui.calls.call_words import CallWords
    from acefone_desktop.ui.look.theme import Theme

ROLES = {Tone.GOOD: "call", Tone.BAD: "danger", Tone.PERHAPS: "caution", Tone.QUIET: "muted"}
_SIGN = 20
_STATUS_LINES, _DETAIL_LINES = 2, 3
_DEED_WIDTH = 28
_GLYPHS = {
    CallOutcome.ANSWERED: Glyph.CHECK_CIRCLE_FILL,
    CallOutcome.CUSTOMER_MISSED: Glyph.PHONE_X_FILL,
    CallOutcome.AGENT_MISSED: Glyph.PHONE_X_FILL,
    CallOutcome.REFUSED: Glyph.PROHIBIT_BOLD,
    CallOutcome.FAILED: Glyph.WARNING_CIRCLE_FILL,
    CallOutcome.UNKNOWN: Glyph.QUESTION_FILL,
}


class EndedCall(QWidget):
    """Who, how it came out, how long it took; call again, note, unfold, dismiss.

    A remedy is said without unfolding. `noting` is the button that opens the call's note.
    """

    again_wanted = Signal()
    dismissed = Signal()
    unfolded = Signal(bool)

    def __init__(self, faces: CallFaces, theme: Theme, noting: QToolButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faces, self._theme, self._noting = faces, theme, noting
        self._key: CallKey | None = None
        self._sign = GlyphLabel(theme, _SIGN)
        self._name, self._number, self._caller_id = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self._status, self._detail = ClampedLabel(_STATUS_LINES), ClampedLabel(_DETAIL_LINES)
        self._duration = QLabel()
        self._again = icon_button(Glyph.PHONE_FILL, self.tr("Call again"))
        self._fold = icon_button(Glyph.CARET_DOWN_BOLD, self.tr("Show more about this call"))
        self._fold.setCheckable(True)
        self._close = icon_button(Glyph.X_BOLD, self.tr("Dismiss this call"))
        self._more = QWidget()
        self._dress_parts()
        self._lay_out()
        self._again.clicked.connect(self.again_wanted)
        self._close.clicked.connect(self.dismissed)
        self._fold.toggled.connect(self._unfold)
        theme.changed.connect(self._dress_again)

    @property
    def is_unfolded(self) -> bool:
        """Whether all there is to say is shown."""
        return self._fold.isChecked()

    def show_call(self, call: Call, words: CallWords) -> None:
        """Draws it whole. Another call than before comes folded."""
        if call.key != self._key:
            self._key = call.key
            self._fold.setChecked(False)
        incoming = is_incoming(call)
        name, number = self._faces.name(call), self._faces.number(call)
        self._name.set_whole_text(name or number or self.tr("Unknown number"))
        extension = self.tr("Extension {0}").format(call.extension) if call.extension else ""
        below = " · ".join(part for part in (number if name else "", extension) if part)
        self._number.set_whole_text(below)
        self._number.setVisible(bool(below))
        self._caller_id.set_whole_text(self._caller_id_text(call, incoming=incoming))
        self._status.set_whole_text(words.status)
        dress(self._status, ROLES[words.tone])
        colour = {Tone.GOOD: "call_text", Tone.BAD: "danger_text", Tone.PERHAPS: "caution_text"}
        answered = incoming and call.outcome is CallOutcome.ANSWERED
        glyph = Glyph.PHONE_INCOMING if answered else _GLYPHS[call.outcome or CallOutcome.UNKNOWN]
        self._sign.show_glyph(glyph, colour.get(words.tone, "muted"))
        self._detail.set_whole_text(words.detail)
        self._detail.setVisible(bool(words.detail))
        self._again.setVisible(bool(call.customer))
        again = self.tr("Call back") if incoming else self.tr("Call again")
        self._again.setAccessibleName(again)
        self._again.setToolTip(again)

    def _caller_id_text(self, call: Call, *, incoming: bool) -> str:
        caller_id = self._faces.caller_id(call)
        if incoming:
            return self.tr("Incoming, called: {0}").format(caller_id) if caller_id else self.tr("Incoming call")
        return self.tr("Caller ID: {0}").format(caller_id or self.tr("account default"))

    def show_seconds(self, seconds: float | None) -> None:
        """How long was talked; None where nobody talked."""
        self._duration.setText("" if seconds is None else duration_text(seconds))
        self._duration.setVisible(seconds is not None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click anywhere on it unfolds and folds."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._fold.toggle()

    @Slot(bool)
    def _unfold(self, shown: bool) -> None:  # noqa: FBT001 (Qt's signal)
        name = self.tr("Show less about this call") if shown else self.tr("Show more about this call")
        self._fold.setIcon(glyph_icon(Glyph.CARET_UP_BOLD if shown else Glyph.CARET_DOWN_BOLD))
        self._fold.setAccessibleName(name)
        self._fold.setToolTip(name)
        self._more.setVisible(shown)
        self.unfolded.emit(shown)

    @Slot()
    def _dress_again(self) -> None:
        self._again.setIcon(glyph_icon(Glyph.PHONE_FILL, self._theme.colours.call_text))

    def _dress_parts(self) -> None:
        self._dress_again()
        self._name.setFont(sized(self.font(), self.font().pointSizeF(), weight=QFont.Weight.DemiBold))
        for label in (self._number, self._caller_id, self._detail):
            label.setFont(small_font(self.font()))
            dress(label, "muted")
        dress(self._duration, "muted")
        for sign in (self._again, self._noting, self._fold, self._close):
            sign.setFixedSize(_DEED_WIDTH, tokens.CONTROL_HEIGHT - 4)

    def _lay_out(self) -> None:
        self._again.setIconSize(QSize(20, 20))
        who = column(None, self._name, self._status, spacing=0)
        deeds = row(self._again, self._noting, self._fold, self._close, spacing=0)
        column(self._more, self._number, self._caller_id, spacing=2)
        self._more.hide()
        below_name = (_SIGN + tokens.SPACE_S, 0, 0, 0)
        said = column(None, self._detail, self._more, spacing=tokens.SPACE_XS, margins=below_name)
        column(self, row(self._sign, (who, 1), self._duration, deeds), said)

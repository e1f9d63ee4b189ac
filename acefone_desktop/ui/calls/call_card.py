"""The card of the call in front: who, where the call is, how long, and what can be done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from acefone_desktop.bridge.call_clock import CallClock
from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.ui.calls.call_words import Tone, duration_text, hang_up_reason, step_of, words_for
from acefone_desktop.ui.calls.leg_picture import LegPicture
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import sized, small_font, title_font
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.glyph_label import GlyphLabel
from acefone_desktop.ui.parts.layouts import button, column, dress, icon_button, row
from acefone_desktop.ui.parts.strip import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.call_store import CallsState, CallStore
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.ui.calls.call_faces import CallFaces
    from acefone_desktop.ui.calls.call_words import CallWords
    from acefone_desktop.ui.look.theme import Theme

_TICK_MS = 250
_ROLES = {Tone.GOOD: "call", Tone.BAD: "danger", Tone.PERHAPS: "caution", Tone.QUIET: "muted"}
_RINGING = frozenset(
    {CallState.ACCEPTED, CallState.AGENT_RINGING, CallState.AGENT_ANSWERED, CallState.CUSTOMER_RINGING}
)
_END_GLYPHS = {
    CallOutcome.ANSWERED: Glyph.CHECK_CIRCLE_FILL,
    CallOutcome.CUSTOMER_MISSED: Glyph.PHONE_X_FILL,
    CallOutcome.AGENT_MISSED: Glyph.PHONE_X_FILL,
    CallOutcome.REFUSED: Glyph.PROHIBIT_BOLD,
    CallOutcome.FAILED: Glyph.WARNING_CIRCLE_FILL,
    CallOutcome.UNKNOWN: Glyph.QUESTION_FILL,
}


def _now() -> datetime:
    return datetime.now(UTC)


class CallCard(QFrame):
    """Draws the call in front of the store; with several calls, a pager leads to the others."""

    def __init__(self, store: CallStore, faces: CallFaces, theme: Theme, now: Callable[[], datetime] = _now) -> None:
        super().__init__()
        self.setObjectName("card")
        self._store, self._faces, self._now = store, faces, now
        self._clock = CallClock()
        self._shown_key: CallKey | None = None
        self._name, self._number, self._caller_id = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self._timer, self._status, self._detail, self._reason, self._place = (QLabel() for _ in range(5))
        self._sign = GlyphLabel(theme, 20)
        self._picture = LegPicture(theme)
        self._dress_labels()
        self._hang_up = button(self.tr("Hang up"), "danger")
        self._hang_up.setIcon(glyph_icon(Glyph.PHONE_DISCONNECT_FILL, "#ffffff"))
        self._hang_up.setIconSize(QSize(20, 20))
        self._again = button(self.tr("Call again"))
        self._again.setIcon(glyph_icon(Glyph.PHONE_FILL))
        self._close = icon_button(Glyph.X_BOLD, self.tr("Dismiss this call"))
        self._previous = icon_button(Glyph.CARET_LEFT_BOLD, self.tr("Previous call"))
        self._next = icon_button(Glyph.CARET_RIGHT_BOLD, self.tr("Next call"))
        self._lay_out()
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._connect()
        self.render_state(store.state)

    def render_state(self, state: CallsState) -> None:
        """The only method that writes to widgets, the ticking timer apart."""
        now = self._now()
        for each in state.calls:
            self._clock.see(each, now)
        self._render_pager(state)
        call = state.front
        if call is None:
            self._ticks.stop()
            return
        words = words_for(call, self._faces.title(call))
        self._render_who(call)
        self._render_words(call, words)
        self._render_picture(call, words)
        self._render_actions(call, hanging_up=call.key in state.hanging_up)
        self._tick()
        self._ticks.start() if call.is_open else self._ticks.stop()

    def _render_who(self, call: Call) -> None:
        name, number = self._faces.name(call), self._faces.number(call)
        self._name.set_whole_text(name or number or self.tr("Unknown number"))
        self._number.set_whole_text(number if name else "")
        self._number.setVisible(bool(name))
        caller_id = self._faces.caller_id(call) or self.tr("account default")
        self._caller_id.set_whole_text(self.tr("Caller ID: {0}").format(caller_id))

    def _render_words(self, call: Call, words: CallWords) -> None:
        if self._status.text() != words.status or self._shown_key != call.key:
            announce(self, f"{self._faces.title(call)}: {words.status}. {words.detail}".strip())
        self._shown_key = call.key
        self._status.setText(words.status)
        self._detail.setText(words.detail)
        self._detail.setVisible(bool(words.detail))
        dress(self._status, _ROLES[words.tone])
        outcome = call.outcome
        self._sign.setVisible(outcome is not None)
        if outcome is not None:
            colour = {Tone.GOOD: "call_text", Tone.BAD: "danger_text", Tone.PERHAPS: "caution_text"}
            self._sign.show_glyph(_END_GLYPHS[outcome], colour.get(words.tone, "muted"))

    def _render_picture(self, call: Call, words: CallWords) -> None:
        self._picture.setVisible(call.is_open)
        customer = self._faces.name(call).split(" ")[0]
        ringing = call.state in _RINGING and not call.hang_up_asked
        self._picture.show_step(step_of(call), words.tone, customer, ringing=ringing, is_open=call.is_open)

    def _render_actions(self, call: Call, *, hanging_up: bool) -> None:
        reason = self.tr("Asking Acefone to end this call.") if hanging_up else hang_up_reason(call)
        self._hang_up.setVisible(call.is_open)
        self._hang_up.setEnabled(call.is_open and not reason)
        self._hang_up.setToolTip(reason)
        self._hang_up.setAccessibleDescription(reason)
        self._reason.setText(reason)
        self._reason.setVisible(call.is_open and bool(reason))
        self._again.setVisible(not call.is_open and bool(call.customer))
        self._close.setVisible(not call.is_open)

    def _render_pager(self, state: CallsState) -> None:
        several = len(state.calls) > 1
        for widget in (self._previous, self._place, self._next):
            widget.setVisible(several)
        if several and state.front is not None:
            place = state.calls.index(state.front)
            running = len(state.open_calls)
            text = self.tr("Call {0} of {1}").format(place + 1, len(state.calls))
            self._place.setText(f"{text} · " + self.tr("{0} running").format(running) if running else text)
            self._previous.setEnabled(place > 0)
            self._next.setEnabled(place < len(state.calls) - 1)

    @Slot()
    def _tick(self) -> None:
        call = self._store.state.front
        if call is None:
            return
        known = call.is_open or call.outcome is CallOutcome.ANSWERED
        text = duration_text(self._clock.seconds(call, self._now())) if known else ""
        if self._timer.text() != text:
            self._timer.setText(text)

    @Slot()
    def _ask_hang_up(self) -> None:
        if self._store.state.selected is not None:
            self._store.hang_up(self._store.state.selected)

    @Slot()
    def _ask_again(self) -> None:
        call = self._store.state.front
        if call is not None:
            self._store.call_again_wanted.emit(call)
            self._store.dismiss(call.key)

    @Slot()
    def _dismiss(self) -> None:
        if self._store.state.selected is not None:
            self._store.dismiss(self._store.state.selected)

    @Slot()
    def _show_previous(self) -> None:
        self._show_neighbour(-1)

    @Slot()
    def _show_next(self) -> None:
        self._show_neighbour(1)

    def _show_neighbour(self, step: int) -> None:
        calls = self._store.state.calls
        places = [place for place, call in enumerate(calls) if call.key == self._store.state.selected]
        if places and 0 <= places[0] + step < len(calls):
            self._store.select(calls[places[0] + step].key)

    def _connect(self) -> None:
        self._store.changed.connect(self.render_state)
        self._ticks.timeout.connect(self._tick)
        self._hang_up.clicked.connect(self._ask_hang_up)
        self._again.clicked.connect(self._ask_again)
        self._close.clicked.connect(self._dismiss)
        self._previous.clicked.connect(self._show_previous)
        self._next.clicked.connect(self._show_next)

    def _dress_labels(self) -> None:
        self._name.setFont(title_font(self.font()))
        self._timer.setFont(sized(self.font(), tokens.TIMER_POINTS))
        self._timer.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._status.setFont(sized(self.font(), self.font().pointSizeF() * 1.1, weight=QFont.Weight.DemiBold))
        for label in (self._status, self._detail, self._reason):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._number, self._caller_id, self._detail, self._reason, self._place):
            label.setFont(small_font(self.font()))
            dress(label, "muted")

    def _lay_out(self) -> None:
        who = column(None, self._name, self._number, self._caller_id, spacing=2)
        column(
            self,
            row(self._previous, (self._place, 1), self._next),
            row((who, 1), column(None, row(self._timer, self._close), 1), spacing=tokens.SPACE_M),
            self._picture,
            row(self._sign, (self._status, 1)),
            self._detail,
            row((self._hang_up, 1), (self._again, 1)),
            self._reason,
            margins=(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M),
        )
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

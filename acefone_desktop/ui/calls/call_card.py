"""The card of the call in front: who, where the call is, how long, and what can be done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from acefone_desktop.bridge.call_clock import CallClock
from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.incoming_calls import is_incoming
from acefone_desktop.services.elapsed import elapsed_seconds
from acefone_desktop.ui.calls.call_note import CallNoteBox
from acefone_desktop.ui.calls.call_note_field import MOST_LINES
from acefone_desktop.ui.calls.call_party import CallParty
from acefone_desktop.ui.calls.call_status import CallStatus
from acefone_desktop.ui.calls.call_words import duration_text, hang_up_note, hang_up_reason, step_of, words_for
from acefone_desktop.ui.calls.ended_call import ROLES, EndedCall
from acefone_desktop.ui.calls.incoming_words import incoming_step
from acefone_desktop.ui.calls.leg_picture import LegPicture
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import sized, small_font
from acefone_desktop.ui.parts.layouts import button, column, dress, icon_button, row, sign_size
from acefone_desktop.ui.parts.strip import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.call_note_store import CallNoteStore
    from acefone_desktop.bridge.call_store import CallsState, CallStore
    from acefone_desktop.bridge.past_calls import PastCalls
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.ui.calls.call_faces import CallFaces
    from acefone_desktop.ui.calls.call_words import CallWords
    from acefone_desktop.ui.look.theme import Theme

_TICK_MS = 250
_ROOMY_HEIGHT = 660
"""A window of this height has room for a running call with the longest note shown, and for the next number."""
_LINES_IN_LOW_WINDOW = 2
LONGEST_IN_SENTENCE = 24
_RINGING = frozenset(
    {CallState.ACCEPTED, CallState.AGENT_RINGING, CallState.AGENT_ANSWERED, CallState.CUSTOMER_RINGING}
)


def _now() -> datetime:
    return datetime.now(UTC)


def shortened(name: str) -> str:
    """A name as it goes into a sentence whose end matters more."""
    return name if len(name) <= LONGEST_IN_SENTENCE else name[: LONGEST_IN_SENTENCE - 1].rstrip() + "…"


class CallCard(QFrame):
    """Draws the call in front of the store; with several calls, a pager leads to the others."""

    def __init__(
        self,
        store: CallStore,
        faces: CallFaces,
        notes: CallNoteStore,
        theme: Theme,
        now: Callable[[], datetime] = _now,
        elapsed: Callable[[], float] = elapsed_seconds,
        *,
        past: PastCalls | None = None,
        transfer_wanted: Callable[[Call], None] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self._store, self._faces, self._now = store, faces, now
        self._transfer_wanted = transfer_wanted
        self._clock = CallClock(elapsed)
        self._shown_key: CallKey | None = None
        self._said = ""
        self._party = CallParty(faces, past)
        self._timer, self._place = QLabel(), QLabel()
        self._running, self._status, self._picture = QWidget(), CallStatus(), LegPicture(theme)
        self._note = CallNoteBox(notes)
        self._ended = EndedCall(faces, theme, self._note.opener())
        self._dress_labels()
        self._hang_up = button(self.tr("Hang up"), "danger")
        self._hang_up.setIcon(glyph_icon(Glyph.PHONE_DISCONNECT_FILL, "#ffffff"))
        self._hang_up.setIconSize(sign_size(20))
        self._transfer = button(self.tr("Transfer…"), "quiet")
        self._transfer.setToolTip(self.tr("Give this call to somebody else (Ctrl+T)"))
        if transfer_wanted is None:  # never shown here: without a parent yet, it would be a window of its own
            self._transfer.hide()
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
        self._clock.forget_others(state.calls)
        self._render_pager(state)
        call = state.front
        self._note.show_call(call)
        if call is None:
            self._ticks.stop()
            return
        told = self._faces.customer_answers_told()
        who, unseen = shortened(self._faces.title(call)), state.unseen is not None
        words = words_for(call, who, customer_answers_told=told, is_unseen=unseen, us=self._faces.us())
        self._say(call, words)
        self._running.setVisible(call.is_open)
        self._ended.setVisible(not call.is_open)
        if call.is_open:
            self._render_running(call, words, hanging_up=call.key in state.hanging_up)
        else:
            self._ended.show_call(call, words)
        self._tick()
        self._ticks.start() if call.is_open else self._ticks.stop()

    def _say(self, call: Call, words: CallWords) -> None:
        extension = self.tr("Extension {0}.").format(call.extension) if call.extension else ""
        said = " ".join(f"{self._faces.title(call)}: {words.status}. {words.detail} {extension}".split())
        if said != self._said or self._shown_key != call.key:
            announce(self, said)
        self._said, self._shown_key = said, call.key

    def _render_running(self, call: Call, words: CallWords, *, hanging_up: bool) -> None:
        self._party.show_call(call)
        incoming, us = is_incoming(call), self._faces.us()
        self._picture.show_step(
            incoming_step(call, us) if incoming else step_of(call),
            words.tone,
            self._faces.name(call).split(" ")[0],
            ringing=call.state in _RINGING and not call.hang_up_asked,
            is_open=True,
            incoming=incoming,
        )
        asking = self.tr("Asking Acefone to end this call.") if hanging_up else ""
        reason = asking or hang_up_reason(call, us)
        self._hang_up.setEnabled(not reason)
        self._hang_up.setToolTip(reason)
        self._hang_up.setAccessibleDescription(reason)
        note, given_away = asking or words.detail or hang_up_note(call), bool(call.transferred_to)
        self._status.show_words(words.status, ROLES[words.tone], note, keeps_note=given_away)

    def _render_pager(self, state: CallsState) -> None:
        several = len(state.calls) > 1
        for widget in (self._previous, self._place, self._next):
            widget.setVisible(several)
        if several and state.front is not None:
            place = state.calls.index(state.front)
            self._place.setText(self._place_text(state, state.front))
            self._previous.setEnabled(place > 0)
            self._next.setEnabled(place < len(state.calls) - 1)

    def _place_text(self, state: CallsState, front: Call) -> str:
        """Running calls are counted among themselves: an ended one that still stands here is no call going on."""
        kind = [call for call in state.calls if call.is_open == front.is_open]
        running = len(state.open_calls)
        if not front.is_open:
            several, single = self._over_text(front)
            text = several.format(kind.index(front) + 1, len(kind)) if len(kind) > 1 else single
            return f"{text} · " + self.tr("{0} running").format(running) if running else text
        if running == 1:
            return self.tr("1 call running")
        return self.tr("Call {0} of {1}").format(kind.index(front) + 1, running)

    def _over_text(self, front: Call) -> tuple[str, str]:
        """One of several, and the only one; a call that is still looked for has not been seen to end."""
        if front.state is CallState.UNKNOWN and not front.is_settled:
            return self.tr("Call {0} of {1}: being looked for"), self.tr("Call being looked for")
        return self.tr("Ended call {0} of {1}"), self.tr("Ended call")

    @Slot()
    def _tick(self) -> None:
        call = self._store.state.front
        if call is None:
            return
        seconds = self._clock.seconds(call)
        if not call.is_open:
            self._ended.show_seconds(seconds if call.outcome is CallOutcome.ANSWERED else None)
            return
        self._make_room()
        text = duration_text(seconds)
        if self._timer.text() != text:
            self._timer.setText(text)

    @Slot()
    def _make_room(self) -> None:
        """In a low window a note takes the picture's place: the words say the same."""
        is_low = self.window().height() < _ROOMY_HEIGHT
        self._note.field.limit_lines(_LINES_IN_LOW_WINDOW if is_low else MOST_LINES)
        self._picture.setVisible(not (is_low and self._note.isVisibleTo(self)))

    @Slot()
    def _ask_hang_up(self) -> None:
        if self._store.state.selected is not None:
            self._store.hang_up(self._store.state.selected)

    @Slot()
    def _ask_transfer(self) -> None:
        call = self._store.state.front
        if call is not None and call.is_open and self._transfer_wanted is not None:
            self._transfer_wanted(call)

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

    @Slot(bool)
    def _hold(self, writing: bool) -> None:  # noqa: FBT001 (Qt's signal)
        """What somebody types about this call must not land in the note of a new one."""
        self._store.hold(self._store.state.selected if writing else None)

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
        self._store.note_wanted.connect(self._note.open)
        self._ticks.timeout.connect(self._tick)
        self._hang_up.clicked.connect(self._ask_hang_up)
        self._transfer.clicked.connect(self._ask_transfer)
        QShortcut(QKeySequence("Ctrl+T"), self).activated.connect(self._ask_transfer)
        self._ended.again_wanted.connect(self._ask_again)
        self._ended.dismissed.connect(self._dismiss)
        self._note.writing.connect(self._hold)
        self._note.folded.connect(self._make_room)
        self._previous.clicked.connect(self._show_previous)
        self._next.clicked.connect(self._show_next)

    def _dress_labels(self) -> None:
        self._timer.setFont(sized(self.font(), tokens.TIMER_POINTS))
        self._timer.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._place.setFont(small_font(self.font()))
        dress(self._place, "muted")

    def _lay_out(self) -> None:
        column(
            self._running,
            row((self._party, 1), column(None, self._timer, 1), spacing=tokens.SPACE_M),
            self._party.last,
            self._picture,
            self._status,
            row((self._hang_up, 1), self._transfer, self._note.opener()),
        )
        column(
            self,
            row(self._previous, (self._place, 1), self._next),
            self._running,
            self._ended,
            self._note,
            margins=(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M),
        )
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

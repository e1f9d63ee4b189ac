"""All that is known of one call, under the list: what happened when, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from acefone_desktop.ui.calls.call_card import shortened
from acefone_desktop.ui.calls.call_note import CallNoteBox
from acefone_desktop.ui.calls.call_words import duration_text, words_for
from acefone_desktop.ui.history.history_words import (
    direction_word,
    exact_time,
    moment_of,
    source_word,
    whole_day,
)
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import title_font
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import button, column, dress, icon_button, row, sign_size
from acefone_desktop.ui.parts.page_parts import FittedScroller, small, wrapped
from acefone_desktop.ui.parts.times_of_day import time_text

if TYPE_CHECKING:
    from acefone_desktop.bridge.call_note_store import CallNoteStore
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.calls.call_faces import CallFaces
    from acefone_desktop.ui.look.theme import Theme

_MOST_HEIGHT, _LEAST_HEIGHT = 112, 32
_PAGE_WITHOUT_EVENTS = 440
_MOST_EVENTS = 60


class CallDetails(QFrame):
    """Draws one call. All it does is say what is wanted."""

    call_wanted = Signal(object)  # Call
    copy_wanted = Signal(object)  # Call
    add_wanted = Signal(object)  # Call

    def __init__(self, faces: CallFaces, notes: CallNoteStore, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._faces, self._theme = faces, theme
        self._call: Call | None = None
        self._title = ElidedLabel()
        self._title.setFont(title_font(self.font()))
        self._number = ElidedLabel()
        dress(self._number, "muted")
        self._outcome = wrapped()
        self._facts = small(wrapped(role="muted"))
        self._again = button(self.tr("Call again"), "primary")
        self._again.setIconSize(sign_size(18))
        self._copy = icon_button(Glyph.COPY, self.tr("Copy number"))
        self._add = icon_button(Glyph.USER_PLUS, self.tr("Add to contacts"))
        self.note = CallNoteBox(notes)
        self._events = QWidget()
        self._grid = QGridLayout(self._events)
        self._grid.setContentsMargins(0, 0, tokens.SPACE_S, 0)
        self._grid.setHorizontalSpacing(tokens.SPACE_M)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._scroll = FittedScroller(self._events, _MOST_HEIGHT)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName(self.tr("What happened"))
        self._lay_out()
        self._again.clicked.connect(self._tell_call)
        self._copy.clicked.connect(self._tell_copy)
        self._add.clicked.connect(self._tell_add)
        theme.changed.connect(self._dress_icons)
        self._dress_icons()
        self.hide()

    def show_call(self, call: Call | None) -> None:
        """Draws this call, also when only its contact has changed; hides for None."""
        changed = call != self._call
        self._call = call
        self.note.show_call(call)
        self.setVisible(call is not None)
        if call is None:
            return
        name, number = self._faces.name(call), self._faces.number(call)
        self._title.set_whole_text(name or number or self.tr("Number unknown"))
        extension = self.tr("Extension {0}").format(call.extension) if call.extension else ""
        below = " · ".join(part for part in (number if name else "", extension) if part)
        self._number.set_whole_text(below)
        self._number.setVisible(bool(below))
        told = self._faces.customer_answers_told()
        words = words_for(call, shortened(name or number), customer_answers_told=told, us=self._faces.us())
        self._outcome.setText(f"{words.status}. {words.detail}" if words.detail else words.status)
        dress(self._outcome, words.tone.value)
        self._facts.setText(self._facts_of(call))
        self._again.setEnabled(bool(call.customer))
        self._copy.setEnabled(bool(call.customer))
        self._add.setVisible(not name and bool(call.customer))
        if changed:
            self._fill(call)

    def fit_into(self, page_height: int) -> None:
        """Leaves the list its room: in a low window what happened when is the first thing to go."""
        room = page_height - _PAGE_WITHOUT_EVENTS
        self._scroll.limit(min(room, _MOST_HEIGHT) if room >= _LEAST_HEIGHT else 0)

    def _facts_of(self, call: Call) -> str:
        moment = moment_of(call)
        when = f"{whole_day(moment.date())}, {time_text(moment)}" if moment else ""
        rang = self.tr("rang {0}").format(duration_text(call.ring_seconds)) if call.ring_seconds else ""
        talked = self.tr("talked {0}").format(duration_text(call.talk_seconds)) if call.talk_seconds else ""
        shown = self._faces.caller_id(call)
        caller_id = self.tr("caller ID {0}").format(shown) if shown else ""
        agent = self.tr("agent {0}").format(call.agent) if call.agent else ""
        parts = (direction_word(call), when, rang, talked, caller_id, agent)
        return " · ".join(part for part in parts if part)

    def _fill(self, call: Call) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, event in enumerate(call.events[-_MOST_EVENTS:]):
            at = QLabel(exact_time(event.at.astimezone()) if event.at else "–")
            at.setAlignment(Qt.AlignmentFlag.AlignTop)
            what = wrapped(event.what)
            what.setToolTip(self.tr("Told by {0}").format(source_word(event.source)))
            source = QLabel(source_word(event.source))
            source.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            for place_in_row, label in enumerate((at, what, source)):
                small(label)
                if label is not what:
                    dress(label, "muted")
                self._grid.addWidget(label, place, place_in_row)
                label.show()  # also while the card is hidden, so that it counts in the height
        self._scroll.refit()

    def _lay_out(self) -> None:
        names = column(None, self._title, self._number, spacing=0)
        head = row((names, 1), self._add, self._copy, spacing=0)
        column(
            self,
            head,
            self._outcome,
            self._facts,
            row(self.note, margins=(0, 0, tokens.SPACE_XS, 0)),
            self._scroll,
            row((self._again, 1), self.note.opener(), margins=(0, tokens.SPACE_XS, tokens.SPACE_XS, tokens.SPACE_XS)),
            spacing=tokens.SPACE_XS,
            margins=(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_XS),
        )

    @Slot()
    def _dress_icons(self) -> None:
        self._again.setIcon(glyph_icon(Glyph.PHONE_FILL, self._theme.colours.on_accent))

    @Slot()
    def _tell_call(self) -> None:
        self.call_wanted.emit(self._call)

    @Slot()
    def _tell_copy(self) -> None:
        self.copy_wanted.emit(self._call)

    @Slot()
    def _tell_add(self) -> None:
        self.add_wanted.emit(self._call)

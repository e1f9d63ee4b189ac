"""Who a running call is with: name, number, which of the account's numbers is shown or was called, the last call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from acefone_desktop.domain.incoming_calls import is_incoming
from acefone_desktop.ui.look.theme import small_font, title_font
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import column, dress
from acefone_desktop.ui.parts.times_of_day import time_text
from acefone_desktop.ui.parts.written_direction import side_by_side

if TYPE_CHECKING:
    from acefone_desktop.bridge.past_calls import PastCall, PastCalls
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.calls.call_faces import CallFaces


class CallParty(QWidget):
    """Draws a call's party whole, any time; the last call with it is told of one who calls us."""

    def __init__(self, faces: CallFaces, past: PastCalls | None) -> None:
        super().__init__()
        self._faces, self._past = faces, past
        self._name, self._number, self._caller_id = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self.last = ElidedLabel()
        """The last call with them, to be put where the whole width is; hidden where there is nothing to tell."""
        self._name.setFont(title_font(self.font()))
        for label in (self._number, self._caller_id, self.last):
            label.setFont(small_font(self.font()))
            dress(label, "muted")
        column(self, self._name, self._number, self._caller_id, spacing=2)

    def show_call(self, call: Call) -> None:
        """Another call, or the same as it is now."""
        incoming = is_incoming(call)
        name, number = self._faces.name(call), self._faces.number(call)
        extension = self.tr("Extension {0}").format(call.extension) if call.extension else ""
        below = " · ".join(part for part in (number if name else "", extension) if part)
        title = name or number or self.tr("Unknown number")
        self._name.set_whole_text(self._incoming_title(call, title) if incoming else title)
        self._number.set_whole_text(below)
        self._number.setVisible(bool(below))
        shown = self._faces.caller_id(call)
        self._caller_id.set_whole_text(self._called(shown) if incoming else self._shown_as(shown))
        self._caller_id.setVisible(not incoming or bool(shown))
        last = self._past.before(call) if incoming and self._past is not None else None
        self.last.set_whole_text(self._last_call(last) if last else "")
        self.last.setVisible(last is not None)

    def _incoming_title(self, call: Call, title: str) -> str:
        company = self._faces.company(call)
        who = self.tr("{0}, {1}").format(title, company) if company else title
        return self.tr("Incoming: {0}").format(who)

    def _called(self, caller_id: str) -> str:
        return self.tr("Called: {0}").format(caller_id)

    def _shown_as(self, caller_id: str) -> str:
        return self.tr("Caller ID: {0}").format(caller_id or self.tr("account default"))

    def _last_call(self, past: PastCall) -> str:
        from acefone_desktop.ui.history.history_words import (  # noqa: PLC0415 (with the first call that comes in)
            day_words,
            moment_of,
            outcome_word,
        )

        moment = moment_of(past.call)
        when = f"{day_words(moment.date(), moment.date())[1]}, {time_text(moment)}" if moment else ""
        note = " ".join(past.note.split())
        told = side_by_side(
            self.tr("Last call: {0}").format(when), outcome_word(past.call, self._faces.us())[0].casefold()
        )
        return side_by_side(told, self.tr("Note: {0}").format(note)) if note else told

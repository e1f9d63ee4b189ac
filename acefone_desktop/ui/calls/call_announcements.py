"""Says what calls are doing while nobody looks at the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from acefone_desktop.domain.numbering.number_text import masked

if TYPE_CHECKING:
    from acefone_desktop.bridge.call_store import CallsState, CallStore
    from acefone_desktop.domain.calls import Call, CallKey, CallOutcome, CallState
    from acefone_desktop.ui.calls.call_faces import CallFaces

    _Standing = tuple[CallState, CallOutcome | None, bool, bool]

Announce = Callable[[str, str, str, bool], None]
"""Shows or replaces a notification: key, title, text, whether it is urgent."""


class CallAnnouncements(QObject):
    """One notification per call, replaced as the call moves on; only while `is_watched` says that nobody looks.

    A preview may be read by others, so numbers without a name are masked.
    """

    def __init__(
        self,
        calls: CallStore,
        faces: CallFaces,
        announce: Announce,
        withdraw: Callable[[str], None],
        is_watched: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._faces, self._announce, self._withdraw, self._is_watched = faces, announce, withdraw, is_watched
        self._seen: dict[CallKey, Call] = {}
        self._said: dict[CallKey, _Standing] = {}
        self._standing: set[CallKey] = set()
        self.remember(calls.state)
        calls.changed.connect(self.render_state)

    @Slot(object)
    def remember(self, state: CallsState) -> None:
        """Takes what is known now as said: only what changes from here on is news."""
        self._said = {call.key: _standing(call) for call in state.calls}

    @Slot(object)
    def render_state(self, state: CallsState) -> None:
        """Announces what has changed."""
        before, self._seen = self._seen, {call.key: call for call in state.calls}
        for call in state.calls:
            if before.get(call.key) is call:
                continue
            standing = _standing(call)
            if self._said.get(call.key) == standing:
                continue
            self._said[call.key] = standing
            if self._is_watched():
                self.withdraw_all()
            elif not call.is_looked_up or call.key in self._standing:  # no news yet; but nothing outdated may stand
                self._tell(call)
        gone = self._said.keys() - {call.key for call in state.calls}
        for key in gone:
            del self._said[key]

    @Slot()
    def withdraw_all(self) -> None:
        """The person looks at the window now."""
        for key in self._standing:
            self._withdraw(key)
        self._standing.clear()

    def _tell(self, call: Call) -> None:
        from acefone_desktop.ui.calls.call_words import Tone, words_for  # noqa: PLC0415 (with the first call)

        who = self._who(call)
        words = words_for(call, who, customer_answers_told=self._faces.customer_answers_told())
        self._standing.add(call.key)
        self._announce(call.key, words.status, who, words.tone in {Tone.BAD, Tone.PERHAPS})

    def _who(self, call: Call) -> str:
        return self._faces.name(call) or (masked(f"+{call.customer}") if call.customer else "")


def _standing(call: Call) -> _Standing:
    """What the words depend on. The words themselves ask the address book: only for what is told."""
    return call.state, call.outcome, call.is_looked_up, call.is_open and call.hang_up_asked

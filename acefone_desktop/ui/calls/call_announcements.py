"""Says what calls are doing while nobody looks at the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from acefone_desktop.bridge.call_store import CallsState, CallStore
    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.announcements import Announcement
    from acefone_desktop.domain.calls import Call, CallKey, CallOutcome, CallState
    from acefone_desktop.domain.incoming_calls import Standing
    from acefone_desktop.domain.notification_settings import NotificationSettings
    from acefone_desktop.ui.calls.call_faces import CallFaces

    _Standing = tuple[CallState, CallOutcome | None, bool, bool, str, Standing | None]

MOST_STANDING = 4
"""More would hide the screen; calls that came before are in the window and in history."""


class CallAnnouncements(QObject):
    """One notification per call, replaced as the call moves on; only while `is_watched` says that nobody looks.

    A preview may be read by others: `settings` say how much of whom it may show.
    """

    def __init__(
        self,
        calls: CallStore,
        faces: CallFaces,
        settings: Callable[[], NotificationSettings],
        announce: Callable[[Announcement], None],
        withdraw: Callable[[str], None],
        is_watched: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._faces, self._settings, self._is_watched = faces, settings, is_watched
        self._announce, self._withdraw = announce, withdraw
        self._seen: dict[CallKey, Call] = {}
        self._said: dict[CallKey, tuple[_Standing, bool]] = {}
        self._standing: dict[CallKey, None] = {}  # in the order in which they came
        self.remember(calls.state)
        calls.changed.connect(self.render_state)

    @Slot(object)
    def remember(self, state: CallsState) -> None:
        """Takes what is known now as said: only what changes from here on is news."""
        self._seen = {call.key: call for call in state.calls}
        self._said = {call.key: self._state_of(call) for call in state.calls}

    @Slot(object)
    def render_state(self, state: CallsState) -> None:
        """Announces what has changed."""
        before, self._seen = self._seen, {call.key: call for call in state.calls}
        for call in state.calls:
            if before.get(call.key) is not call:
                self._render(call)
        for key in self._said.keys() - self._seen.keys():
            del self._said[key]
        for key in [key for key in self._standing if key not in self._seen]:
            self._take_away(key)

    @Slot()
    def withdraw_all(self) -> None:
        """The person looks at the window now, or wants no notifications."""
        for key in list(self._standing):
            self._take_away(key)

    def tell_again(self, key: str | None = None) -> None:
        """What stands says what may be said now, without asking for attention; of one call, or of all."""
        for standing in list(self._standing):
            if key in {None, standing}:
                self._tell(self._seen[standing], calmly=True)

    def answer(self, key: str, sentence: str) -> None:
        """What came of a press on a call's notification, above what is known of the call; nothing once that is gone."""
        from acefone_desktop.ui.calls.call_preview import announcement_of, headed  # noqa: PLC0415 (was pressed already)

        call = next((call for call in self._seen.values() if call.key == key), None)
        if call is not None:
            self._standing.setdefault(call.key)
            self._announce(headed(announcement_of(call, self._faces, self._settings()), sentence))
            self._make_room_beside(call.key)

    def _render(self, call: Call) -> None:
        standing = self._state_of(call)
        said = self._said.get(call.key)
        if said == standing:
            return
        self._said[call.key] = standing
        is_same = said is not None and said[0] == standing[0]  # but for what can be done about it
        if self._is_watched():
            if self._settings().leave_when_seen:
                self.withdraw_all()
            elif call.key in self._standing:
                self._tell(call, calmly=True)
        elif call.key in self._standing:  # no news perhaps, but nothing outdated may stand
            self._tell(call, calmly=is_same)
        elif not call.is_looked_up and not is_same:
            self._tell(call)

    def _tell(self, call: Call, *, calmly: bool = False) -> None:
        from acefone_desktop.domain.announcements import Importance  # noqa: PLC0415 (with the first call)
        from acefone_desktop.ui.calls.call_preview import announcement_of  # noqa: PLC0415 (with the first call)

        self._standing.setdefault(call.key)
        announcement = announcement_of(call, self._faces, self._settings())
        if calmly and announcement.importance is not Importance.ALARM:
            announcement = replace(announcement, importance=Importance.STEP)
        self._announce(announcement)
        self._make_room_beside(call.key)

    def _make_room_beside(self, newest: CallKey) -> None:
        """The oldest goes first, and what is over before what goes on."""
        surplus = len(self._standing) - MOST_STANDING
        others = [key for key in self._standing if key != newest]
        for key in sorted(others, key=lambda each: self._seen[each].is_open)[: max(surplus, 0)]:
            self._take_away(key)

    def _state_of(self, call: Call) -> tuple[_Standing, bool]:
        return _standing(call, self._faces.us()), call.can_hang_up

    def _take_away(self, key: CallKey) -> None:
        del self._standing[key]
        self._withdraw(key)


def _standing(call: Call, us: Agent | None) -> _Standing:
    """What the words depend on. The words themselves ask the address book: only for what is told."""
    from acefone_desktop.domain.incoming_calls import is_incoming, standing  # noqa: PLC0415 (with the first call)

    with_us = standing(call, us) if is_incoming(call) else None
    asked = call.is_open and call.hang_up_asked
    return call.state, call.outcome, call.is_looked_up, asked, call.transferred_to, with_us

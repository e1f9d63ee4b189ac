"""The calls going on and those just ended, brought to screens at most once a frame."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot

from acefone_desktop.bridge.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.errors import AcefoneDesktopError

FRAME_MS = 16
BUDGET_S = 0.004
"""Time one frame may spend on taking in calls; what is left over waits for the next frame."""

REST = 4
"""A frame that takes long to show is followed by so many times as long without one: input is not crowded out."""

FLOOD_MS, LONGEST_REST_MS = 48, 100
"""From one frame to the next while calls keep changing, and at most: nobody reads faster."""

MOST_CARDS = 20
MOST_DISMISSED = 2_000
"""Calls whose cards stay away, the newest; nothing is told of older ones any more."""


@dataclass(frozen=True, slots=True)
class CallsState:
    """`calls` are those on screen, oldest first: open ones, and ended ones until dismissed. `selected` is in front."""

    calls: tuple[Call, ...] = ()
    selected: CallKey | None = None
    hanging_up: frozenset[CallKey] = frozenset()
    """Calls for which a person asked to hang up and no answer has come yet."""

    unseen: AcefoneDesktopError | None = None
    """Why open calls cannot be looked at, so that what is shown of them may be out of date; None where they can."""

    @property
    def front(self) -> Call | None:
        """The call whose card is in front."""
        return next((call for call in self.calls if call.key == self.selected), None)

    @property
    def open_calls(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if call.is_open)


class CallStore(Store[CallsState]):
    """Takes calls in from the network thread's queued signal and publishes them coalesced."""

    hang_up_wanted = Signal(object)  # the call
    call_again_wanted = Signal(object)  # the call
    note_wanted = Signal(object)  # the call in front, whose note somebody wants to write
    dismissed = Signal(object)  # the call: a person took its card off the screen

    def __init__(self) -> None:
        super().__init__(CallsState())
        self.customer_answers_told = False
        """Whether webhooks tell us when a customer answers: known once one has. Then silence says that nobody has yet.

        Of the account, so kept until calls are forgotten.
        """
        self._waiting: deque[Call] = deque()
        self._dismissed: dict[CallKey, None] = {}
        self._held: CallKey | None = None
        self._rested_at = time.perf_counter()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._take_in)

    @Slot(object)
    def apply(self, calls: tuple[Call, ...]) -> None:
        """Calls that changed. Shown with the next frame, however many arrive."""
        self._listen_to(calls)
        self._waiting.extend(calls)
        if self._waiting and not self._timer.isActive():
            self._start_frame()

    @Slot(object)
    def show_sight(self, trouble: AcefoneDesktopError | None) -> None:
        """Why open calls cannot be looked at; None once they can again."""
        self._publish(replace(self.state, unseen=trouble))

    def take_in_at_once(self, calls: tuple[Call, ...]) -> None:
        """Shows calls without waiting for a frame: what was open when the app was started."""
        self._listen_to(calls)
        self._show({call.key: call for call in (*self.state.calls, *calls)})

    def forget(self) -> None:
        """Takes every call off the screen: nobody follows them any more."""
        self._timer.stop()
        self._waiting.clear()
        self._dismissed.clear()
        self.customer_answers_told = False
        self._publish(CallsState())

    def select(self, key: CallKey) -> None:
        """Brings a call's card to the front."""
        if any(call.key == key for call in self.state.calls):
            self._publish(replace(self.state, selected=key))

    def hold(self, key: CallKey | None) -> None:
        """Somebody writes about this call: until None is held, new calls do not take its place in front."""
        self._held = key

    def dismiss(self, key: CallKey) -> None:
        """Takes a call that is over off the screen; an open one stays."""
        dismissed = [call for call in self.state.calls if call.key == key]
        if any(call.is_open for call in dismissed):
            return
        self._take_for_dismissed(key)
        self._show({call.key: call for call in self.state.calls if call.key != key})
        for call in dismissed:
            self.dismissed.emit(call)

    def put_away(self, calls: Iterable[Call]) -> None:
        """Keeps calls that are over off the screen: what is told of them later, such as a recording, is for history."""
        calls = tuple(calls)
        self._listen_to(calls)
        self._take_for_dismissed(*(call.key for call in calls if not call.is_open))

    def _take_for_dismissed(self, *keys: CallKey) -> None:
        self._dismissed.update(dict.fromkeys(keys))
        for key in tuple(self._dismissed)[: max(0, len(self._dismissed) - MOST_DISMISSED)]:
            del self._dismissed[key]

    def hang_up(self, key: CallKey) -> None:
        """Asks once for the call to be ended; nothing where that is not possible (yet)."""
        call = next((call for call in self.state.calls if call.key == key), None)
        if call is not None and call.can_hang_up and not call.hang_up_asked and key not in self.state.hanging_up:
            self._publish(replace(self.state, hanging_up=self.state.hanging_up | {key}))
            self.hang_up_wanted.emit(call)

    def hang_up_landed(self, key: CallKey) -> None:
        """The request to hang up was answered, one way or the other; it may be made again."""
        self._publish(replace(self.state, hanging_up=self.state.hanging_up - {key}))

    def _listen_to(self, calls: tuple[Call, ...]) -> None:
        """What a report of the end implies does not count: the next customer's answer would not be told at once."""
        from acefone_desktop.domain.evidence import Fact, Source  # noqa: PLC0415 (the window opens sooner)

        if not self.customer_answers_told:
            self.customer_answers_told = any(
                told.fact is Fact.CUSTOMER_ANSWERED and told.source is Source.WEBHOOK and told.ended_at is None
                for call in calls
                for told in call.evidence
            )

    @Slot()
    def _take_in(self) -> None:
        calls = {call.key: call for call in self.state.calls}
        began = time.perf_counter()
        while self._waiting and time.perf_counter() < began + BUDGET_S:
            call = self._waiting.popleft()
            if call.key in self._dismissed and not call.is_open:
                continue
            self._dismissed.pop(call.key, None)
            calls[call.key] = call
        self._show(calls)
        ended = time.perf_counter()
        self._rested_at = ended + min(max(FLOOD_MS, (ended - began) * 1000 * REST), LONGEST_REST_MS) / 1000
        if self._waiting:
            self._start_frame()

    def _start_frame(self) -> None:
        """The first change after a while is shown with the next frame, those that follow at once a little later."""
        rest_ms = (self._rested_at - time.perf_counter()) * 1000
        self._timer.start(max(FRAME_MS, round(rest_ms)))

    def _show(self, calls: dict[CallKey, Call]) -> None:
        kept = self._bounded(list(calls.values()))
        known = {call.key for call in self.state.calls}
        keys = {call.key for call in kept}
        coming = [call for call in kept if call.key not in known]
        if self.state.front is not None and self.state.front.is_open and self.state.selected in keys:
            coming = [call for call in coming if call.intent_id is not None]  # who calls waits behind who is talked to
        new = [] if self._held in keys else _newcomers(coming)
        selected = new[-1] if new else self.state.selected if self.state.selected in keys else _last(kept)
        open_keys = {call.key for call in kept if call.is_open}
        self._publish(CallsState(tuple(kept), selected, self.state.hanging_up & open_keys, self.state.unseen))

    def _bounded(self, calls: list[Call]) -> list[Call]:
        """Open calls all stay; of the ended ones the newest."""
        surplus = len(calls) - MOST_CARDS
        for call in [call for call in calls if not call.is_open][: max(0, surplus)]:
            calls.remove(call)
        return calls


def _newcomers(calls: list[Call]) -> list[CallKey]:
    """The new calls that come to the front: open ones, else our own, whose bad news may be quicker than a frame."""
    still_open = [call for call in calls if call.is_open]
    return [call.key for call in still_open or calls if call.is_open or call.intent_id is not None]


def _last(calls: list[Call]) -> CallKey | None:
    """The newest open call, else the newest."""
    still_open = [call for call in calls if call.is_open]
    chosen = (still_open or calls)[-1:]
    return chosen[0].key if chosen else None

"""A tracker among ports that a test holds in its hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.domain.call_retention import USUAL_ROOM, Room
from acefone_desktop.domain.calls import Call, CallKey
from acefone_desktop.domain.dialing import Accepted, CallIntent, Dialed
from acefone_desktop.services.tracking import CallTracker
from tests.support.call_bodies import intent
from tests.support.tracking import AGENT, HandheldProvider, MemoryJournal, StillClock, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.calls import CallState

ONE = CallKey("one")


class HandheldOthers:
    """What other processes do, as the test says."""

    def __init__(self) -> None:
        self.following = self.dialing = False

    async def follow(self) -> bool:
        return self.following

    def may_be_dialing(self) -> bool:
        return self.dialing


class Scene:
    """A tracker, its ports, and all that its listener heard. `beside`: another process with the same disk and clock."""

    def __init__(
        self,
        *,
        polling: bool = True,
        beside: Scene | None = None,
        provider: Callable[[StillClock], HandheldProvider] = HandheldProvider,
        room: Room = USUAL_ROOM,
    ) -> None:
        self.clock: StillClock = beside.clock if beside else StillClock()
        self.provider = provider(self.clock)
        self.journal: MemoryJournal = beside.journal if beside else MemoryJournal()
        self.others = HandheldOthers()
        self.tracker = CallTracker(
            self.provider, self.journal, self.clock, AGENT, polling=polling, others=self.others, room=room
        )
        self.heard: list[tuple[Call, ...]] = []
        self.tracker.subscribe(self.heard.append)

    @property
    def call(self) -> Call:
        return next(call for call in self.tracker.calls if call.key == ONE)

    @property
    def states(self) -> list[CallState]:
        """The states of our call as heard, without repeats."""
        told = [call.state for batch in self.heard for call in batch if call.key == ONE]
        return [state for place, state in enumerate(told) if place == 0 or told[place - 1] is not state]

    async def dial(self, dial: CallIntent | None = None) -> None:
        dial = dial or intent(after_s=0)
        self.tracker.begin(dial)
        await settle()
        self.tracker.dial_outcome(Dialed(dial, Accepted("queued")))
        await settle()

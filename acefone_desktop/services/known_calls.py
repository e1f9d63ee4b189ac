"""The calls that the tracker knows, and the evidence that they are made of: as much of it as is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.call_retention import USUAL_ROOM, worth_keeping
from acefone_desktop.domain.call_watch import is_watched
from acefone_desktop.domain.evidence import Source
from acefone_desktop.domain.incoming_calls import is_incoming
from acefone_desktop.domain.matching.correlation import Correlator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acefone_desktop.domain.call_retention import Room
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.matching.call_sorting import Name
    from acefone_desktop.services.call_door import EvidenceDoor
    from acefone_desktop.services.ports import Clock

TIDY_EVERY_S: Final = 600.0
CROWDED: Final = 3
"""So many times what there is room for: what is kept is sorted anew each time."""
_WORTH_IT: Final = 0.75
"""What is left when tidying pays: the rest is sorted anew for it."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What evidence did to our calls: all that it is about, and of these those that read otherwise than before."""

    calls: tuple[Call, ...]
    news: tuple[Call, ...]
    has_begun: bool
    """Whether there is a call to follow that was not known."""


class KnownCalls:
    """Lets go of what `worth_keeping` does not name: at once where it is `CROWDED`, else from time to time."""

    def __init__(self, door: EvidenceDoor, clock: Clock, room: Room = USUAL_ROOM) -> None:
        self._door, self._clock, self._room = door, clock, room
        self._correlator = Correlator()
        self._ours: dict[CallKey, Call] = {}
        self._pieces = 0
        self._tidied_at = clock.monotonic()

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._ours.values()))

    def __len__(self) -> int:
        """Pieces of evidence, at most."""
        return self._pieces

    def get(self, key: CallKey) -> Call | None:
        """Our call of this key."""
        return self._ours.get(key)

    def knows(self, name: Name) -> bool:
        """Whether anything known goes by it."""
        return self._correlator.knows(name)

    @property
    def watched(self) -> list[Call]:
        """Those of which there is something to find out."""
        return [call for call in self._ours.values() if is_watched(call)]

    def add(self, evidence: Sequence[Evidence]) -> Learned:
        """Takes evidence in that the door has let in, or that is our own."""
        change = self._correlator.add(evidence)
        self._pieces += len(evidence)
        for key in change.gone:
            self._ours.pop(key, None)
        calls = tuple(call for call in change.calls if self._is_ours(call))
        before = [self._ours.get(call.key) for call in calls]
        self._ours.update((call.key, call) for call in calls)
        news = tuple(call for call, old in zip(calls, before, strict=True) if not _reads_the_same(old, call))
        return Learned(
            calls, news, any(old is None and is_watched(call) for call, old in zip(calls, before, strict=True))
        )

    def tidy(self) -> None:
        """Lets go, where it is time to."""
        is_crowded = self._pieces > CROWDED * self._room.pieces
        if not is_crowded and self._clock.monotonic() - self._tidied_at < TIDY_EVERY_S:
            return
        self._tidied_at = self._clock.monotonic()
        self._pieces = len(self._correlator)
        kept = worth_keeping(self._correlator.calls, self._clock.now(), self._room)
        if len(kept) <= self._pieces * _WORTH_IT:
            self._keep_only(kept)

    def _keep_only(self, evidence: frozenset[Evidence]) -> None:
        self._correlator = self._correlator.with_only(evidence)
        before, self._ours = self._ours, {}
        for call in self._correlator.calls:
            if self._is_ours(call):
                old = before.get(call.key)
                self._ours[call.key] = old if old == call else call
        self._pieces = len(evidence)
        self._door.remember_only(evidence)

    def _is_ours(self, call: Call) -> bool:
        """Our dials; calls that come in to our agent; and other calls of theirs once a webhook has told the end."""
        if call.intent_id is not None:
            return True
        if is_incoming(call) and call.call_id is not None and any(map(self._door.is_about_us, call.evidence)):
            return not call.ambiguous
        told = any(e.source is Source.WEBHOOK and self._door.is_about_us(e) for e in call.evidence)
        return told and call.is_settled and not call.ambiguous


def _reads_the_same(before: Call | None, after: Call) -> bool:
    return before is not None and before.reading == after.reading and before.ambiguous == after.ambiguous

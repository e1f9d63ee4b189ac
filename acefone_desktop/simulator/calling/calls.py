"""The calls of the simulated account. What a call looks like follows from its timeline and the time it is now."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from acefone_desktop.simulator.calling.timeline import Ending, Timeline
from acefone_desktop.simulator.switches import CallIdForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acefone_desktop.simulator.account import User
    from acefone_desktop.simulator.calling.incoming import Incoming
    from acefone_desktop.simulator.clock import Clock

_KEPT = 5_000  # calls remembered; the oldest go first


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCall:
    """One accepted call. `accepted_at` is simulated time and paces it; `stamped_at` is what its stamps start from."""

    ordinal: int
    call_id: str
    uuid: str
    ref_id: str
    user: User
    destination: str
    did: str
    echoed: Mapping[str, object]
    accepted_at: datetime
    stamped_at: datetime
    timeline: Timeline | None
    incoming: Incoming | None = None
    """For a call that a customer placed: `destination` is then the customer who calls."""

    def elapsed(self, now: datetime) -> float:
        """Simulated seconds since acceptance."""
        return (now - self.accepted_at).total_seconds()

    def stamp(self, moment: float) -> datetime:
        """The time of day written for `moment` (seconds after acceptance)."""
        return self.stamped_at + timedelta(seconds=moment)

    def is_active(self, now: datetime) -> bool:
        """Whether a hang-up could still end it."""
        return self.timeline is not None and self.elapsed(now) < self.timeline.ends_at

    def has_row(self, now: datetime) -> bool:
        """Whether live calls show it."""
        return self.timeline is not None and self.timeline.row_at <= self.elapsed(now) < self.timeline.ends_at

    @property
    def custom_identifier(self) -> object:
        """The caller's own mark, as it came; empty if there was none."""
        return self.echoed.get("custom_identifier", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedDial:
    """A request for a call that passed every check."""

    user: User
    destination: str
    did: str
    echoed: Mapping[str, object]
    timeline: Timeline | None
    incoming: Incoming | None = None


class CallBook:
    """All calls, oldest first."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._calls: dict[str, SimulatedCall] = {}
        self._ordinal = 0

    def accept(self, dial: AcceptedDial, form: CallIdForm) -> SimulatedCall:
        """Starts a call."""
        self._ordinal += 1
        stamped_at = self._clock.civil()
        call = SimulatedCall(
            ordinal=self._ordinal,
            call_id=self._call_id(stamped_at, form),
            uuid=f"{self._chance.getrandbits(52):013x}",
            ref_id=self._uuid(),
            user=dial.user,
            destination=dial.destination,
            did=dial.did,
            echoed=dial.echoed,
            accepted_at=self._clock.now(),
            stamped_at=stamped_at,
            timeline=dial.timeline,
            incoming=dial.incoming,
        )
        self._calls[call.call_id] = call
        if len(self._calls) > _KEPT:
            del self._calls[next(iter(self._calls))]
        return call

    def all(self) -> tuple[SimulatedCall, ...]:
        """Every call remembered, oldest first."""
        return tuple(self._calls.values())

    def find(self, call_id: str) -> SimulatedCall | None:
        """The call of that id; a `ref_id` finds nothing."""
        return self._calls.get(call_id)

    def live(self) -> tuple[SimulatedCall, ...]:
        """The calls that live calls show now."""
        now = self._clock.now()
        return tuple(call for call in self._calls.values() if call.has_row(now))

    def hand_on(self, call_id: str, user: User) -> None:
        """Gives an active call to another agent, who is on the line at once."""
        self._calls[call_id] = replace(self._calls[call_id], user=user)

    def hang_up(self, call_id: str) -> SimulatedCall | None:
        """Ends an active call and returns it as it now is; None if there is no such call to end."""
        call = self._calls.get(call_id)
        now = self._clock.now()
        if call is None or call.timeline is None or not call.is_active(now):
            return None
        ended = replace(call, timeline=call.timeline.cut(call.elapsed(now), Ending.CALLER))
        self._calls[call_id] = ended
        return ended

    def _call_id(self, at: datetime, form: CallIdForm) -> str:
        epoch = int(at.timestamp())
        match form, self._ordinal % 3:
            case CallIdForm.UUID, _:
                return self._uuid()
            case _, 1:
                return f"{epoch}.{10_000_000 + self._ordinal}"
            case _, 2:
                return f"h11.08-{epoch}.{2_000_000 + self._ordinal}"
            case _:
                return f"HYD1-D4-{epoch}.{300_000 + self._ordinal}"

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

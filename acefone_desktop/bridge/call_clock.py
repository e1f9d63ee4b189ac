"""How long a call has been ringing or connected, by time that nobody can set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.services.elapsed import elapsed_seconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from acefone_desktop.domain.calls import Call, CallKey


@dataclass(slots=True)
class _Seen:
    connected: bool
    at_s: float
    base_s: float


class CallClock:
    """Told each state of a call as it is seen; then says the seconds to show.

    While it rings, time counts from the request. Once connected it counts from the provider's answer stamp, but never
    more than has passed since we last saw the call not yet connected: clocks differ. The computer's clock is read only
    when a call is first seen; from there `elapsed` goes on, in sleep too, so that setting the clock and summer time
    change nothing. A call that has ended shows the provider's figure or, where there is none, what was measured.
    """

    def __init__(self, elapsed: Callable[[], float] = elapsed_seconds) -> None:
        self._elapsed = elapsed
        self._seen: dict[CallKey, _Seen] = {}
        self._measured: dict[CallKey, float] = {}

    def see(self, call: Call, now: datetime) -> None:
        """Takes note of the call's state at `now`."""
        at_s = self._elapsed()
        connected = call.state is CallState.CONNECTED
        before = self._seen.get(call.key)
        if not call.is_open:
            if before is not None and before.connected:
                self._measured[call.key] = before.base_s + max(0.0, at_s - before.at_s)
            self._seen.pop(call.key, None)
        elif before is None or before.connected != connected:
            self._measured.pop(call.key, None)
            self._seen[call.key] = _Seen(connected, at_s, self._base(call, before, now, at_s, connected=connected))
        elif not connected:
            self._seen[call.key] = _Seen(connected, at_s, before.base_s + max(0.0, at_s - before.at_s))

    def seconds(self, call: Call) -> float:
        """Running time of an open call, the talk time of one that is over (0 where that is not known)."""
        seen = self._seen.get(call.key)
        if call.is_open and seen is not None:
            return seen.base_s + max(0.0, self._elapsed() - seen.at_s)
        if call.talk_seconds is None and call.outcome is CallOutcome.ANSWERED:
            return self._measured.get(call.key, 0.0)
        return float(call.talk_seconds or 0)

    def forget_others(self, calls: tuple[Call, ...]) -> None:
        """What was measured of calls that are not among these is not wanted any more."""
        keys = {call.key for call in calls}
        self._seen = {key: seen for key, seen in self._seen.items() if key in keys}
        self._measured = {key: measured for key, measured in self._measured.items() if key in keys}

    @staticmethod
    def _base(call: Call, before: _Seen | None, now: datetime, at_s: float, *, connected: bool) -> float:
        began = call.answered_at if connected else call.requested_at or call.started_at
        told = max(0.0, (now - began).total_seconds()) if began else 0.0
        return min(told, max(0.0, at_s - before.at_s)) if before and connected else told

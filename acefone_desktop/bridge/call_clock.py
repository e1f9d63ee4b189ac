"""How long a call has been ringing or connected, without trusting the provider's clock more than our own eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import CallState

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.domain.calls import Call, CallKey


@dataclass(slots=True)
class _Seen:
    connected: bool
    at: datetime
    base_s: float


class CallClock:
    """Told each state of a call as it is seen; then says the seconds to show.

    While it rings, time counts from the request (our clock). Once connected it counts from the provider's answer
    stamp, but never more than has passed since we last saw the call not yet connected: clocks differ.
    """

    def __init__(self) -> None:
        self._seen: dict[CallKey, _Seen] = {}

    def see(self, call: Call, now: datetime) -> None:
        """Takes note of the call's state at `now`."""
        connected = call.state is CallState.CONNECTED
        before = self._seen.get(call.key)
        if not call.is_open:
            self._seen.pop(call.key, None)
        elif before is None or before.connected != connected:
            self._seen[call.key] = _Seen(connected, now, self._base(call, before, now, connected=connected))
        elif not connected:
            elapsed = (now - before.at).total_seconds()
            self._seen[call.key] = _Seen(connected, now, before.base_s + elapsed)

    def seconds(self, call: Call, now: datetime) -> float:
        """Running time of an open call, the talk time of one that is over (0 where that is not known)."""
        seen = self._seen.get(call.key)
        if not call.is_open or seen is None:
            return float(call.talk_seconds or 0)
        return seen.base_s + max(0.0, (now - seen.at).total_seconds())

    @staticmethod
    def _base(call: Call, before: _Seen | None, now: datetime, *, connected: bool) -> float:
        began = call.answered_at if connected else call.requested_at or call.started_at
        told = max(0.0, (now - began).total_seconds()) if began else 0.0
        return min(told, (now - before.at).total_seconds()) if before and connected else told

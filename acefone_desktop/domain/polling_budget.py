"""How many requests an hour the app allows itself for asking how calls are; the provider's limits are the account's."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.call_watch import USUAL_PACE, Pace

if TYPE_CHECKING:
    from collections.abc import Mapping

HOUR_S: Final = 3600.0


class RequestKind(Enum):
    """What a request is for; the value is the word in files and JSON."""

    LIVE_CALLS = "live_calls"
    CALL_RECORDS = "call_records"
    DIAL = "dial"
    CONTROL = "control"
    OTHER = "other"

    @property
    def is_polling(self) -> bool:
        """Whether nobody asked for it but the clock: only such requests are budgeted."""
        return self in {RequestKind.LIVE_CALLS, RequestKind.CALL_RECORDS}


@dataclass(frozen=True, slots=True)
class RequestUse:
    """Requests of the last hour by kind, over all processes of the profile."""

    counts: Mapping[RequestKind, int] = field(default_factory=dict)

    @property
    def polling(self) -> int:
        """Those that the budget is about."""
        return sum(count for kind, count in self.counts.items() if kind.is_polling)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingBudget:
    """`hourly` is the ceiling; up to `at_full_pace` of it nothing is slowed down.

    What is between the two is spread over an hour, so that the ceiling holds however long that goes on (to within one
    look) and asking never stops.
    """

    hourly: int
    at_full_pace: int

    def __post_init__(self) -> None:
        if not 0 < self.at_full_pace < self.hourly:
            raise ValueError("at_full_pace must be between 0 and hourly")

    @staticmethod
    def of(pace: Pace = USUAL_PACE) -> PollingBudget:
        """One request each `ringing_s` all hour long: more than an agent who dials without a break makes us need."""
        hourly = max(4, round(HOUR_S / pace.ringing_s))
        return PollingBudget(hourly=hourly, at_full_pace=hourly * 3 // 4)

    def is_spent(self, used: int) -> bool:
        """Whether asking is slowed down, after so many requests for polling in the last hour."""
        return used >= self.at_full_pace

    def pause(self, usual_s: float, used: int, cost: int) -> float:
        """Seconds until the next look, where `usual_s` is the pace and the last look took `cost` requests."""
        if not self.is_spent(used):
            return usual_s
        return max(usual_s, max(cost, 1) * HOUR_S / (self.hourly - self.at_full_pace))


USUAL_BUDGET: Final = PollingBudget.of()

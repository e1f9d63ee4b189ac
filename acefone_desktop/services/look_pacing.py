"""When to look at the provider next: by the calls, by what the last looks came to, and by the budget of the hour."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.blind_spans import NEVER_BLIND
from acefone_desktop.domain.call_watch import interval
from acefone_desktop.domain.errors import OfflineError, RateLimitedError
from acefone_desktop.services.polling import back_off

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acefone_desktop.domain.call_watch import Pace
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.errors import ProviderError
    from acefone_desktop.domain.polling_budget import PollingBudget
    from acefone_desktop.services.ports import Clock
    from acefone_desktop.services.request_ledger import RequestLedger

_log = logging.getLogger(__name__)

FAILURES_TOLD: Final = 2
"""Looks in vain, one after another, before it is told: a single one is mended by the next."""
LONGEST_UNSEEN_S: Final = 10.0
"""After the moment at which a look was due: a call that is not seen for longer may have gone on."""
LEAST_PATIENCE_S: Final = 3.0
"""With the first look after a time in which nobody was to look, or could."""
WAKING_S: Final = 20.0
"""After sleep the network takes its time: until then a look in vain is not told."""
WAKING_PAUSE_S: Final = 4.0
"""At most, for as long: nothing leaves the computer, and the first look that works is awaited."""
MISSED_BY: Final = timedelta(seconds=15)
"""A look that comes so much later than meant leaves a span in which nobody looked."""
MOST_CAUTION: Final = 8.0
RELIEF: Final = 0.6
"""What is left of the caution after each look that works."""
_NO_CAUTION: Final = 1.05


class LookPacing:
    """Told how each look went, says how long to wait, and remembers when nobody looked."""

    def __init__(self, clock: Clock, pace: Pace, ledger: RequestLedger, budget: PollingBudget) -> None:
        self._clock, self._pace, self._ledger, self.budget = clock, pace, ledger, budget
        self.trouble: ProviderError | None = None
        """Why the last look failed; None when it did not."""
        self.blind = NEVER_BLIND
        """When nobody looked, though calls were open."""
        self._failures = 0
        self._caution = 1.0
        self._waking_until: datetime | None = None
        self._meant_for: datetime | None = None
        self._before = self._cost = 0
        self._was_spent = False

    def begin(self) -> None:
        """A look begins."""
        self._before = self._ledger.noted

    def failed(self, error: ProviderError) -> float:
        """It came to nothing; returns how long to leave the provider alone, in seconds."""
        self.trouble, self._failures = error, self._failures + 1
        self._cost = self._ledger.noted - self._before
        _log.info("Looking at calls failed (%s), %d in a row", error.code, self._failures)
        retry_after = None
        if isinstance(error, RateLimitedError):
            retry_after = error.retry_after
            self._caution = min(self._caution * 2, MOST_CAUTION)
        wait = back_off(self._failures, retry_after, self._pace.ringing_s)
        if isinstance(error, OfflineError) and self._waking_s(self._clock.now()):
            wait = min(wait, WAKING_PAUSE_S)
        return self.budget.pause(wait, self._ledger.use().polling, self._cost)

    def worked(self) -> None:
        """The provider answered."""
        now = self._clock.now()
        self._cost = self._ledger.noted - self._before
        self._caution = 1 + (self._caution - 1) * RELIEF if self._caution > _NO_CAUTION else 1.0
        self.trouble, self._failures, self._waking_until = None, 0, None
        if self._meant_for is not None and now - self._meant_for > MISSED_BY:
            self.blind = self.blind.with_span(self._meant_for, now)
        self._meant_for = now

    def until_next(self, calls: Iterable[Call]) -> float:
        """Seconds until the next look at these open calls, after one that worked."""
        now = self._clock.now()
        usual = min(interval(call, now, self._pace, self.blind) for call in calls) * self._caution
        used = self._ledger.use().polling
        self._tell_budget(used)
        pause = self.budget.pause(usual, used, self._cost)
        self._meant_for = now + timedelta(seconds=pause)
        return pause

    def others_look(self) -> None:
        """Another process looks in our place: what we see of calls is no more than it tells."""
        self._meant_for = self._meant_for or self._clock.now()

    def rest(self) -> None:
        """There is nothing to look at."""
        self.trouble, self._failures, self._meant_for, self._waking_until = None, 0, None, None
        self.blind = NEVER_BLIND

    def slept(self, begun_at: datetime, ended_at: datetime) -> None:
        """The computer was asleep in between."""
        self.blind = self.blind.with_span(begun_at, ended_at)
        self._waking_until = ended_at + timedelta(seconds=WAKING_S)
        self._failures = 0

    @property
    def patience_s(self) -> float:
        """How much longer calls may go unseen before it is told."""
        now = self._clock.now()
        late_s = (now - self._meant_for).total_seconds() if self._meant_for is not None else 0.0
        return max(LONGEST_UNSEEN_S - late_s, self._waking_s(now), LEAST_PATIENCE_S)

    @property
    def is_blind(self) -> bool:
        """Whether it is time to tell that calls cannot be looked at."""
        waking = self._waking_s(self._clock.now()) > 0
        return self.trouble is not None and self._failures >= FAILURES_TOLD and not waking

    def _waking_s(self, now: datetime) -> float:
        return max(0.0, (self._waking_until - now).total_seconds()) if self._waking_until is not None else 0.0

    def _tell_budget(self, used: int) -> None:
        spent = self.budget.is_spent(used)
        if spent != self._was_spent:
            self._was_spent = spent
            words = "is used up: asking more slowly" if spent else "has room again: asking at the usual pace"
            _log.warning("The hour's budget of %d requests %s (%d used)", self.budget.hourly, words, used)

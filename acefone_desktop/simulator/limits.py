"""The account's burst limit and the lock-out after failed logins. Both run on civil time."""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta


class BurstLimit:
    """At most `limit` requests in any `window` seconds, for the account as a whole."""

    def __init__(self) -> None:
        self._granted: deque[datetime] = deque()

    def wait_for(self, now: datetime, limit: int, window: float) -> int:
        """0 if the request may pass (and is counted), else the whole seconds to wait. A `limit` of 0 lets all pass."""
        if limit <= 0:
            return 0
        horizon = now - timedelta(seconds=window)
        while self._granted and self._granted[0] <= horizon:
            self._granted.popleft()
        if len(self._granted) >= limit:
            return max(1, math.ceil((self._granted[-limit] - horizon).total_seconds()))
        self._granted.append(now)
        return 0


class LoginLock:
    """Counts failed logins and closes the door after too many."""

    def __init__(self) -> None:
        self.failures = 0
        self._closed_until: datetime | None = None

    def closed_until(self, now: datetime) -> datetime | None:
        """When the door opens again; None while it is open."""
        if self._closed_until and now >= self._closed_until:
            self._closed_until, self.failures = None, 0
        return self._closed_until

    def fail(self, now: datetime, attempts: int, lockout_s: float) -> int:
        """Notes one failure; returns how many there have been."""
        self.failures += 1
        if 0 < attempts <= self.failures:
            self._closed_until = now + timedelta(seconds=lockout_s)
        return self.failures

    def succeed(self) -> None:
        """A good login wipes the count."""
        self.failures = 0

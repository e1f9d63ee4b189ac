"""How fast we may ask: the burst limit is the account's, and shared with every other client of it (contract §9)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiolimiter import AsyncLimiter

from acefone_desktop.domain.errors import RateLimitedError

LONGEST_OBEDIENCE_S: Final = 300.0
"""No reply can silence the app for longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Spacing, patience and limits of one account's requests. Times are seconds, sizes bytes."""

    spacing_s: float = 0.35
    """Between requests once the burst is used up."""
    burst: int = 4
    """Requests that may leave at once; half of it is kept free for dials."""
    attempts: int = 4
    """How often a request that may be repeated is sent at most."""
    first_wait_s: float = 0.5
    longest_wait_s: float = 10.0
    """A `Retry-After` longer than this is not waited for: the caller is told instead."""
    connect_s: float = 8.0
    reply_s: float = 20.0
    deadline_s: float = 45.0
    """From the first byte out to the last byte in, against servers that trickle."""
    largest_reply: int = 8 * 1024 * 1024


class Pacer:
    """Lets requests through one by one. Dials overtake: a poll never makes a person wait."""

    def __init__(self, pace: Pace) -> None:
        ordinary = max(1, pace.burst // 2)
        # A little slower than the whole, so that polling alone can never use up what is kept for dials.
        self._ordinary = AsyncLimiter(ordinary, ordinary * pace.spacing_s * 1.15)
        self._all = AsyncLimiter(pace.burst, pace.burst * pace.spacing_s)
        self._longest_wait_s = pace.longest_wait_s
        self._closed_until = 0.0

    async def ordinary(self) -> None:
        """Waits for the turn of a request that is not a dial.

        Raises `RateLimitedError` without waiting where the provider asked for more patience than we have.
        """
        loop = asyncio.get_running_loop()
        while (left := self._closed_until - loop.time()) > 0:
            if left > self._longest_wait_s:
                raise RateLimitedError(retry_after=timedelta(seconds=left))
            await asyncio.sleep(left)
        await self._ordinary.acquire()
        await self._all.acquire()

    async def dial(self) -> None:
        """Waits for the turn of a dial: no time at all unless many dials leave together."""
        await self._all.acquire()

    def slow_down(self, seconds: float) -> None:
        """The provider asked everybody of this account to wait."""
        until = asyncio.get_running_loop().time() + min(seconds, LONGEST_OBEDIENCE_S)
        self._closed_until = max(self._closed_until, until)

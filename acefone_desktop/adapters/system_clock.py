"""The real clock. The one place of the program that reads the time for services."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """The computer's clock, as the `Clock` port."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        import asyncio  # noqa: PLC0415 (loaded already, where this runs)

        await asyncio.sleep(seconds)

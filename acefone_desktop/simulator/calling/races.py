"""Waiting for whichever comes first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine


async def first_of(*waits: Coroutine[object, object, object], timeout_s: float | None = None) -> int | None:
    """The place of the first to finish (the earliest of those that finish together); None after `timeout_s`.

    All of them are over when this returns, or is cancelled: the others have been cancelled and awaited.
    """
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        return next((place for place, task in enumerate(tasks) if task.done()), None)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

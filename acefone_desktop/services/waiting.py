"""Waiting that something can cut short, and tasks whose end nobody waits for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acefone_desktop.services.ports import Clock


async def wait_until_wanted(wanted: asyncio.Event, clock: Clock, seconds: float | None) -> bool:
    """Waits so long (None: for ever) or until the event is set; returns whether it is."""
    waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(wanted.wait())]
    if seconds is not None:
        waits.append(asyncio.ensure_future(clock.sleep(seconds)))
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    return wanted.is_set()


def report_bug(task: asyncio.Task[None]) -> None:
    """A bug in a task is no silence: it goes where the loop's unhandled errors go."""
    if not task.cancelled() and (error := task.exception()):
        said = {"message": "Following calls failed", "exception": error, "task": task}
        task.get_loop().call_exception_handler(said)

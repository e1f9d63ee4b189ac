"""Hands the app what concerns it: at its own pace, a few reports at a time, whatever comes in."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from acefone_desktop.adapters.listener.sieve import Sieve
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.reports import WebhookReport

    Understand = Callable[[WebhookReport], tuple[Evidence, ...]]
    HandOn = Callable[[list[bytes]], Awaitable[None]]

MOST_AT_ONCE, MOST_BYTES_AT_ONCE = 100, 96 * 1024
"""Few and small enough that the app's painting thread, which shares an interpreter with them, is not held up."""

SHORTEST_REST_S, LONGEST_REST_S = 0.025, 0.25
STOP_S: Final = 0.5


class SiftedPost:
    """Fills `Post`. `hand_on` gets packed reports and returns when the app has them.

    The app rests between two deliveries for as long as it took over the last: what a person does is not crowded out.
    """

    def __init__(self, sieve: Sieve, understand: Understand, hand_on: HandOn) -> None:
        self._sieve, self._understand, self._hand_on = sieve, understand, hand_on
        self._work = asyncio.Event()
        self._empty = asyncio.Event()
        self._hurry = asyncio.Event()
        self._delivery: asyncio.Task[None] | None = None

    def accept(self, report: WebhookReport) -> bool:
        """See `Post`. What concerns nobody here is accepted as well, and put aside."""
        room = self._sieve.put(self._understand(report))
        self.look()
        return room

    def look(self) -> None:
        """There may be something to hand on."""
        if len(self._sieve):
            self._work.set()

    def start(self) -> None:
        """See `Post`."""
        self._hurry.clear()
        self._delivery = asyncio.create_task(self._deliver_all(), name="webhook delivery")
        self._delivery.add_done_callback(_report)

    async def stop(self) -> None:
        """See `Post`."""
        delivery, self._delivery = self._delivery, None
        if delivery is None:
            return
        self._hurry.set()
        with suppress(TimeoutError):  # whoever takes them does not; polling will tell
            async with asyncio.timeout(STOP_S):
                await self._empty.wait()
        delivery.cancel()
        await asyncio.gather(delivery, return_exceptions=True)

    async def _deliver_all(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            if not len(self._sieve):
                self._work.clear()
                self._empty.set()
                await self._work.wait()
            self._empty.clear()
            began = clock()
            await self._hand_on(self._sieve.next(MOST_AT_ONCE, MOST_BYTES_AT_ONCE))
            await self._rest(clock() - began)

    async def _rest(self, took_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(SHORTEST_REST_S, took_s), LONGEST_REST_S)):
                await self._hurry.wait()


def _report(delivery: asyncio.Task[None]) -> None:
    """A bug in delivering is no silence: it goes where the loop's unhandled errors go."""
    if not delivery.cancelled() and (error := delivery.exception()):
        delivery.get_loop().call_exception_handler({"message": "webhooks are handed on no more", "exception": error})

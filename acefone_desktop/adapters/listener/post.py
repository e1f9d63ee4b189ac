"""Where the listener puts the reports that it acknowledges, and what hands them on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from acefone_desktop.adapters.listener.deliveries import hand_over

if TYPE_CHECKING:
    from acefone_desktop.adapters.listener.limits import Deliver, ListenerLimits
    from acefone_desktop.domain.reports import WebhookReport

_STOP_S = 0.5


class Post(Protocol):
    """Takes reports in at once and hands them on in its own time. Use on one event loop."""

    def accept(self, report: WebhookReport) -> bool:
        """Whether there is room; the report is acknowledged then, and kept until it is handed on."""
        ...

    def start(self) -> None:
        """Begins to hand on."""
        ...

    async def stop(self) -> None:
        """Hands on what was accepted, within a second, and ends."""
        ...


class QueuedPost:
    """Hands on everything in the order of arrival.

    What arrives while a delivery is under way goes with the next one: taking reports in costs a disk write.
    """

    def __init__(self, deliver: Deliver, limits: ListenerLimits) -> None:
        self._deliver, self._most_at_once = deliver, limits.most_at_once
        self._reports: asyncio.Queue[WebhookReport] = asyncio.Queue(limits.waiting_reports)
        self._delivery: asyncio.Task[None] | None = None

    def accept(self, report: WebhookReport) -> bool:
        """See `Post`."""
        try:
            self._reports.put_nowait(report)
        except asyncio.QueueFull:
            return False
        return True

    def start(self) -> None:
        """See `Post`."""
        self._delivery = asyncio.create_task(self._deliver_all(), name="webhook delivery")

    async def stop(self) -> None:
        """See `Post`."""
        delivery, self._delivery = self._delivery, None
        if delivery is None:
            return
        try:
            await asyncio.wait_for(self._reports.join(), _STOP_S)
        except TimeoutError:
            pass  # whoever takes them does not; polling will tell
        finally:
            delivery.cancel()
            await asyncio.gather(delivery, return_exceptions=True)

    async def _deliver_all(self) -> None:
        while True:
            waiting = [await self._reports.get()]
            while len(waiting) < self._most_at_once and not self._reports.empty():
                waiting.append(self._reports.get_nowait())
            try:
                await hand_over(tuple(waiting), self._deliver)
            finally:
                for _ in waiting:
                    self._reports.task_done()

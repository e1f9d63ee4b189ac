"""What a process beside this one leaves when it ends in the middle of a dial: taken up here, while we run."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.errors import StorageError
from acefone_desktop.services.waiting import report_bug

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from acefone_desktop.domain.dialing import CallIntent
    from acefone_desktop.services.other_processes import OtherProcesses
    from acefone_desktop.services.ports import Clock, Journal

LOOK_EVERY_S: Final = 1.0
"""Between two looks at whether the other process still lives: a file on this computer, and nobody is asked for it."""

_log = logging.getLogger(__name__)


class LeftDials:
    """Attends to other processes that may dial, and only then: where none was heard of, nothing wakes up.

    `read_news` takes up what they have kept; `take_up` says of dials without a reply that nothing more is known.
    """

    def __init__(
        self,
        journal: Journal,
        others: OtherProcesses,
        clock: Clock,
        read_news: Callable[[], Awaitable[None]],
        take_up: Callable[[tuple[CallIntent, ...]], Awaitable[None]],
    ) -> None:
        self._journal, self._others, self._clock = journal, others, clock
        self._read_news, self._take_up = read_news, take_up
        self._attending: asyncio.Task[None] | None = None

    async def lost(self) -> tuple[CallIntent, ...] | None:
        """Dials without a reply whose process is no more; None while another one lives that may dial.

        Raises `StorageError`. A process that dials says that it lives before its dial is on disk: so what is read here
        first, and then belongs to nobody alive, is lost.
        """
        left = await self._journal.intents_without_reply()
        return None if self._others.may_be_dialing() else left

    def attend(self) -> None:
        """Another process may dial: once it is gone, what it left is taken up."""
        if self._attending is None or self._attending.done():
            self._attending = asyncio.create_task(self._until_gone(), name="dials of other processes")
            self._attending.add_done_callback(report_bug)

    async def stop(self) -> None:
        """May be called at any time."""
        attending, self._attending = self._attending, None
        if attending is not None:
            attending.cancel()
            await asyncio.gather(attending, return_exceptions=True)

    async def _until_gone(self) -> None:
        while True:
            try:
                if not self._others.may_be_dialing() and (left := await self.lost()) is not None:
                    await self._read_news()
                    await self._take_up(left)
                    return
            except StorageError as error:
                _log.warning("What another process left could not be read, trying again: %s", error.code)
            await self._clock.sleep(LOOK_EVERY_S)

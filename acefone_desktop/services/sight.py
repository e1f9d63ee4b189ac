"""Tells whether open calls can be looked at: nobody is to take old news for the state of a call."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import ServerTroubleError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from acefone_desktop.domain.errors import ProviderError
    from acefone_desktop.services.ports import Clock


class Sight:
    """Lost and regained; its listener hears of changes only."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._listener: Callable[[ProviderError | None], None] | None = None
        self._is_lost = False

    def listen(self, listener: Callable[[ProviderError | None], None]) -> None:
        """Tells the listener from now on why sight is lost; None once it is back."""
        self._listener = listener

    def tell(self, trouble: ProviderError | None) -> None:
        """Sight is lost for this reason, or there is none to be lost (None)."""
        if self._listener is not None and self._is_lost != (trouble is not None):
            self._is_lost = trouble is not None
            self._listener(trouble)

    @asynccontextmanager
    async def missing(self, patience_s: float) -> AsyncIterator[None]:
        """While an answer is awaited, or none may be asked for: after so many seconds of it, sight is lost."""
        late = asyncio.create_task(self._lose_after(patience_s), name="patience with the provider")
        try:
            yield
        finally:
            late.cancel()
            await asyncio.gather(late, return_exceptions=True)

    async def _lose_after(self, patience_s: float) -> None:
        await self._clock.sleep(patience_s)
        self.tell(ServerTroubleError("No answer has come for a while."))

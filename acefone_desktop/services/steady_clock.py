"""A calendar that does not jump in the middle of a call, whatever is done to the computer's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from acefone_desktop.domain.evidence import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.services.ports import Clock

CLOCKS_AGREE: Final = timedelta(seconds=2)
"""What the computer's clock is put right by all the time; more is a jump."""


class SteadyClock:
    """Fills `Clock`. While it is held, time goes on from the moment it was held at, by what has elapsed since.

    Everything that is compared with each other while calls are open (requests, what is told and when, ages) is of this
    one clock; so setting the computer's clock moves none of it. `elapsed` counts time asleep too; without it, the clock
    is trusted as it is.
    """

    def __init__(self, clock: Clock, elapsed: Callable[[], float] | None = None) -> None:
        self._clock, self._elapsed = clock, elapsed
        self._held: tuple[datetime, float] | None = None

    @staticmethod
    def over(clock: Clock) -> SteadyClock:
        """The clock itself where it is steady; else one that trusts it."""
        return clock if isinstance(clock, SteadyClock) else SteadyClock(clock)

    def now(self) -> datetime:
        if self._held is None or self._elapsed is None:
            return self._clock.now()
        since, elapsed = self._held
        return since + timedelta(seconds=self._elapsed() - elapsed)

    def monotonic(self) -> float:
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)

    def hold(self) -> None:
        """From here on it cannot jump; does nothing where it is held already."""
        if self._held is None and self._elapsed is not None:
            self._held = self._clock.now(), self._elapsed()

    def release(self) -> None:
        """It is the computer's clock again."""
        self._held = None

    def steadied(self, moment: datetime) -> datetime:
        """A moment that was just read from the computer's clock, as this clock has it."""
        ahead = self._clock.now() - self.now()
        return moment if abs(ahead) <= CLOCKS_AGREE else moment - ahead


def steadied(evidence: Sequence[Evidence], clock: SteadyClock) -> list[Evidence]:
    """The evidence, webhooks dated anew: they come dated by the computer's clock, which may have been set meanwhile."""
    return [
        replace(item, told_at=at)
        if item.source is Source.WEBHOOK and (at := clock.steadied(item.told_at)) != item.told_at
        else item
        for item in evidence
    ]

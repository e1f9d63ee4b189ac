"""One dial that meets one fault at one point of its life."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from acefone_desktop.domain.calls import CallOutcome
from acefone_desktop.domain.dialing import Dialed, NotDialed, PerhapsDialed
from acefone_desktop.domain.errors import ProviderError
from tests.faults.invariants import check_everything, check_nothing_is_left
from tests.faults.points import POINTS, OnePlan, Point
from tests.faults.wire_faults import Fault, Said
from tests.faults.world import NUMBER, World, world

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = {Said.TAKEN: Dialed, Said.NO: NotDialed, Said.UNKNOWN: PerhapsDialed}
DIAL, HANG_UP = POINTS[0], POINTS[-1]


async def one_call(folder: Path, fault: Fault, point: Point) -> tuple[str, str]:
    """One dial that meets the fault, followed to its end; everything that must hold is looked at.

    Returns what the dialler said came of the request, and how the call ended in history.
    """
    tasks = asyncio.all_tasks()
    async with world(folder) as at:
        plan = OnePlan(at, point, fault.handle)
        at.proxy.plan = plan
        outcome = await at.dial()
        if point is HANG_UP:
            await hang_up(at)
        await at.until_all_is_settled()
        assert plan.struck == 1
        await check_everything(at, Counter([NUMBER]))
        (call,) = at.history()
        if point is DIAL:
            assert type(outcome) is EXPECTED[fault.dial]
            assert len(at.simulator.dials()) == fault.reaches
        if point is not DIAL or fault.reaches:
            assert call.outcome is not CallOutcome.UNKNOWN, "one look that fails is mended by the next"
    check_nothing_is_left(at, tasks)
    return fault.dial.value, str((call.outcome or CallOutcome.UNKNOWN).value).replace("_", " ")


async def hang_up(at: World) -> None:
    """Asks once for the end of the call, as soon as that can be asked; that it may fail is the point."""
    await at.until(lambda: at.calls[0].can_hang_up)
    with suppress(ProviderError):
        await at.tracker.hang_up(at.calls[0].key)
    assert [request.path for request in at.proxy.requests].count("/v1/call/hangup") == 1

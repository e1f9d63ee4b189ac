"""How many webhooks a second the listener's process takes by itself, without a window.

Run: `python -m tests.benchmarks.listener`.

Nothing else is to do, so that what is sent is what the sender and that process manage between them; the processor time
per event is that of the process alone, and its inverse what one processor could take.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from acefone_desktop.adapters.listener.frames import Wish
from acefone_desktop.adapters.listener.listener_process import ListenerProcess
from acefone_desktop.app.entry import LISTENER_PROCESS
from acefone_desktop.domain.incoming_calls import mention_of
from tests.benchmarks.measures import Measure, bare_starts, show
from tests.benchmarks.processor_time import processor_s
from tests.benchmarks.settled_profile import AGENT, WEBHOOK_SECRET
from tests.support.event_storm import EventStorm, Mix

if TYPE_CHECKING:
    from acefone_desktop.domain.errors import ListenerError
    from acefone_desktop.domain.evidence import Evidence

AS_MANY_AS_GO = 1_000_000
SECONDS = 5.0
MIXES = {
    "all of our agent": Mix(ours=1.0),
    "2% of our agent, 8% repeated": Mix(ours=0.02, repeated=0.08),
    "all repeated but a few": Mix(ours=0.0, repeated=0.95),
}


async def measure() -> list[Measure]:
    """One process for each mixture."""
    return [found for name, mix in MIXES.items() for found in await _one(name, mix)]


async def _one(name: str, mix: Mix) -> list[Measure]:
    wish = Wish("127.0.0.1", 0, WEBHOOK_SECRET, "UTC", mention_of(AGENT))
    command = (sys.executable, "-m", "acefone_desktop", LISTENER_PROCESS)
    listener = ListenerProcess(command, wish, _take, _lose)
    await listener.start()
    try:
        before = processor_s(listener.pid)
        storm = EventStorm(listener.port, WEBHOOK_SECRET, AS_MANY_AS_GO, mix)
        rate = await asyncio.to_thread(storm.blow, SECONDS)
        used_s = processor_s(listener.pid) - before
    finally:
        await listener.stop()
    return [
        Measure(f"Acknowledged a second, {name}", "", (rate,)),
        Measure("… processor time per event, listener's process", "µs", (used_s / storm.acknowledged * 1e6,)),
        Measure("… processor time per event, sender", "µs", (storm.sender_s / storm.sent * 1e6,)),
    ]


async def _take(_: tuple[tuple[Evidence, ...], ...]) -> None:
    """An app that is always ready."""


def _lose(error: ListenerError) -> None:
    raise error


if __name__ == "__main__":
    show(asyncio.run(measure()), bare_starts().median)

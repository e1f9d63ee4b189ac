"""The zone of webhooks' stamps changes while the listener's process runs, and stays for those that follow it."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from acefone_desktop.adapters.listener import listener_process
from tests.unit.adapters.test_listener_process import HOOK, Desk, body, soon

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence

NOON = "2026-01-15 12:00:00"
READ_IN_UTC, READ_IN_KOLKATA = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 1, 15, 6, 30, tzinfo=UTC)


async def test_a_running_listener_reads_in_another_zone_at_once_and_so_does_the_one_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listener_process, "FIRST_PAUSE_S", 0.01)
    desk, zones = Desk(), asyncio.Queue[tuple[str, datetime]]()
    listener = desk.listener()
    listener.tell_zone(lambda zone, since: zones.put_nowait((zone, since)))

    async def started_at(call_id: str) -> datetime | None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.port}") as client:
            await client.post(HOOK, json={**body(call_id), "start_stamp": NOON})
        told: Evidence = (await soon(desk.arrived.get()))[0]
        assert told.told_at >= since
        return told.started_at

    await listener.start()
    try:
        zone, since = await soon(zones.get())
        assert (zone, await started_at("1")) == ("UTC", READ_IN_UTC)
        listener.read_in("Asia/Kolkata")
        zone, since = await soon(zones.get())
        assert (zone, await started_at("2")) == ("Asia/Kolkata", READ_IN_KOLKATA)
        os.kill(listener.pid, signal.SIGKILL)
        await soon(desk.lost.get())
        zone, since = await soon(zones.get())
        assert (zone, await started_at("3")) == ("Asia/Kolkata", READ_IN_KOLKATA)
    finally:
        await listener.stop()


async def test_a_zone_told_while_there_is_no_process_counts_from_its_start() -> None:
    desk = Desk()
    listener = desk.listener()
    listener.read_in("Asia/Kolkata")
    await listener.start()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.port}") as client:
            await client.post(HOOK, json={**body("1"), "start_stamp": NOON})
        (told,) = await soon(desk.arrived.get())
    finally:
        await listener.stop()
    assert told.started_at == READ_IN_KOLKATA

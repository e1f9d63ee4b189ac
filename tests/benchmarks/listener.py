"""How many webhooks a second the listener takes, and how long each waits. Run: python -m tests.benchmarks.listener."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from datetime import UTC

import httpx

from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks
from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.post import QueuedPost
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.domain.reports import WebhookReport

SECRET = "benchmark-secret-of-length"
SENDERS, EVENTS, PACE_PER_S = 8, 4000, 1000.0
BODY = {
    "call_status": "Answered by agent",
    "call_id": "1768480930.1190021",
    "call_to_number": "447700900123",
    "customer_no_with_prefix ": "+447700900123",
    "start_stamp": "2026-01-15 12:42:10",
    "direction": "click_to_call",
}


async def main() -> None:
    """Sends as fast as the senders can, then at a steady thousand a second."""
    arrived = 0

    def deliver(reports: tuple[WebhookReport, ...]) -> None:
        nonlocal arrived
        arrived += len(reports)

    limits = ListenerLimits(requests_per_s=1e6, burst=1_000_000)
    listener = WebhookListener(
        "127.0.0.1",
        0,
        SECRET,
        lambda body, kind, query: read_webhooks(body, kind, query, UTC),
        QueuedPost(deliver, limits),
        limits=limits,
    )
    await listener.start()
    try:
        for name, pace in (("full speed", 0.0), (f"paced {PACE_PER_S:.0f}/s", PACE_PER_S)):
            before, started = arrived, time.perf_counter()
            waits = await send_all(f"http://127.0.0.1:{listener.port}/hook/{SECRET}", pace)
            took = time.perf_counter() - started
            p95 = statistics.quantiles(waits, n=20)[-1]
            print(
                f"{name}: {(arrived - before) / took:.0f} events/s, {arrived - before} of {EVENTS} arrived; "
                f"reply median {statistics.median(waits) * 1e3:.2f} ms, p95 {p95 * 1e3:.2f} ms"
            )
    finally:
        await listener.stop()


async def send_all(address: str, pace: float) -> list[float]:
    """One bare connection per sender; returns how long each reply took, in seconds."""
    content = json.dumps(BODY).encode()
    target = httpx.URL(address)
    head = f"POST {target.path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    request = f"{head}content-length: {len(content)}\r\n\r\n".encode() + content
    waits: list[float] = []

    async def sender() -> None:
        reader, writer = await asyncio.open_connection(target.host, target.port)
        due = time.perf_counter()
        for _ in range(EVENTS // SENDERS):
            if pace:
                due += SENDERS / pace
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            began = time.perf_counter()
            writer.write(request)
            reply = await reader.readuntil(b'{"ok":true}')
            assert reply.startswith(b"HTTP/1.1 200")
            waits.append(time.perf_counter() - began)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(sender() for _ in range(SENDERS)))
    return waits


if __name__ == "__main__":
    asyncio.run(main())

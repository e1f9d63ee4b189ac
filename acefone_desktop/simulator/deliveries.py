"""Sending webhooks: each call is told of as it happens, at least once, to an address on this machine."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import ssl
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from acefone_desktop.simulator import webhooks
from acefone_desktop.simulator.calling.races import first_of
from acefone_desktop.simulator.switches import WebhookForm, WebhookOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from acefone_desktop.simulator.calling.calls import SimulatedCall
    from acefone_desktop.simulator.simulation import Simulation

_TIMEOUT_S = 10.0
_PAUSE_S = 1.0  # simulated, before a delivery that failed is tried again
_FAILED = 400
_LINES = 8  # deliveries at the same time


class WebhookAddressError(ValueError):
    """The address is not one webhooks are sent to; the message is a sentence."""


def checked_address(url: str) -> str:
    """`url`, if it is plain http to this machine; WebhookAddressError otherwise."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port != 0
    except ValueError as error:
        raise WebhookAddressError(f"The webhook address is not an address: {error}.") from error
    if parts.scheme != "http" or parts.username is not None or not port_is_good or not _is_loopback(parts.hostname):
        raise WebhookAddressError("The webhook address must be http on this machine, such as http://127.0.0.1:8123/.")
    return url


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


class Deliveries:
    """Tells one address of every call. Lives on the server's loop; `close` ends what is under way."""

    def __init__(self, simulation: Simulation, url: str, headers: Mapping[str, str]) -> None:
        import httpx  # noqa: PLC0415 - only who sends webhooks pays for it

        # The address is plain http, so that no authority need be read from disk to check certificates against.
        no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._simulation, self._url = simulation, checked_address(url)
        self._client = httpx.AsyncClient(headers=dict(headers), timeout=_TIMEOUT_S, trust_env=False, verify=no_tls)
        self._error = httpx.HTTPError
        self._changed: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._lines = asyncio.Semaphore(_LINES)
        self._counted = 0

    def follow(self, call: SimulatedCall) -> None:
        """Starts telling of a call, or takes note that its course has changed."""
        if call.timeline is None:
            return
        if changed := self._changed.get(call.call_id):
            changed.set()
            return
        self._changed[call.call_id] = asyncio.Event()
        task = asyncio.create_task(self._tell(call.call_id), name="simulator: webhooks of a call")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Drops what has not been told."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()

    async def _tell(self, call_id: str) -> None:
        told: set[webhooks.AnyTrigger] = set()
        held: list[dict[str, object]] = []
        while (call := self._simulation.calls.find(call_id)) and call.timeline:
            left = [each for each in webhooks.happenings(call.incoming, call.timeline) if each.trigger not in told]
            if not left:
                break
            if left[0].moment > call.elapsed(self._simulation.clock.now()):
                await self._due_or_changed(call, left[0].moment)
                continue
            told.add(left[0].trigger)
            body = webhooks.body(self._simulation, call, call.timeline, left[0].trigger)
            if self._simulation.switches.webhook_order is WebhookOrder.REVERSED:
                held.insert(0, body)
            else:
                await self._deliver(body)
        for body in held:
            await self._deliver(body)
        del self._changed[call_id]

    async def _due_or_changed(self, call: SimulatedCall, moment: float) -> None:
        changed = self._changed[call.call_id]
        changed.clear()
        due = call.accepted_at + timedelta(seconds=moment)
        await first_of(self._simulation.clock.sleep_until(due), changed.wait())

    async def _deliver(self, body: dict[str, object]) -> None:
        switches = self._simulation.switches
        self._counted += 1
        if switches.webhook_lost_every and self._counted % switches.webhook_lost_every == 0:
            return
        for _ in range(switches.webhook_copies):
            for attempt in range(switches.webhook_attempts):
                if attempt:
                    await self._simulation.clock.sleep(_PAUSE_S)
                async with self._lines:
                    taken = await self._sent(body, switches.webhook_form)
                if taken:
                    break

    async def _sent(self, body: dict[str, object], form: WebhookForm) -> bool:
        try:
            match form:
                case WebhookForm.JSON:
                    reply = await self._client.post(self._url, json=body)
                case WebhookForm.FORM:
                    reply = await self._client.post(self._url, data=_flat(body))
                case WebhookForm.GET:
                    reply = await self._client.get(self._joined(_flat(body)))
        except self._error:
            return False
        return reply.status_code < _FAILED

    def _joined(self, variables: dict[str, str]) -> httpx.URL:
        import httpx  # noqa: PLC0415

        return httpx.URL(self._url).copy_merge_params(variables)


def _flat(body: dict[str, object]) -> dict[str, str]:
    """Forms and query strings know text only: what has parts becomes JSON text."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}

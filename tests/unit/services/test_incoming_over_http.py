"""A call that comes in whose hang-up is never told: the real client against the simulated account, over HTTP."""

from __future__ import annotations

import asyncio
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks
from acefone_desktop.adapters.listener.limits import ListenerLimits
from acefone_desktop.adapters.listener.post import QueuedPost
from acefone_desktop.adapters.listener.server import WebhookListener
from acefone_desktop.domain.calls import CallOutcome, CallState
from acefone_desktop.domain.incoming_calls import Standing, standing
from acefone_desktop.simulator.calling.incoming import IncomingOutcome, IncomingStep
from acefone_desktop.simulator.switches import Switches
from tests.unit.services.test_tracking_over_http import SECRET, Desk, desk

if TYPE_CHECKING:
    from acefone_desktop.domain.reports import WebhookReport


async def test_a_missed_call_that_only_its_record_tells_the_end_of_does_not_ring_on() -> None:
    """Live calls never show it, and of its webhooks the third, which is the hang-up, is lost."""
    desks: list[Desk] = []

    async def deliver(reports: tuple[WebhookReport, ...]) -> None:
        await desks[0].take(reports)

    reader = partial(read_webhooks, zone=UTC)
    listener = WebhookListener("127.0.0.1", 0, SECRET, reader, QueuedPost(deliver, ListenerLimits()))
    await listener.start()
    habits = Switches(rate_limit=0, live_rows=False, webhook_lost_every=3)
    try:
        async with desk(habits, webhook_url=f"{listener.address}/{SECRET}") as at:
            desks.append(at)
            step = IncomingStep(outcome=IncomingOutcome.MISSED, ends_at=3)
            at.simulator.ring_in(step)
            async with asyncio.timeout(15):
                while not (at.seen and at.seen[-1].is_settled):
                    await at.changed()

            (call,) = at.tracker.calls
            assert CallState.AGENT_RINGING in {told.state for told in at.seen}
            assert (call.outcome, standing(call, at.agent)) == (CallOutcome.AGENT_MISSED, Standing.MISSED)
            assert at.simulator.dials() == []
    finally:
        await listener.stop()

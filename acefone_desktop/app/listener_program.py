"""The program of the listener's process (docs/decisions/0010), which is the app's own with one argument.

The app starts it and tells it everything through its standard input; it ends with the app.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks
from acefone_desktop.adapters.listener.listener_child import run
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.domain.report_evidence import from_webhook

if TYPE_CHECKING:
    from acefone_desktop.adapters.listener.limits import Read
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.reports import WebhookReport


def main() -> int:
    """Listens until the app wants no more or is gone; returns the exit status."""
    clock = SystemClock()

    def read_in(zone: str) -> Read:
        return partial(read_webhooks, zone=ZoneInfo(zone))

    def understand(report: WebhookReport) -> tuple[Evidence, ...]:
        return from_webhook(report, clock.now())

    return run(read_in, understand)

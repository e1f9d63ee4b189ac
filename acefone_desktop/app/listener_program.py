"""The program of the listener's process (docs/decisions/0010), which is the app's own with one argument.

The app starts it and tells it everything through its standard input; it ends with the app.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.reports.webhook_bodies import read_webhooks
from acefone_desktop.adapters.acefone.reports.webhook_samples import describe
from acefone_desktop.adapters.listener.inspector import Dialect
from acefone_desktop.adapters.listener.listener_child import run
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.domain.report_evidence import from_webhook
from acefone_desktop.domain.server_zone import zone_of

_STEPS_BACK = 5
"""Of the nineteen that there are: in a flood of webhooks the window comes first, and these come all the same."""

if TYPE_CHECKING:
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.reports import WebhookReport
    from acefone_desktop.domain.webhook_mapping import WebhookMapping


def main() -> int:
    """Listens until the app wants no more or is gone; returns the exit status."""
    _give_way()
    clock = SystemClock()

    def dialect_in(zone: str) -> Dialect:
        known = zone_of(zone)

        def read(body: bytes, content_type: str, query: str, mapping: WebhookMapping) -> tuple[WebhookReport, ...]:
            return read_webhooks(body, content_type, query, known, mapping)

        return Dialect(read, partial(describe, zone=known))

    def understand(report: WebhookReport) -> tuple[Evidence, ...]:
        return from_webhook(report, clock.now())

    return run(dialect_in, understand)


def _give_way() -> None:
    if hasattr(os, "nice"):  # Windows has classes of priority instead, and spreads what waits by itself
        os.nice(_STEPS_BACK)

"""What the webhook listener is given, and how much it lets anybody ask of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from acefone_desktop.domain.reports import WebhookReport

PATH = "/hook"
Read = Callable[[bytes, str, str], tuple[WebhookReport, ...]]
"""Body, content type and query to reports, mostly one, none for what came before.

Raises `AcefoneDesktopError` for what it cannot read.
"""

OnProbe = Callable[[str, bool], None]
"""Told of each test of our own that comes in, and whether its secret was right."""

Deliver = Callable[[tuple[WebhookReport, ...]], Awaitable[None] | None]
"""Takes all reports that wait, on the event loop, in the order of arrival.

Where it raises, each of them is handed over once more by itself, so that one cannot cost the others.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerLimits:
    """Sizes in bytes, times in seconds. The provider gives up after ten seconds, so a refusal must come sooner."""

    largest_body: int = 64 * 1024
    request_s: float = 5.0
    """From the connection's first byte, or the last reply, to the end of the request."""
    connections: int = 64
    handshakes: int = 64
    """Connections whose TLS handshake is not done. Each costs a handle and a quarter of a megabyte."""
    requests_per_s: float = 20_000.0
    burst: int = 40_000
    waiting_reports: int = 10_000
    most_at_once: int = 250
    """Reports in one delivery."""


class TokenBucket:
    """Lets a burst through, then a steady rate. `monotonic` gives seconds."""

    def __init__(self, rate: float, burst: int, monotonic: Callable[[], float]) -> None:
        self._rate, self._burst, self._monotonic = rate, float(burst), monotonic
        self._level, self._at = self._burst, monotonic()

    def take(self) -> bool:
        """Whether one more may pass now."""
        now = self._monotonic()
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True

    @property
    def seconds_to_next(self) -> float:
        """How long until one may pass again."""
        return max(0.0, (1 - self._level) / self._rate)

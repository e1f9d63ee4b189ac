"""What the webhook listener answers to one request. Nothing of a request is ever logged."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from acefone_desktop.adapters.listener.exchange import Reply, RequestHead, refusal
from acefone_desktop.adapters.listener.limits import PATH, ListenerLimits, Read, TokenBucket
from acefone_desktop.adapters.listener.probes import LARGEST_PROBE, PROBE_HEADER, probe_in
from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.adapters.listener.limits import OnProbe
    from acefone_desktop.adapters.listener.secret import SharedSecret
    from acefone_desktop.domain.reports import WebhookReport

METHODS = ("GET", "POST")
ACCEPTED = Reply(200, {"ok": True})
_STRANGERS_PER_S, _STRANGERS_BURST = 20.0, 100


class WebhookEndpoint:
    """One path. `accept` queues a report and says whether there was room.

    `on_taken` is told after all of a request's reports are queued, `on_probe` of each test of our own.

    Answers at once, without waiting for anything: a task and a framework for each request would cost as much processor
    time as all the rest of it.
    """

    def __init__(
        self,
        secret: SharedSecret,
        read: Read,
        accept: Callable[[WebhookReport], bool],
        limits: ListenerLimits,
        *,
        on_taken: Callable[[], None],
        on_probe: OnProbe,
    ) -> None:
        self._secret, self._read, self._accept, self._limits = secret, read, accept, limits
        self._prober, self._on_taken, self._on_probe = secret.prober, on_taken, on_probe
        self._known = TokenBucket(limits.requests_per_s, limits.burst, time.monotonic)
        self._strangers = TokenBucket(_STRANGERS_PER_S, _STRANGERS_BURST, time.monotonic)

    def screen(self, head: RequestHead) -> Reply | None:
        """Why a request is refused before its body is looked at; None where it is not.

        The secret comes first: to a stranger every path and method looks alike. One slash may end the path.
        """
        path = head.path.removesuffix("/")
        folder, _, told = path.rpartition("/")
        below = folder == PATH and bool(told)
        admitted = self._secret.admits(told if below else "", head.headers)
        if not admitted or not (below or path == PATH):
            return self._turn_away(head)
        if not self._known.take():
            return _too_many(self._known)
        if head.method not in METHODS:
            return refusal(405, "method not allowed", {"allow": ", ".join(METHODS)})
        announced = head.headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._limits.largest_body:
            return self.too_large()
        return None

    def answer(self, head: RequestHead, body: bytes) -> Reply:
        """To a whole request that was not refused before."""
        if PROBE_HEADER in head.headers or len(body) <= LARGEST_PROBE:
            probe = self._prober.known(probe_in(body) or head.headers.get(PROBE_HEADER, ""))
            if probe:
                self._on_probe(probe, True)  # noqa: FBT003 (a callback)
                return ACCEPTED
        try:
            reports = self._read(body, head.headers.get("content-type", ""), head.query)
        except AcefoneDesktopError:
            return refusal(400, "not understood")
        if not all(map(self._accept, reports)):  # who sent them sends all of them again
            return refusal(503, "busy", {"retry-after": "1"})
        if reports:
            self._on_taken()
        return ACCEPTED

    def too_large(self) -> Reply:
        """To a body that is larger than allowed, announced or not."""
        return refusal(413, "too large", closes=True)

    def _turn_away(self, head: RequestHead) -> Reply:
        if not self._strangers.take():
            return _too_many(self._strangers)
        probe = self._prober.known(head.headers.get(PROBE_HEADER, ""))
        if probe:
            self._on_probe(probe, False)  # noqa: FBT003 (a callback; one of ours that has lost its secret on the way)
        return refusal(404, "not found")


def _too_many(bucket: TokenBucket) -> Reply:
    return refusal(429, "too many requests", {"retry-after": str(max(1, math.ceil(bucket.seconds_to_next)))})

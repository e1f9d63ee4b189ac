"""What the webhook listener answers to one request. Nothing of a request is ever logged."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from acefone_desktop.adapters.listener.limits import PATH, ListenerLimits, Read, TokenBucket
from acefone_desktop.adapters.listener.secret import SharedSecret
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.reports import WebhookReport

METHODS = ("GET", "POST")
_ACCEPTED = JSONResponse({"ok": True})
_STRANGERS_PER_S, _STRANGERS_BURST = 20.0, 100


class WebhookEndpoint:
    """An ASGI application with one path. `accept` queues a report and says whether there was room."""

    def __init__(
        self, secret: SharedSecret, read: Read, accept: Callable[[WebhookReport], bool], limits: ListenerLimits
    ) -> None:
        self._secret, self._read, self._accept, self._limits = secret, read, accept, limits
        self._known = TokenBucket(limits.requests_per_s, limits.burst, time.monotonic)
        self._strangers = TokenBucket(_STRANGERS_PER_S, _STRANGERS_BURST, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request; whoever hangs up half-way gets nothing."""
        if scope["type"] != "http":
            return
        try:
            response = await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """The secret comes first: to a stranger every path and method looks alike."""
        path: str = request.scope["path"]
        folder, _, told = path.rpartition("/")
        named = told if folder == PATH else ""
        admitted = self._secret.admits(named, request.headers)
        if not admitted or PATH not in {folder, path}:
            return _refusal(404, "not found") if self._strangers.take() else _too_many(self._strangers)
        if not self._known.take():
            return _too_many(self._known)
        if request.method not in METHODS:
            return _refusal(405, "method not allowed", {"allow": ", ".join(METHODS)})
        body = await self._body(request)
        if body is None:
            return _refusal(413, "too large", {"connection": "close"})
        return self._report(body, request)

    async def _body(self, request: Request) -> bytes | None:
        """The whole body, or None as soon as it is too large."""
        announced = request.headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._limits.largest_body:
            return None
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._limits.largest_body:
                return None
        return bytes(body)

    def _report(self, body: bytes, request: Request) -> Response:
        try:
            query = request.scope["query_string"].decode("utf-8", "replace")
            report = self._read(body, request.headers.get("content-type", ""), query)
        except AcefoneDesktopError:
            return _refusal(400, "not understood")
        if not self._accept(report):
            return _refusal(503, "busy", {"retry-after": "1"})
        return _ACCEPTED


def _too_many(bucket: TokenBucket) -> Response:
    return _refusal(429, "too many requests", {"retry-after": str(max(1, math.ceil(bucket.seconds_to_next)))})


def _refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"ok": False, "error": reason}, status, headers)

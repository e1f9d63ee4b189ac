"""One request and its reply over httpx, in bounded time and size. Loaded when the first call or question is near."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpx

from acefone_desktop import __version__
from acefone_desktop.adapters.acefone.http.no_answer import NoAnswerError
from acefone_desktop.adapters.acefone.http.replies import LONGEST_WAIT_S, Reply
from acefone_desktop.domain.account import is_loopback
from acefone_desktop.domain.errors import (
    ConnectionNotSecureError,
    HostNotFoundError,
    OfflineError,
    ReplyNotUnderstoodError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.adapters.acefone.http.pacing import Pace
    from acefone_desktop.adapters.acefone.http.transport import Asked

NOTHING_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""What httpx raises before the first byte of a request leaves."""

_KEPT: Final = httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=30)
_PARTING_S: Final = 1.0
"""A connection whose other end is gone is not waited for longer."""

LONGEST_COUNT: Final = 6
"""Digits of seconds that are read; more of them is longer than anybody waits."""


class Exchange:
    """Two clients to one base address: connections that are kept, and connections for one request each."""

    def __init__(self, base: str, pace: Pace, transport: httpx.AsyncBaseTransport | None) -> None:
        self._base, self._pace, self._injected = base, pace, transport
        # Both write whole addresses, and with them customers' numbers, at levels below this.
        for noisy in ("httpx", "httpcore"):
            logging.getLogger(noisy).setLevel(logging.WARNING)
        self._security = self._trusted()
        self._pooled = self._client(_KEPT)
        self._unpooled = self._client(httpx.Limits(max_connections=8, max_keepalive_connections=0))

    async def on_kept_connection(self, asked: Asked) -> Reply:
        """For questions. Raises `OfflineError`, `NoAnswerError` or `ReplyNotUnderstoodError`."""
        return await self._exchange(self._pooled, asked)

    async def on_own_connection(self, asked: Asked) -> Reply:
        """For dials: a kept connection that died unnoticed would leave their outcome unknown. Raises the same."""
        return await self._exchange(self._unpooled, asked)

    async def renew(self) -> None:
        """Lets go of kept connections, which may have died unnoticed; what is asked over them fails."""
        old, self._pooled = self._pooled, self._client(_KEPT)
        with suppress(TimeoutError, httpx.HTTPError, OSError):
            async with asyncio.timeout(_PARTING_S):
                await old.aclose()

    async def close(self) -> None:
        """Closes the connections."""
        for client in (self._pooled, self._unpooled):
            await client.aclose()

    async def _exchange(self, client: httpx.AsyncClient, asked: Asked) -> Reply:
        headers = {"Authorization": f"Bearer {asked.token}"} if asked.token else {}
        address = self._base + asked.path
        request = client.build_request(asked.method, address, headers=headers, params=asked.query, json=asked.body)
        try:
            async with asyncio.timeout(self._pace.deadline_s):
                response = await client.send(request, stream=True)
                try:
                    return await self._read(response)
                finally:
                    await response.aclose()
        except NOTHING_SENT as error:
            raise _unreachable(error, request.url.host) from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
            # ValueError: what a reply's head can make the library stumble over. The request had left all the same.
            raise NoAnswerError(type(error).__name__) from error

    async def _read(self, response: httpx.Response) -> Reply:
        limit = self._pace.largest_reply
        received = bytearray()
        async for part in response.aiter_raw():
            received += part
            if len(received) > limit:
                raise ReplyNotUnderstoodError(f"It is longer than {limit} bytes.")
        return Reply(
            status=response.status_code,
            body=_unpacked(bytes(received), response.headers.get("content-encoding", ""), limit),
            retry_after=_retry_after(response.headers.get("retry-after", "")),
            server_time=_http_date(response.headers.get("date", "")),
            redirects_to=_host(response.headers.get("location", "")),
        )

    def _client(self, limits: httpx.Limits) -> httpx.AsyncClient:
        pace = self._pace
        client = httpx.AsyncClient(
            transport=self._injected,
            verify=self._security,
            limits=limits,
            timeout=httpx.Timeout(pace.reply_s, connect=pace.connect_s, pool=pace.connect_s),
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": f"acefone-desktop/{__version__}",
            },
            follow_redirects=False,
            # Company proxies are named in the environment; this computer itself is never behind one.
            trust_env=not is_loopback(urlsplit(self._base).hostname or ""),
        )
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
        return client

    def _trusted(self) -> ssl.SSLContext:
        if self._base.startswith("https:"):
            return httpx.create_ssl_context()
        # Plain HTTP is for this computer only; a context that trusts nobody spares reading all certificates.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _unreachable(error: httpx.HTTPError, host: str) -> OfflineError:
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return HostNotFoundError(f"It was looked up as {host}.")
        if isinstance(cause, ssl.SSLError):
            return ConnectionNotSecureError(f"The host was {host}.")
    return OfflineError()


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        yield following
        seen.append(following)
        following = following.__cause__ or following.__context__


def _unpacked(received: bytes, encoding: str, limit: int) -> bytes:
    """The body as it was before compression, within the limit however far it would unfold."""
    if encoding.strip().lower() in {"", "identity"}:
        return received
    try:
        unfolding = zlib.decompressobj(wbits=47)  # gzip or zlib, told apart by the header
        body = unfolding.decompress(received, limit)
    except zlib.error as error:
        raise ReplyNotUnderstoodError("It is compressed in a way we did not ask for.") from error
    if unfolding.unconsumed_tail:
        raise ReplyNotUnderstoodError(f"It is longer than {limit} bytes.")
    return body


def _retry_after(value: str) -> timedelta | None:
    """RFC 9110 §10.2.3: seconds or a date."""
    if value.isascii() and value.strip().isdecimal():
        return timedelta(seconds=int(value) if len(value) < LONGEST_COUNT else LONGEST_WAIT_S)
    if (moment := _http_date(value)) is not None:
        return max(moment - datetime.now(UTC), timedelta())
    return None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

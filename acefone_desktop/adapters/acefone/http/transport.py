"""HTTP with the provider: one host, bounded time and size, and a clear word on whether anything was sent."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import httpx

from acefone_desktop import __version__
from acefone_desktop.adapters.acefone.http.pacing import Pace, Pacer
from acefone_desktop.adapters.acefone.http.replies import LONGEST_WAIT_S, Reply
from acefone_desktop.domain.account import is_loopback, read_base_url
from acefone_desktop.domain.errors import (
    ConnectionNotSecureError,
    HostNotFoundError,
    OfflineError,
    ReplyNotUnderstoodError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""What httpx raises before the first byte of a request leaves."""

LONGEST_COUNT: Final = 6
"""Digits of seconds that are read; more of them is longer than anybody waits."""

Query = dict[str, str | int]

logger = logging.getLogger(__name__)


class NoAnswerError(Exception):
    """The request left, at least in part, and no whole answer came. Sorted into a `ProviderError` by who asked."""


class Transport:
    """Sends requests to one base address, each exactly once, and never anywhere else (redirects are not followed)."""

    def __init__(self, base_url: str, pace: Pace, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.base = read_base_url(base_url) + "/v1/"
        self._pace = pace
        self._injected = transport
        self.pacer = Pacer(pace)
        # Both write whole addresses, and with them customers' numbers, at levels below this.
        for noisy in ("httpx", "httpcore"):
            logging.getLogger(noisy).setLevel(logging.WARNING)

    async def send(
        self, method: str, path: str, *, token: str = "", query: Query | None = None, body: Any = None
    ) -> Reply:
        """One request on a pooled connection, in its turn. Raises `OfflineError` or `NoAnswerError`."""
        await self.pacer.ordinary()
        return await self._exchange(self._pooled, method, path, token, query, body)

    async def dial(self, path: str, *, token: str = "", body: Any) -> Reply:
        """One POST on a connection of its own: a pooled one that died unnoticed would leave its outcome unknown."""
        await self.pacer.dial()
        return await self._exchange(self._unpooled, "POST", path, token, None, body)

    def prepare(self) -> None:
        """Reads the certificates and builds both clients now rather than at the first request."""
        _ = self._pooled, self._unpooled

    async def close(self) -> None:
        """Closes the connections."""
        for name in ("_pooled", "_unpooled"):
            if (client := self.__dict__.pop(name, None)) is not None:
                await client.aclose()

    async def _exchange(
        self, client: httpx.AsyncClient, method: str, path: str, token: str, query: Query | None, body: Any
    ) -> Reply:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = client.build_request(method, self.base + path, headers=headers, params=query, json=body)
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

    @cached_property
    def _pooled(self) -> httpx.AsyncClient:
        return self._client(httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=30))

    @cached_property
    def _unpooled(self) -> httpx.AsyncClient:
        return self._client(httpx.Limits(max_connections=8, max_keepalive_connections=0))

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
            trust_env=not is_loopback(urlsplit(self.base).hostname or ""),
        )
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
        return client

    @cached_property
    def _security(self) -> ssl.SSLContext:
        if self.base.startswith("https:"):
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

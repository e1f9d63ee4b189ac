"""Sends a test of our own to the public address, as the provider would send a webhook, and says how far it came."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

import httpx

from acefone_desktop import __version__
from acefone_desktop.adapters.listener.probes import PROBE_HEADER, STRANGER, Prober, probe_body
from acefone_desktop.adapters.listener.secret import HEADER
from acefone_desktop.domain.account import is_loopback
from acefone_desktop.domain.reachability import Reach, ReachReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.domain.settings import WebhookSettings

DEADLINE_S: Final = 10.0
"""As long as the provider waits for an answer."""

ARRIVAL_PATIENCE_S: Final = 1.0
"""From the reply to the listener's word, which comes from a process of its own."""

LARGEST_REPLY: Final = 16 * 1024
_OK, _REDIRECTS, _CLIENT_ERRORS, _SERVER_ERRORS = 200, 300, 400, 500


class ProbeWatch(Protocol):
    """Who hears of tests that come in."""

    def expect(self, nonce: str) -> asyncio.Future[bool]:
        """Done once the test has come in: whether with the right secret. Cancel it to expect it no longer."""
        ...


class RoundTrip:
    """Tests one address at a time. `trusted` is what the system trusts; use on one event loop."""

    def __init__(self, secret: str, watch: ProbeWatch, trusted: ssl.SSLContext | None = None) -> None:
        self._secret, self._prober, self._watch = secret, Prober(secret), watch
        self._trusted = trusted or ssl.create_default_context()
        for noisy in ("httpx", "httpcore"):  # they write whole addresses, and with them the secret, below this level
            logging.getLogger(noisy).setLevel(logging.WARNING)

    async def run(self, webhooks: WebhookSettings) -> ReachReport:
        """Sends one request and waits for it; nothing is sent twice, and no redirect is followed.

        `webhooks.public_address` must be one that `read_public_address` gave.
        """
        probe = self._prober.new()
        begun = asyncio.get_running_loop().time()
        arrival = self._watch.expect(self._prober.known(probe))
        try:
            report = await self._send(webhooks, probe)
            patience = ARRIVAL_PATIENCE_S if report.status else 0.1
            admitted = (await asyncio.wait([arrival], timeout=patience))[0] and arrival.result()
            if not arrival.done():
                return report
            took_ms = max(1, round((asyncio.get_running_loop().time() - begun) * 1000))
            return ReachReport(Reach.ARRIVED if admitted else Reach.SECRET_LOST, took_ms, report.status)
        finally:
            arrival.cancel()

    async def _send(self, webhooks: WebhookSettings, probe: str) -> ReachReport:
        address, headers = webhooks.public_address, {PROBE_HEADER: probe}
        if webhooks.secret_in_header:
            headers[HEADER] = self._secret
        else:
            address = f"{address}/{self._secret}"
        try:
            async with asyncio.timeout(DEADLINE_S), self._client(address) as client:
                request = client.build_request("POST", address, headers=headers, json=probe_body(probe))
                response = await client.send(request, stream=True)
                try:
                    said = await _read(response)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError) as error:
            return _failure(error)
        if (response.status_code, said) == STRANGER:
            return ReachReport(Reach.SECRET_LOST, status=response.status_code)  # and our header with it
        return _answered(response, urlsplit(address).hostname or "")

    def _client(self, address: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            verify=self._trusted,
            timeout=httpx.Timeout(DEADLINE_S),
            headers={"User-Agent": f"acefone-desktop/{__version__}"},
            follow_redirects=False,
            # Company proxies are named in the environment; this computer itself is never behind one.
            trust_env=not is_loopback(urlsplit(address).hostname or ""),
        )


async def _read(response: httpx.Response) -> bytes:
    """So much of the reply that a decent server need not see the connection broken."""
    received = b""
    async for piece in response.aiter_raw():
        received += piece
        if len(received) > LARGEST_REPLY:
            break
    return received


def _answered(response: httpx.Response, host: str) -> ReachReport:
    """What the reply says of a test that did not come to us."""
    status = response.status_code
    if status >= _SERVER_ERRORS:
        return ReachReport(Reach.NOBODY_BEHIND, status=status)
    if status >= _CLIENT_ERRORS:
        return ReachReport(Reach.TURNED_AWAY, status=status)
    if status >= _REDIRECTS:
        location = response.headers.get("location", "")
        try:
            target = urlsplit(location).hostname or host
        except ValueError:
            target = ""
        return ReachReport(Reach.REDIRECTED, status=status, detail=target[:100] if target.isprintable() else "")
    return ReachReport(Reach.SOMEBODY_ELSE, status=status)


def _failure(error: BaseException) -> ReachReport:
    """Why no reply came, told by the first cause: httpx calls all of them a failed connection."""
    causes = list(_causes(error))
    told = next((report for cause in causes if (report := _told_by(cause)) is not None), None)
    if told is not None:
        return told
    system = next((cause.strerror or "" for cause in causes if isinstance(cause, OSError)), "")
    return ReachReport(Reach.UNREACHABLE, detail=system[:100])


def _told_by(cause: BaseException) -> ReachReport | None:
    match cause:
        case socket.gaierror():
            return ReachReport(Reach.NO_SUCH_HOST)
        case ssl.SSLCertVerificationError():
            return ReachReport(Reach.NOT_TRUSTED, detail=cause.verify_message[:100])
        case ssl.SSLError():
            return ReachReport(Reach.NOT_TRUSTED, detail=(cause.reason or "").replace("_", " ").lower()[:100])
    kinds = {
        (ConnectionRefusedError,): Reach.REFUSED,
        (TimeoutError, httpx.TimeoutException): Reach.TOO_SLOW,
        (httpx.RemoteProtocolError, httpx.DecodingError): Reach.NO_HTTP,
    }
    return next((ReachReport(reach) for kind, reach in kinds.items() if isinstance(cause, kind)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """From the outermost inwards; what several addresses of a host came to is looked into, too."""
    seen = 0
    while error is not None and seen < 20:  # noqa: PLR2004
        yield error
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                yield from _causes(inner)
        error = error.__cause__ or error.__context__
        seen += 1

"""HTTP with the provider: one host, everything in its turn, each request sent exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from acefone_desktop.adapters.acefone.http.pacing import Pace, Pacer
from acefone_desktop.domain.account import read_base_url
from acefone_desktop.domain.polling_budget import RequestKind

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from acefone_desktop.adapters.acefone.http.exchange import Exchange
    from acefone_desktop.adapters.acefone.http.replies import Reply

Query = dict[str, str | int]

_KINDS: Final = {
    "live_calls": RequestKind.LIVE_CALLS,
    "call/records": RequestKind.CALL_RECORDS,
    "call/hangup": RequestKind.CONTROL,
    "call/options": RequestKind.CONTROL,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `path` is relative to the base address. The token and the body are not part of `repr`."""

    method: str
    path: str
    token: str = ""
    query: Query | None = None
    body: Any = None

    def __repr__(self) -> str:
        return f"Asked({self.method} {self.path})"


class Transport:
    """Sends requests to one base address, each exactly once, and never anywhere else (redirects are not followed).

    `on_request` hears of each as it leaves. The HTTP library takes 15 MB and a tenth of a second: it is loaded with
    `prepare`, or else with the first request.
    """

    def __init__(
        self,
        base_url: str,
        pace: Pace,
        transport: httpx.AsyncBaseTransport | None = None,
        on_request: Callable[[RequestKind], None] | None = None,
    ) -> None:
        self.base = read_base_url(base_url) + "/v1/"
        self._pace = pace
        self._injected = transport
        self._on_request = on_request
        self._exchange: Exchange | None = None
        self.pacer = Pacer(pace)

    async def send(
        self, method: str, path: str, *, token: str = "", query: Query | None = None, body: Any = None
    ) -> Reply:
        """One request on a kept connection, in its turn. Raises `OfflineError` or `NoAnswerError`."""
        await self.pacer.ordinary()
        self._count(_KINDS.get(path, RequestKind.OTHER))
        return await self.prepare().on_kept_connection(Asked(method, path, token, query, body))

    async def dial(self, path: str, *, token: str = "", body: Any) -> Reply:
        """One POST on a connection of its own: a kept one that died unnoticed would leave its outcome unknown."""
        await self.pacer.dial()
        self._count(RequestKind.DIAL)
        return await self.prepare().on_own_connection(Asked("POST", path, token, None, body))

    def prepare(self) -> Exchange:
        """Loads the library and reads the certificates, now rather than at the first request."""
        if self._exchange is None:
            from acefone_desktop.adapters.acefone.http.exchange import Exchange  # noqa: PLC0415

            self._exchange = Exchange(self.base, self._pace, self._injected)
        return self._exchange

    async def renew(self) -> None:
        """Kept connections may be dead: the next request makes one of its own."""
        if self._exchange is not None:
            await self._exchange.renew()

    def _count(self, kind: RequestKind) -> None:
        if self._on_request is not None:
            self._on_request(kind)

    async def close(self) -> None:
        """Closes the connections."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            await exchange.close()

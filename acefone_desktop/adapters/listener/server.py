"""Starts and stops the webhook listener on the event loop it is used on."""

from __future__ import annotations

import asyncio

from acefone_desktop.adapters.listener.deliveries import hand_over
from acefone_desktop.adapters.listener.limits import PATH, Deliver, ListenerLimits, Read
from acefone_desktop.adapters.listener.secret import SharedSecret
from acefone_desktop.domain.account import is_loopback
from acefone_desktop.domain.errors import ListenerError
from acefone_desktop.domain.reports import WebhookReport

_STOP_S = 0.5


class WebhookListener:
    """Hears the provider's webhooks at `http://host:port/hook`.

    The secret (16 characters or more) comes as the path's last part, in `X-Acefone-Secret` or as a bearer token. A
    report is acknowledged once it is understood and queued; `deliver` gets it afterwards, with what else waits.
    `host` must be this computer's own loopback address unless `allow_remote` says otherwise.
    """

    def __init__(
        self,
        host: str,
        port: int,
        secret: str,
        read: Read,
        deliver: Deliver,
        *,
        allow_remote: bool = False,
        limits: ListenerLimits | None = None,
    ) -> None:
        if not (allow_remote or is_loopback(host)):
            raise ListenerError("It listens on this computer's own address only, unless that is allowed in Settings.")
        self._host, self._wanted_port, self._deliver = host, port, deliver
        self._limits = limits or ListenerLimits()
        self._secret, self._read = SharedSecret(secret), read
        self._reports: asyncio.Queue[WebhookReport] = asyncio.Queue(self._limits.waiting_reports)
        self._server: asyncio.Server | None = None
        self._delivery: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port in use; raises `ListenerError` while it does not listen."""
        if self._server is None:
            raise ListenerError("It is switched off.")
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def address(self) -> str:
        """Where it listens, without the secret."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}{PATH}"

    async def start(self) -> None:
        """Begins to listen; raises `ListenerError`, such as for a port that somebody else uses."""
        from acefone_desktop.adapters.listener.endpoint import WebhookEndpoint  # noqa: PLC0415 (when it is switched on)
        from acefone_desktop.adapters.listener.protocol import WebhookProtocol  # noqa: PLC0415

        if self._server is not None:
            return
        endpoint = WebhookEndpoint(self._secret, self._read, self._accept, self._limits)
        self._connections: set[WebhookProtocol] = set()
        try:
            self._server = await asyncio.get_running_loop().create_server(
                lambda: WebhookProtocol(endpoint, self._connections, self._limits),
                self._host,
                self._wanted_port,
                backlog=128,
            )
        except OSError as error:
            raise ListenerError(f"({error.strerror or error})") from error
        self._delivery = asyncio.create_task(self._deliver_all(), name="webhook delivery")

    async def stop(self) -> None:
        """Stops listening and hands on what was acknowledged, within a second."""
        server, self._server = self._server, None
        if server is None or self._delivery is None:
            return
        server.close()
        for connection in tuple(self._connections):
            connection.transport.abort()
        await server.wait_closed()
        try:
            await asyncio.wait_for(self._reports.join(), _STOP_S)
        except TimeoutError:
            pass  # whoever takes them does not; polling will tell
        finally:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)

    def _accept(self, report: WebhookReport) -> bool:
        try:
            self._reports.put_nowait(report)
        except asyncio.QueueFull:
            return False
        return True

    async def _deliver_all(self) -> None:
        """What arrives while a delivery is under way goes with the next one: taking reports in costs a disk write."""
        while True:
            waiting = [await self._reports.get()]
            while len(waiting) < self._limits.most_at_once and not self._reports.empty():
                waiting.append(self._reports.get_nowait())
            try:
                await hand_over(tuple(waiting), self._deliver)
            finally:
                for _ in waiting:
                    self._reports.task_done()
            if self._limits.rest_s and self._server is not None:
                await asyncio.sleep(self._limits.rest_s)

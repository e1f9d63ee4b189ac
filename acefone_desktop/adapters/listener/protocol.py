"""uvicorn's HTTP protocol with a short temper: few connections, little data, not much time."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

if TYPE_CHECKING:
    from acefone_desktop.adapters.listener.limits import ListenerLimits

LARGEST_HEAD = 32 * 1024
"""Bytes of request line and headers."""

_OVERFLOW = 4
"""Times the allowed connections that still hear why they are turned away; beyond that nobody is answered."""

_FULL = json.dumps({"ok": False, "error": "busy"}).encode()


class GuardedProtocol(HttpToolsProtocol):
    """One connection. Whoever sends too slowly or too much is cut off without an answer."""

    def __init__(self, config: Config, state: ServerState, limits: ListenerLimits) -> None:
        super().__init__(config, state, {}, asyncio.get_running_loop())
        self._limits = limits
        self._received = 0
        self._one_too_many = False
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admits the connection, or says that there are too many."""
        super().connection_made(transport)
        self._one_too_many = len(self.connections) > self._limits.connections
        if len(self.connections) > self._limits.connections * _OVERFLOW:
            self.transport.abort()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends our patience with it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on while the request stays within its size."""
        self._received += len(data)
        if self._received > self._limits.largest_body + LARGEST_HEAD:
            self.transport.abort()
            return
        if self._one_too_many:  # told only now: closing on unread data would take the answer away again
            self._turn_away()
        elif not self.transport.is_closing():
            super().data_received(data)

    def on_message_complete(self) -> None:
        """The request is whole: answering it is our own affair."""
        self._stop_waiting()
        self._received = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The next request may begin, and has as long as this one had."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait()

    def _turn_away(self) -> None:
        self.transport.write(
            b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\n"
            b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(_FULL), _FULL)
        )
        self.transport.close()

    def _wait(self) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(self._limits.request_s, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def quiet_config(app: Any) -> Config:
    """Settings under which uvicorn writes no line about a request: paths hold the secret, bodies numbers."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    logging.getLogger("uvicorn.access").disabled = True
    config = Config(
        app,
        http=HttpToolsProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )
    config.load()
    return config

"""A loopback connection between program and account that notes when the first byte of a dial passes."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType

_DIAL = b"POST /v1/click_to_call "
_CHUNK = 65536


class Wire:
    """Passes bytes on as they come, between enter and exit."""

    def __init__(self, target: str) -> None:
        address = urlsplit(target)
        self._target = (address.hostname or "127.0.0.1", address.port or 80)
        self.dials: list[float] = []
        """`time.perf_counter()` of each dial's first bytes."""

    def __enter__(self) -> Self:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, name="wire", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for end in self._sockets:
            end.close()

    @property
    def base_url(self) -> str:
        """The account's address, by way of this wire."""
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def _accept(self) -> None:
        with suppress(OSError):  # closed: it is over
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(self._target)
                for end in (near, far):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, name="wire", daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(_CHUNK):
                if chunk.startswith(_DIAL):
                    self.dials.append(time.perf_counter())
                target.sendall(chunk)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

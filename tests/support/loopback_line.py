"""A line between a program and a port of this computer that can be cut and mended, as a network cable can."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_PATIENCE_S = 20.0


class LoopbackLine:
    """Serves at `port` while the block lasts and passes bytes on to the target.

    While it is cut, new connections are refused and the old ones are gone.
    """

    def __init__(self, target: int) -> None:
        self._target, self.port = target, 0
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._ends: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        """Serves, at the same port as before."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._listener = listener
        self._run(self._accept, listener)

    def cut(self) -> None:
        """Nobody gets through from here on; does nothing while it is cut."""
        with self._lock:
            listener, self._listener = self._listener, None
            ends = [listener, *self._ends] if listener is not None else []
        for end in ends:
            with suppress(OSError):  # the other side has gone before
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_PATIENCE_S)
        for end in ends:
            end.close()
        self._ends.clear()
        self._threads.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                end, _ = listener.accept()
            except OSError:  # it is cut
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            with self._lock:
                if self._listener is None:
                    end.close()
                    far.close()
                    return
                self._ends |= {end, far}
            self._run(self._pass, end, far)
            self._run(self._pass, far, end)

    @staticmethod
    def _pass(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):  # one of them has gone
            while piece := source.recv(65536):
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def _run(self, target: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=target, args=arguments, name="loopback line", daemon=True)
        self._threads.append(thread)
        thread.start()

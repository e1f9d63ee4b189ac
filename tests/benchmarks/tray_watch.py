"""Sees from outside when a program's icon is in the tray and answers (StatusNotifierItem over D-Bus)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from jeepney import MatchRule, message_bus
from jeepney.io.blocking import Proxy

from tests.support import tray_items

if TYPE_CHECKING:
    from types import TracebackType

    from tests.support.session_bus import SessionBus

_REGISTERED = MatchRule(type="signal", interface=tray_items.WATCHER, member="StatusNotifierItemRegistered")


class TrayWatch:
    """Listens from `__enter__` on. Use before the program is started."""

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus

    def __enter__(self) -> Self:
        self._connection = self._bus.connect()
        Proxy(message_bus, self._connection).AddMatch(_REGISTERED)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def await_ready(self, timeout_s: float = 20.0) -> float:
        """`time.perf_counter()` once an icon is registered and has told a panel what it shows; raises `TimeoutError`.

        The answer needs the program's event loop: from here on it takes clicks.
        """
        with self._connection.filter(_REGISTERED) as arrived:
            self._connection.recv_until_filtered(arrived, timeout=timeout_s)
        tray_items.registered(self._bus)
        return time.perf_counter()

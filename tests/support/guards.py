"""What a test must not leave behind or do: threads, tasks, widgets, connections to other machines."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

GRACE_S = 3.0
"""How long what a test has told to end may take to do so."""

_YOUNGEST, _OLDEST = 0, 2  # generations of `gc`
_EVERY = 25  # tests


class OutsideConnectionError(RuntimeError):
    """A test tried to reach or to serve another machine."""


def is_loopback(host: object) -> bool:
    """Whether a socket address's host is this machine under a name that never leaves it."""
    if isinstance(host, bytes | bytearray):
        host = bytes(host).decode("ascii", "replace")
    if not isinstance(host, str):
        return host is None  # None: getaddrinfo's own word for loopback
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


class OutsideWatch:
    """Refuses sockets that are not loopback, whoever opens them in this process, and remembers what was refused.

    An audit hook sees what a patched class would miss (asyncio, C code); it stays for the life of the process.
    """

    def __init__(self) -> None:
        self.refused: list[str] = []
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in {"socket.connect", "socket.bind", "socket.sendto"}:
            address = arguments[1]
            if isinstance(address, tuple) and address and not is_loopback(address[0]):
                self._refuse(event, address[0])
        elif event == "socket.getaddrinfo" and not is_loopback(arguments[0]):
            self._refuse(event, arguments[0])

    def _refuse(self, event: str, host: object) -> None:
        self.refused.append(f"{event} {host!r}")
        raise OutsideConnectionError(f"tests talk to loopback only, not to {host!r} ({event})")


class Garbage:
    """Looks for cyclic garbage between tests and on the main thread only, as the app does.

    Left to itself Python looks for it on whichever thread makes the most objects: the simulator's, say, which would
    then destroy the Qt objects of an earlier test.
    """

    def __init__(self) -> None:
        gc.disable()
        self._tests = 0

    def collect(self) -> None:
        """After a test: among what is new; now and then among all that has come since the last time.

        What is left then belongs to modules and to the tests that are still to come: it is not looked through again.
        """
        self._tests += 1
        now_and_then = self._tests % _EVERY == 1
        gc.collect(_OLDEST if now_and_then else _YOUNGEST)
        if now_and_then:
            gc.freeze()


def settled(left: Callable[[], list[str]], grace_s: float = GRACE_S) -> list[str]:
    """What is still left when nothing more is left or the grace is over."""
    deadline = time.monotonic() + grace_s
    while (names := left()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return names


def new_threads(before: Iterable[threading.Thread]) -> list[str]:
    """Names of the threads started since; those that Qt or C started have no end that Python knows of."""
    known = set(before)
    alive = (thread for thread in threading.enumerate() if thread not in known and thread.is_alive())
    return [thread.name for thread in alive if not isinstance(thread, threading._DummyThread)]


async def pending_tasks() -> list[str]:
    """Tasks of the running loop, without the one that asks, that do not end within the grace."""
    deadline = time.monotonic() + GRACE_S
    while True:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if not tasks or time.monotonic() > deadline:
            return [repr(task) for task in tasks]
        await asyncio.sleep(0.005)


def top_level_widgets() -> list[QWidget]:
    """Windows that nothing owns; empty where no QApplication was made."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    everything: list[QWidget] = widgets.QApplication.topLevelWidgets()
    return [widget for widget in everything if widget.parent() is None and not _is_tool_tip(widget)]


def _is_tool_tip(widget: QWidget) -> bool:
    return widget.metaObject().className() == "QTipLabel"  # Qt's own, one for the process


def new_widgets(before: Iterable[QWidget]) -> list[str]:
    """Descriptions of the windows left since, after those told to go (`deleteLater`) and cyclic garbage have gone."""
    known = set(before)
    if not set(top_level_widgets()) - known:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415 (Qt only where a test has brought it in)

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [repr(widget) for widget in top_level_widgets() if widget not in known]

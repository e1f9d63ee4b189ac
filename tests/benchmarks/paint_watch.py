"""Sees from outside when a program's window is first painted: the X server reports what is drawn (XDAMAGE extension).

Xlib and libXdamage through ctypes, so that neither the program nor a tool polls for it.
"""

from __future__ import annotations

import ctypes
import select
import time
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_int, c_long, c_short, c_ulong, c_ushort, c_void_p, cast
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

LEAST_PIXELS = 200 * 200
"""Less than this is not the window: a helper window, or a part of it."""

_SUBSTRUCTURE_NOTIFY_MASK = 1 << 19
_CREATE_NOTIFY = 16
_RAW_RECTANGLES = 0
_EVENT_BYTES = 24 * ctypes.sizeof(c_long)
_HEAD = (("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p))


class _Created(Structure):
    _fields_ = (
        *_HEAD, ("parent", c_ulong), ("window", c_ulong), ("x", c_int), ("y", c_int), ("width", c_int),
        ("height", c_int), ("border", c_int), ("override_redirect", c_int),
    )  # fmt: skip


class _Rectangle(Structure):
    _fields_ = (("x", c_short), ("y", c_short), ("width", c_ushort), ("height", c_ushort))


class _Damaged(Structure):
    _fields_ = (
        *_HEAD, ("drawable", c_ulong), ("damage", c_ulong), ("level", c_int), ("more", c_int),
        ("timestamp", c_ulong), ("area", _Rectangle), ("geometry", _Rectangle),
    )  # fmt: skip


def _pass_over(display: int, error: int) -> int:
    """A window that is gone meanwhile is no reason to end, which is what Xlib does by itself."""
    return 0


_ON_ERROR = CFUNCTYPE(c_int, c_void_p, c_void_p)(_pass_over)


class PaintWatch:
    """Watches a display from `__enter__` on. Use before the program is started."""

    def __init__(self, display: str) -> None:
        self._name = display.encode()
        self._x, self._damage = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXdamage.so.1")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XDefaultRootWindow.restype = c_ulong

    def __enter__(self) -> Self:
        self._x.XSetErrorHandler(_ON_ERROR)
        self._display = c_void_p(self._x.XOpenDisplay(self._name))
        if not self._display:
            raise OSError(f"no X display {self._name.decode()}")
        base, errors = c_int(), c_int()
        if not self._damage.XDamageQueryExtension(self._display, byref(base), byref(errors)):
            raise OSError("the X server has no DAMAGE extension")
        self._damage_notify = base.value
        self._root = c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XSelectInput(self._display, self._root, c_long(_SUBSTRUCTURE_NOTIFY_MASK))
        self._x.XSync(self._display, 0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._x.XCloseDisplay(self._display)

    def await_painted(self, timeout_s: float = 20.0) -> float:
        """`time.perf_counter()` at the first painting of the first new window; raises `TimeoutError`."""
        deadline = time.perf_counter() + timeout_s
        event = ctypes.create_string_buffer(_EVENT_BYTES)
        while time.perf_counter() < deadline:
            if not self._x.XPending(self._display):
                select.select([self._x.XConnectionNumber(self._display)], [], [], 0.5)
                continue
            self._x.XNextEvent(self._display, event)
            if self._is_painting(event):
                return time.perf_counter()
        raise TimeoutError("no window was painted")

    def _is_painting(self, event: ctypes.Array[ctypes.c_char]) -> bool:
        kind = cast(event, POINTER(c_int)).contents.value
        if kind == _CREATE_NOTIFY:
            created = cast(event, POINTER(_Created)).contents
            if created.parent == self._root.value and not created.override_redirect:
                self._damage.XDamageCreate(self._display, c_ulong(created.window), _RAW_RECTANGLES)
        elif kind == self._damage_notify:
            area = cast(event, POINTER(_Damaged)).contents.area
            return bool(area.width * area.height >= LEAST_PIXELS)
        return False

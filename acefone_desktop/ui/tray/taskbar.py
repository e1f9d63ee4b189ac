"""Keeps a popup out of the list of windows in the panel, on X11: Qt has no flag for it, and `Tool` is not enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_LIBRARY = "libX11.so.6"
_STATES = (b"_NET_WM_STATE_SKIP_TASKBAR", b"_NET_WM_STATE_SKIP_PAGER")
_FORMAT = 32  # bits of an item; in memory each is a C long (XChangeProperty)
_REPLACE = 0


def keep_off_taskbar(window: QWidget) -> None:
    """To be called before each showing: the window manager takes the wish away when the window is hidden.

    Source: Extended Window Manager Hints 1.5, “_NET_WM_STATE”. Without X11, nothing needs doing: elsewhere a tool
    window has no entry.
    """
    if QGuiApplication.platformName() == "xcb":
        _ask(int(window.winId()))


def _ask(number: int) -> None:
    import ctypes  # noqa: PLC0415 (with the first popup)

    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:  # then it stands in the list: no reason not to open
        return
    library.XOpenDisplay.restype = ctypes.c_void_p
    library.XInternAtom.restype = ctypes.c_ulong
    opened = library.XOpenDisplay(None)
    if not opened:
        return
    display = ctypes.c_void_p(opened)

    def atom(name: bytes) -> ctypes.c_ulong:
        return ctypes.c_ulong(library.XInternAtom(display, name, 0))

    wanted = (ctypes.c_ulong * len(_STATES))(*(atom(name).value for name in _STATES))
    window = ctypes.c_ulong(number)
    property_and_type = atom(b"_NET_WM_STATE"), atom(b"ATOM")
    library.XChangeProperty(display, window, *property_and_type, _FORMAT, _REPLACE, wanted, len(_STATES))
    library.XCloseDisplay(display)  # sends what waits, too

"""Qt's libraries are brought into memory on a second thread, while the first one loads modules of ours."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.machinery import PathFinder
from threading import Thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDGETS, _DRAWINGS = "QtWidgets.abi3.so", "Qt/plugins/iconengines/libqsvgicon.so"
_X11 = "Qt/plugins/platforms/libqxcb.so"
"""Which bring all others that a window needs."""


def read_ahead() -> None:
    """Begins it, where there is a processor for it; nothing depends on how far it gets."""
    if sys.platform != "linux" or (os.cpu_count() or 1) < 2:  # noqa: PLR2004 (one for each thread)
        return
    package = PathFinder.find_spec("PySide6")
    folders = package.submodule_search_locations if package is not None else None
    if folders:
        wanted = (_WIDGETS, *(() if os.environ.get("WAYLAND_DISPLAY") else (_X11,)), _DRAWINGS)
        paths = [os.fsencode(f"{folders[0]}/{name}") for name in wanted]
        Thread(target=_open, args=(paths,), name="libraries", daemon=True).start()


def _open(paths: Sequence[bytes]) -> None:
    """Through the function of the C library, as a call of a function lets other threads use the interpreter."""
    open_library = ctypes.CDLL(None).dlopen
    open_library.argtypes, open_library.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for path in paths:
        open_library(path, os.RTLD_NOW)

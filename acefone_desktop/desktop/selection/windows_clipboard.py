"""Copied text on Windows: OpenClipboard and GetClipboardData (Win32, winuser.h). Could not be run here."""

from __future__ import annotations

import ctypes
import threading
from typing import Any

LARGEST = 64 * 1024
"""Bytes, of two a character; more of a longer text is not looked at."""
TRIES, BETWEEN_TRIES_S = 10, 0.02
"""Only one program at a time has the clipboard open, mostly for a moment; Windows offers nothing to wait on."""

_NO_WINDOW, _UNICODE_TEXT = None, 13  # CF_UNICODETEXT: UTF-16, little-endian, up to a NUL


def read_clipboard(user32: Any = None, kernel32: Any = None) -> str:
    """The text; empty where there is none, or where another program keeps the clipboard open.

    A program that hangs while it renders its text would keep us: call it on a thread that nobody has to wait for.
    """
    user32, kernel32 = user32 or _user32(), kernel32 or _kernel32()
    if not user32.IsClipboardFormatAvailable(_UNICODE_TEXT) or not _opened(user32):
        return ""
    try:
        memory = user32.GetClipboardData(_UNICODE_TEXT)
        start = kernel32.GlobalLock(memory) if memory else None
        if not start:
            return ""
        try:
            content = ctypes.string_at(start, min(kernel32.GlobalSize(memory), LARGEST))
        finally:
            kernel32.GlobalUnlock(memory)
    finally:
        user32.CloseClipboard()
    return content.decode("utf-16-le", "ignore").partition("\0")[0]


def _opened(user32: Any) -> bool:
    pause = threading.Event()
    return any(user32.OpenClipboard(_NO_WINDOW) or pause.wait(BETWEEN_TRIES_S) for _ in range(TRIES))


def _user32() -> Any:
    library = ctypes.WinDLL("user32")  # type: ignore[attr-defined]
    library.GetClipboardData.restype = ctypes.c_void_p
    library.GetClipboardData.argtypes = (ctypes.c_uint,)
    library.OpenClipboard.argtypes = (ctypes.c_void_p,)
    return library


def _kernel32() -> Any:
    library = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    library.GlobalLock.restype = ctypes.c_void_p
    library.GlobalSize.restype = ctypes.c_size_t
    for name in ("GlobalLock", "GlobalUnlock", "GlobalSize"):
        getattr(library, name).argtypes = (ctypes.c_void_p,)
    return library

"""A key of this Windows session: RegisterHotKey and WM_HOTKEY (Win32, winuser.h). Could not be run here."""

from __future__ import annotations

import ctypes
import threading
from typing import TYPE_CHECKING, Any

from acefone_desktop.desktop.hotkey.hotkey_news import Held, Pressed, Taken, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.desktop.hotkey.hotkey_news import News, Tell
    from acefone_desktop.domain.shortcut import Shortcut

CLOSING_S = 1.0
_MODIFIERS = {"Alt": 0x1, "Ctrl": 0x2, "Shift": 0x4, "Meta": 0x8}
_NO_REPEAT = 0x4000  # MOD_NOREPEAT: a key held down is pressed once
_NAMED = {
    "Space": 0x20,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Insert": 0x2D,
    "Pause": 0x13,
}
_FIRST_FUNCTION_KEY = 0x70
_WM_QUIT, _WM_USER, _WM_HOTKEY = 0x0012, 0x0400, 0x0312
_ALREADY_REGISTERED = 1409  # ERROR_HOTKEY_ALREADY_REGISTERED
_OUR_KEY, _THREAD_QUEUE, _LEAVE = 1, None, 0


class Message(ctypes.Structure):
    """Win32 MSG."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wParam", ctypes.c_size_t),
        ("lParam", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_long),
        ("y", ctypes.c_long),
    )


class WindowsHotkey:
    """A thread with a message queue: a hotkey belongs to the thread that registered it, and ends with it."""

    def __init__(
        self,
        shortcut: Shortcut,
        tell: Tell,
        user32: Any = None,
        last_error: Callable[[], int] | None = None,
    ) -> None:
        """`user32` and `last_error` are Windows' own unless a test plays it."""
        self._shortcut, self._tell = shortcut, tell
        self._user32 = user32 if user32 is not None else ctypes.WinDLL("user32", use_last_error=True)  # type: ignore[attr-defined]
        self._last_error = last_error or ctypes.get_last_error  # type: ignore[attr-defined]
        self._closed = False
        self._listens = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hotkey", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread, which gives the key back first."""
        if self._closed:
            return
        self._closed = True
        self._listens.wait(CLOSING_S)
        self._user32.PostThreadMessageW(self._thread.native_id, _WM_QUIT, 0, 0)
        self._thread.join(CLOSING_S)

    def _run(self) -> None:
        message = Message()
        # The first look makes the queue: a message posted before there is one is lost.
        self._user32.PeekMessageW(ctypes.byref(message), _THREAD_QUEUE, _WM_USER, _WM_USER, _LEAVE)
        self._listens.set()
        modifiers = sum(_MODIFIERS[name] for name in self._shortcut.modifiers) | _NO_REPEAT
        if not self._user32.RegisterHotKey(_THREAD_QUEUE, _OUR_KEY, modifiers, virtual_key(self._shortcut.key)):
            error = self._last_error()
            refused = Unavailable(f"Windows refused the key (error {error}).")
            self._say(Taken() if error == _ALREADY_REGISTERED else refused)
            return
        self._say(Held())
        try:
            while self._user32.GetMessageW(ctypes.byref(message), _THREAD_QUEUE, 0, 0) > 0:
                if message.message == _WM_HOTKEY and message.wParam == _OUR_KEY:
                    self._say(Pressed())
        finally:
            self._user32.UnregisterHotKey(_THREAD_QUEUE, _OUR_KEY)

    def _say(self, news: News) -> None:
        if not self._closed:
            self._tell(news)


def virtual_key(key: str) -> int:
    """Win32, “Virtual-Key Codes”: letters and digits are their ASCII code."""
    if key.startswith("F") and key[1:].isdigit():
        return _FIRST_FUNCTION_KEY + int(key[1:]) - 1
    return _NAMED.get(key) or ord(key)

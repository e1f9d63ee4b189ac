"""Whether the screen is locked, on Windows and macOS."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys

_READ_OBJECTS = 0x0001
_UTF_8 = 0x08000100


def is_screen_locked() -> bool:
    """Whether it is locked now; where the system does not say, it is not taken for locked."""
    if sys.platform == "win32":
        return _is_windows_locked()
    return _is_mac_locked() if sys.platform == "darwin" else False


def _is_windows_locked() -> bool:
    """On the lock screen another desktop has the input, which ordinary programs may not open."""
    user = ctypes.windll.user32  # type: ignore[attr-defined]
    user.OpenInputDesktop.restype = ctypes.c_void_p
    desktop = user.OpenInputDesktop(0, False, _READ_OBJECTS)  # noqa: FBT003
    if not desktop:
        return True
    user.CloseDesktop(ctypes.c_void_p(desktop))
    return False


def _is_mac_locked() -> bool:
    """The session's own record has this key while it is locked, and only then."""
    graphics = ctypes.CDLL(ctypes.util.find_library("CoreGraphics"))
    foundation = ctypes.CDLL(ctypes.util.find_library("CoreFoundation"))
    graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
    foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
    foundation.CFStringCreateWithCString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
    foundation.CFDictionaryContainsKey.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    foundation.CFDictionaryContainsKey.restype = ctypes.c_bool
    foundation.CFRelease.argtypes = (ctypes.c_void_p,)
    session = graphics.CGSessionCopyCurrentDictionary()
    if not session:
        return False
    key = foundation.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", _UTF_8)
    try:
        return bool(foundation.CFDictionaryContainsKey(session, key))
    finally:
        foundation.CFRelease(key)
        foundation.CFRelease(session)

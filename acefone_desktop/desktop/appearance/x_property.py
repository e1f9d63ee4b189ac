"""The settings that an X11 session's settings manager shows, read through libxcb, which Qt has loaded already."""

from __future__ import annotations

import ctypes
from ctypes import CDLL, POINTER, Structure, byref, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from typing import Any

LARGEST = 256 * 1024
_ANY_TYPE, _KEEP, _FROM_START = 0, 0, 0


class _Cookie(Structure):
    _fields_ = (("sequence", c_uint32),)


class _Answer(Structure):
    """The head of any answer, and the number that is all InternAtom and GetSelectionOwner answer."""

    _fields_ = (
        ("kind", c_uint8),
        ("format", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("number", c_uint32),
    )


_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "connect": (c_void_p, (c_char_p, POINTER(c_int))),
    "connection_has_error": (c_int, (c_void_p,)),
    "disconnect": (None, (c_void_p,)),
    "intern_atom": (_Cookie, (c_void_p, c_uint8, c_uint16, c_char_p)),
    "get_selection_owner": (_Cookie, (c_void_p, c_uint32)),
    "get_property": (_Cookie, (c_void_p, c_uint8, c_uint32, c_uint32, c_uint32, c_uint32, c_uint32)),
    "get_property_value": (c_void_p, (POINTER(_Answer),)),
    "get_property_value_length": (c_int, (POINTER(_Answer),)),
    **{
        f"{request}_reply": (POINTER(_Answer), (c_void_p, _Cookie, POINTER(c_void_p)))
        for request in ("intern_atom", "get_selection_owner", "get_property")
    },
}


def manager_settings(display: str) -> bytes:
    """The property _XSETTINGS_SETTINGS (XSETTINGS 0.5); empty without a manager. Raises `OSError` without a server."""
    server = _Server(display)
    try:
        manager = server.number("get_selection_owner", server.atom(f"_XSETTINGS_S{server.screen}"))
        return server.property(manager, server.atom("_XSETTINGS_SETTINGS")) if manager else b""
    finally:
        server.close()


class _Server:
    """A connection of its own, so that nothing is taken from what Qt waits for."""

    def __init__(self, display: str) -> None:
        self._xcb = CDLL("libxcb.so.1")
        for name, (result, arguments) in _SIGNATURES.items():
            function = self._function(name)
            function.restype, function.argtypes = result, arguments
        self._free = CDLL(None).free
        self._free.restype, self._free.argtypes = None, (c_void_p,)
        number = c_int(0)
        self._connection = self._function("connect")(display.encode(), byref(number))
        self.screen = number.value
        if self._function("connection_has_error")(self._connection):
            self.close()
            raise OSError("No X server answers.")

    def close(self) -> None:
        self._function("disconnect")(self._connection)

    def atom(self, name: str) -> int:
        return self.number("intern_atom", 0, len(name), name.encode("ascii"))

    def number(self, request: str, *arguments: Any) -> int:
        """What the server answers to a request for one number."""
        answer = self._answer(request, *arguments)
        number = int(answer.contents.number)
        self._free(answer)
        return number

    def property(self, window: int, name: int) -> bytes:
        """A window's property, cut at `LARGEST` bytes."""
        answer = self._answer("get_property", _KEEP, window, name, _ANY_TYPE, _FROM_START, LARGEST // 4)
        start = self._function("get_property_value")(answer)
        content = ctypes.string_at(start, self._function("get_property_value_length")(answer))
        self._free(answer)
        return content

    def _answer(self, request: str, *arguments: Any) -> Any:
        cookie = self._function(request)(self._connection, *arguments)
        error = c_void_p()
        answer = self._function(f"{request}_reply")(self._connection, cookie, byref(error))
        self._free(error)
        if not answer:
            raise OSError("The X server did not answer.")
        return answer

    def _function(self, name: str) -> Any:
        return getattr(self._xcb, f"xcb_{name}")

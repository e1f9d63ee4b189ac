"""A settings manager of an X11 session, as each desktop has one (XSETTINGS 0.5).

Run as: python -m tests.support.settings_manager NAME=VALUE… Whoever comes later takes its place.
"""

from __future__ import annotations

import signal
import struct
import sys
from ctypes import CDLL, c_char_p, c_int, c_long, c_ulong, c_void_p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STRING, _REPLACE, _BYTES = 1, 0, 8


def content(settings: Mapping[str, str], order: str = "<") -> bytes:
    """The property: byte order, serial, count, then each setting padded to four bytes."""
    head = struct.pack(order + "B3xII", order == ">", 1, len(settings))
    return head + b"".join(_setting(name.encode(), value.encode(), order) for name, value in settings.items())


def _setting(name: bytes, value: bytes, order: str) -> bytes:
    named = struct.pack(order + "BxH", _STRING, len(name)) + _padded(name)
    return named + struct.pack(order + "II", 1, len(value)) + _padded(value)


def _padded(text: bytes) -> bytes:
    return text + b"\0" * (-len(text) % 4)


class Manager:
    """Owns the selection of screen 0 for as long as this process lives."""

    def __init__(self) -> None:
        self._x = CDLL("libX11.so.6")
        for name, result, arguments in (
            ("XOpenDisplay", c_void_p, (c_char_p,)),
            ("XDefaultRootWindow", c_ulong, (c_void_p,)),
            ("XInternAtom", c_ulong, (c_void_p, c_char_p, c_int)),
            ("XCreateSimpleWindow", c_ulong, (c_void_p, c_ulong, *[c_int] * 5, c_ulong, c_ulong)),
            ("XSetSelectionOwner", c_int, (c_void_p, c_ulong, c_ulong, c_ulong)),
            ("XChangeProperty", c_int, (c_void_p, c_ulong, c_ulong, c_ulong, c_int, c_int, c_char_p, c_int)),
            ("XSync", c_int, (c_void_p, c_long)),
        ):
            function = getattr(self._x, name)
            function.restype, function.argtypes = result, arguments
        self._display = self._x.XOpenDisplay(None)
        root = self._x.XDefaultRootWindow(self._display)
        self._window = self._x.XCreateSimpleWindow(self._display, root, 0, 0, 1, 1, 0, 0, 0)

    def show(self, property_content: bytes) -> None:
        """Sets the property, then takes the selection: who finds the owner finds the settings."""
        name = self._atom(b"_XSETTINGS_SETTINGS")
        self._x.XChangeProperty(
            self._display, self._window, name, name, _BYTES, _REPLACE, property_content, len(property_content)
        )
        self._x.XSetSelectionOwner(self._display, self._atom(b"_XSETTINGS_S0"), self._window, 0)
        self._x.XSync(self._display, 0)

    def _atom(self, name: bytes) -> int:
        return int(self._x.XInternAtom(self._display, name, 0))


def main() -> None:
    """Shows the settings until it is ended."""
    manager = Manager()
    manager.show(content(dict(argument.split("=", 1) for argument in sys.argv[1:])))
    print("ready", flush=True)
    signal.pause()


if __name__ == "__main__":
    main()

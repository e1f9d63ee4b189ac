"""A connection of our own to the X server, through libxcb, which Qt has loaded already.

Why not python-xlib: its last release is of 2022, and it would read every event in Python. Why not Qt's connection:
nothing is taken from what Qt waits for, and the painting thread waits for nobody.
"""

from __future__ import annotations

import ctypes
import select
import sys
import time
from ctypes import CDLL, POINTER, Structure, byref, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

EVENT_SIZE = 32
_REPLY_HEAD = 32  # X11 protocol: every reply is 32 bytes and four times the length at byte 4
_FROM_SERVER = 0x7F  # without the bit that says another client sent the event


class _Cookie(Structure):
    _fields_ = (("sequence", c_uint32),)


class _Screens(Structure):
    _fields_ = (("data", c_void_p), ("rem", c_int), ("index", c_int))


_REQUESTS: dict[str, tuple[Any, ...]] = {
    "intern_atom": (c_uint8, c_uint16, c_char_p),
    "get_selection_owner": (c_uint32,),
    "get_property": (c_uint8, c_uint32, c_uint32, c_uint32, c_uint32, c_uint32),
    "get_keyboard_mapping": (c_uint8, c_uint8),
    "get_modifier_mapping": (),
}
_ORDERS: dict[str, tuple[Any, ...]] = {
    "change_property": (c_uint8, c_uint32, c_uint32, c_uint32, c_uint8, c_uint32, c_char_p),
    "change_window_attributes": (c_uint32, c_uint32, POINTER(c_uint32)),
    "convert_selection": (c_uint32, c_uint32, c_uint32, c_uint32, c_uint32),
    "create_window": (
        *(c_uint8, c_uint32, c_uint32, c_uint16, c_uint16, c_uint16, c_uint16, c_uint16, c_uint16),
        *(c_uint32, c_uint32, POINTER(c_uint32)),
    ),
    "send_event_checked": (c_uint8, c_uint32, c_uint32, c_char_p),
    "grab_key_checked": (c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8),
    "ungrab_key_checked": (c_uint8, c_uint32, c_uint16),
}


class XClient:
    """Requests and events. For one thread at a time; raises `OSError` where no server answers, or no longer."""

    def __init__(self, display: str) -> None:
        self._xcb = _library()
        self._free = CDLL(None).free
        self._free.restype, self._free.argtypes = None, (c_void_p,)
        number = c_int(0)
        self._connection = self._xcb.xcb_connect(display.encode() or None, byref(number))
        if self._xcb.xcb_connection_has_error(self._connection):
            self.close()
            raise OSError("No X server answers.")
        setup = self._xcb.xcb_get_setup(self._connection)
        self.keycodes = tuple(ctypes.string_at(setup, 36)[34:36])  # first and last
        screens = self._xcb.xcb_setup_roots_iterator(setup)
        for _ in range(number.value):
            self._xcb.xcb_screen_next(byref(screens))
        self.root = int.from_bytes(ctypes.string_at(screens.data, 4), sys.byteorder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection; the server lets go of every key and window that was ours."""
        self._xcb.xcb_disconnect(self._connection)

    def fileno(self) -> int:
        """To wait on, after `next_event` has returned None."""
        return int(self._xcb.xcb_get_file_descriptor(self._connection))

    def ask(self, request: str, *arguments: Any) -> bytes:
        """The whole reply to a request."""
        cookie = getattr(self._xcb, f"xcb_{request}")(self._connection, *arguments)
        error = c_void_p()
        answer = getattr(self._xcb, f"xcb_{request}_reply")(self._connection, cookie, byref(error))
        self._free(error)
        if not answer:
            raise OSError("The X server did not answer.")
        size = _REPLY_HEAD + 4 * int.from_bytes(ctypes.string_at(answer, 8)[4:8], sys.byteorder)
        reply = ctypes.string_at(answer, size)
        self._free(answer)
        return reply

    def atom(self, name: str) -> int:
        """The number that stands for a name."""
        return number_at(self.ask("intern_atom", 0, len(name), name.encode("ascii")), 8)

    def order(self, request: str, *arguments: Any) -> None:
        """A request without a reply, whose failure is nobody's business."""
        getattr(self._xcb, f"xcb_{request}")(self._connection, *arguments)
        self._xcb.xcb_flush(self._connection)

    def demand(self, request: str, *arguments: Any) -> int:
        """A request without a reply; the code of the error it met (X11 protocol, "Errors"), 0 for none."""
        cookie = getattr(self._xcb, f"xcb_{request}_checked")(self._connection, *arguments)
        error = self._xcb.xcb_request_check(self._connection, cookie)
        if not error:
            self._must_live()
            return 0
        code = ctypes.string_at(error, 2)[1]
        self._free(error)
        return code

    def unseen_window(self, event_mask: int) -> int:
        """A window that is never shown, for properties and events."""
        window = int(self._xcb.xcb_generate_id(self._connection))
        input_only, same_visual, with_event_mask = 2, 0, 0x800
        mask = (c_uint32 * 1)(event_mask)
        place = (0, window, self.root, 0, 0, 1, 1, 0)
        self.order("create_window", *place, input_only, same_visual, with_event_mask, mask)
        return window

    def next_event(self) -> bytes | None:
        """An event that has arrived, its first byte being its kind; None where there is none yet."""
        event = self._xcb.xcb_poll_for_event(self._connection)
        if not event:
            self._must_live()
            return None
        content = ctypes.string_at(event, EVENT_SIZE)
        self._free(event)
        return bytes((content[0] & _FROM_SERVER,)) + content[1:]

    def await_event(self, ends_at: float) -> bytes:
        """The next event before `ends_at` (monotonic); raises `TimeoutError`."""
        while (event := self.next_event()) is None:
            left_s = ends_at - time.monotonic()
            if left_s <= 0 or not select.select([self.fileno()], [], [], left_s)[0]:
                raise TimeoutError
        return event

    def _must_live(self) -> None:
        if self._xcb.xcb_connection_has_error(self._connection):
            raise OSError("The X server has gone.")


def number_at(content: bytes, place: int) -> int:
    """The 32-bit number at this byte of a reply or event."""
    return int.from_bytes(content[place : place + 4], sys.byteorder)


def _library() -> CDLL:
    xcb = CDLL("libxcb.so.1")
    signatures: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "connect": (c_void_p, (c_char_p, POINTER(c_int))),
        "connection_has_error": (c_int, (c_void_p,)),
        "disconnect": (None, (c_void_p,)),
        "flush": (c_int, (c_void_p,)),
        "generate_id": (c_uint32, (c_void_p,)),
        "get_file_descriptor": (c_int, (c_void_p,)),
        "get_setup": (c_void_p, (c_void_p,)),
        "poll_for_event": (c_void_p, (c_void_p,)),
        "request_check": (c_void_p, (c_void_p, _Cookie)),
        "screen_next": (None, (POINTER(_Screens),)),
        "setup_roots_iterator": (_Screens, (c_void_p,)),
    }
    for name, arguments in {**_REQUESTS, **_ORDERS}.items():
        signatures[name] = (_Cookie, (c_void_p, *arguments))
    for name in _REQUESTS:
        signatures[f"{name}_reply"] = (c_void_p, (c_void_p, _Cookie, POINTER(c_void_p)))
    for name, (result, arguments) in signatures.items():
        function = getattr(xcb, f"xcb_{name}")
        function.restype, function.argtypes = result, arguments
    return xcb

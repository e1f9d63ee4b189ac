"""Selected or copied text, asked of the program that has it (ICCCM 2.0 §2.2 and §2.7.2), never waiting for long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from acefone_desktop.desktop.x11.x_client import XClient, number_at

if TYPE_CHECKING:
    from typing import Final

PRIMARY: Final = "PRIMARY"
"""What is selected."""
CLIPBOARD: Final = "CLIPBOARD"
"""What was copied."""
LARGEST = 64 * 1024
"""Bytes; more of a longer text is not looked at."""
DEADLINE_S = 1.0

_PROPERTY = "ACEFONE_DESKTOP_TEXT"
_SELECTION_NOTIFY, _PROPERTY_NOTIFY = 31, 28
_PROPERTY_CHANGES = 0x400000
_NEW_VALUE, _NOW, _ANY_TYPE, _DELETE, _FROM_START = 0, 0, 0, 1, 0
_HEAD = 32


def read_selection(display: str, selection: str, deadline_s: float = DEADLINE_S) -> str:
    """The text; empty where nothing is selected, or it is no text.

    Raises `TimeoutError` where its owner does not answer in time, and `OSError` where there is no X server.
    """
    with XClient(display) as client:
        name = client.atom(selection)
        if not number_at(client.ask("get_selection_owner", name), 8):
            return ""
        reader = _Reader(client, name, time.monotonic() + deadline_s)
        for target, encoding in (("UTF8_STRING", "utf-8"), ("STRING", "latin-1")):
            content = reader.convert(target)
            if content is not None:
                return content.decode(encoding, "ignore")
    return ""


class _Reader:
    """One conversation with one owner."""

    def __init__(self, client: XClient, selection: int, ends_at: float) -> None:
        self._client, self._selection, self._ends_at = client, selection, ends_at
        self._window = client.unseen_window(_PROPERTY_CHANGES)
        self._property, self._in_parts = client.atom(_PROPERTY), client.atom("INCR")

    def convert(self, target: str) -> bytes | None:
        """At most `LARGEST` bytes; None where the owner has no such form of it. Raises `TimeoutError`."""
        wanted = self._client.atom(target)
        self._client.order("convert_selection", self._window, self._selection, wanted, self._property, _NOW)
        while True:
            event = self._client.await_event(self._ends_at)
            if event[0] == _SELECTION_NOTIFY and number_at(event, 8) == self._window:
                break
        if not number_at(event, 20):
            return None
        kind, content = self._take()
        return self._parts() if kind == self._in_parts else content

    def _parts(self) -> bytes:
        """A long text comes in parts, each once the one before has been taken away; an empty one ends it."""
        content = b""
        while len(content) < LARGEST:
            event = self._client.await_event(self._ends_at)
            if event[0] != _PROPERTY_NOTIFY or number_at(event, 8) != self._property or event[16] != _NEW_VALUE:
                continue
            _, part = self._take()
            if not part:
                break
            content += part
        return content[:LARGEST]

    def _take(self) -> tuple[int, bytes]:
        """The property's kind and value; it is removed, unless it is longer than what we want."""
        reply = self._client.ask(
            "get_property", _DELETE, self._window, self._property, _ANY_TYPE, _FROM_START, LARGEST // 4
        )
        unit = reply[1] // 8
        return number_at(reply, 8), reply[_HEAD : _HEAD + unit * number_at(reply, 16)]

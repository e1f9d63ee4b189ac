"""Bringing a window of ours to the front on X11, with the permission that came with a click elsewhere.

Extended Window Manager Hints 1.5 ("_NET_ACTIVE_WINDOW", "_NET_WM_DESKTOP") and the Startup Notification Protocol 0.1.
Why not Qt alone: it names the time of the last event it saw itself, which window managers refuse while somebody types
elsewhere; it asks for nothing where the window lies on another workspace; and it knows no token but that of its start.
"""

from __future__ import annotations

import ctypes
import re
import struct
import time
from typing import TYPE_CHECKING

from acefone_desktop.desktop.x11.x_client import number_at

if TYPE_CHECKING:
    from acefone_desktop.desktop.x11.x_client import XClient

PATIENCE_S = 0.5
"""For the server to tell its time; it answers in less than a millisecond, or has gone."""

_CLIENT_MESSAGE, _PROPERTY_NOTIFY = 33, 28
_PROPERTY_CHANGE, _TO_WINDOW_MANAGER = 0x400000, 0x180000  # event masks; the second: SubstructureNotify and -Redirect
_REPLACE, _APPEND = 0, 2
_BYTES, _NUMBERS = 8, 32  # formats
_VALUE_SIZE, _VALUE = 16, 32  # places in a GetProperty reply
_ANY_TYPE = 0
_FROM_APPLICATION = 1
_ON_ALL_WORKSPACES = 0xFFFFFFFF
_CHUNK = 20
_TIME = re.compile(r"_TIME(\d{1,10})$")


def is_managed(client: XClient, window: int) -> bool:
    """Whether the window manager has the window, on screen, minimised or on another workspace (ICCCM, "WM_STATE")."""
    return bool(_number(client, window, "WM_STATE"))


def bring_forward(client: XClient, window: int, startup_id: str = "") -> None:
    """Asks the window manager for the window on the workspace in view, in front and with the keyboard.

    In the name of the click that the startup id belongs to; without one, of this moment. The window must be managed.
    """
    if startup_id:
        _change(client, window, "_NET_STARTUP_ID", "UTF8_STRING", startup_id.encode())
    workspace, ours = _number(client, client.root, "_NET_CURRENT_DESKTOP"), _number(client, window, "_NET_WM_DESKTOP")
    if workspace is not None and ours not in {None, workspace, _ON_ALL_WORKSPACES}:
        _tell_window_manager(client, window, "_NET_WM_DESKTOP", workspace, _FROM_APPLICATION)
    when = time_of(startup_id)
    _tell_window_manager(client, window, "_NET_ACTIVE_WINDOW", _FROM_APPLICATION, when or server_time(client))


def complete_startup(client: XClient, startup_id: str) -> None:
    """Says that what was started is there, so that the pointer no longer shows that something is on its way."""
    quoted = startup_id.replace("\\", "\\\\").replace('"', '\\"')
    text = f'remove: ID="{quoted}"'.encode() + b"\0"
    sender = client.unseen_window(0)
    for at in range(0, len(text), _CHUNK):
        kind = client.atom("_NET_STARTUP_INFO_BEGIN" if at == 0 else "_NET_STARTUP_INFO")
        head = struct.pack("=BBHII", _CLIENT_MESSAGE, _BYTES, 0, sender, kind)
        _send(client, _PROPERTY_CHANGE, head + text[at : at + _CHUNK].ljust(_CHUNK, b"\0"))


def time_of(startup_id: str) -> int:
    """The X server's time of the click, in milliseconds; 0 where the id holds none (Startup Notification 0.1, "ID")."""
    found = _TIME.search(startup_id)
    return int(found[1]) & 0xFFFFFFFF if found else 0


def server_time(client: XClient) -> int:
    """Now, as the server counts (ICCCM, "Acquiring Selection Ownership": an empty change of a property tells)."""
    window = client.unseen_window(_PROPERTY_CHANGE)
    _change(client, window, "WM_NAME", "STRING", b"", _APPEND)
    ends_at = time.monotonic() + PATIENCE_S
    while (event := client.await_event(ends_at))[0] != _PROPERTY_NOTIFY:
        pass
    return number_at(event, 12)


def _number(client: XClient, window: int, name: str) -> int | None:
    reply = client.ask("get_property", 0, window, client.atom(name), _ANY_TYPE, 0, 1)
    return number_at(reply, _VALUE) if reply[1] == _NUMBERS and number_at(reply, _VALUE_SIZE) else None


def _change(client: XClient, window: int, name: str, kind: str, value: bytes, mode: int = _REPLACE) -> None:
    client.order("change_property", mode, window, client.atom(name), client.atom(kind), _BYTES, len(value), value)


def _tell_window_manager(client: XClient, window: int, name: str, *numbers: int) -> None:
    data = (*numbers, 0, 0, 0, 0, 0)[:5]
    content = struct.pack("=BBHII5I", _CLIENT_MESSAGE, _NUMBERS, 0, window, client.atom(name), *data)
    _send(client, _TO_WINDOW_MANAGER, content)


def _send(client: XClient, mask: int, event: bytes) -> None:
    """An order with its outcome awaited: of a client that leaves at once the server may leave the last words unread."""
    client.demand("send_event", 0, client.root, mask, ctypes.c_char_p(event))

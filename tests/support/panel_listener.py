"""Prints what programs say about starts (Startup Notification 0.1), and who wants to the front, one message a line.

Run as: python -m tests.support.panel_listener. It prints “ready” first; the second kind as “front WINDOW TIME”.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections import defaultdict

from acefone_desktop.desktop.x11.x_client import XClient, number_at

_CLIENT_MESSAGE, _EVENT_MASK, _HEARD = 33, 0x800, 0x480000  # PropertyChange and SubstructureNotify
_FOR_GOOD_S = 600.0


def main() -> int:
    """Listens until it is ended."""
    with XClient(os.environ["DISPLAY"]) as client:
        front = client.atom("_NET_ACTIVE_WINDOW")
        kinds = {client.atom(name) for name in ("_NET_STARTUP_INFO_BEGIN", "_NET_STARTUP_INFO")}
        mask = (ctypes.c_uint32 * 1)(_HEARD)
        client.order("change_window_attributes", client.root, _EVENT_MASK, mask)
        client.atom("PRIMARY")  # an answer to this: the server has understood the order before it
        print("ready", flush=True)
        parts: defaultdict[int, bytes] = defaultdict(bytes)
        while True:
            event = client.await_event(time.monotonic() + _FOR_GOOD_S)
            if event[0] == _CLIENT_MESSAGE and number_at(event, 8) == front:
                print("front", number_at(event, 4), number_at(event, 16), flush=True)
            if event[0] != _CLIENT_MESSAGE or number_at(event, 8) not in kinds:
                continue
            sender = number_at(event, 4)
            parts[sender] += event[12:32]
            if b"\0" in event[12:32]:
                print(parts.pop(sender).partition(b"\0")[0].decode(), flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""A key grabbed on the root window of an X11 screen (X11 protocol, GrabKey).

The connection is the grab's life: when this process ends, however it ends, the server lets go of the key. Nobody is
told when another program lets go of one. But then a window has mostly come, gone or been left (of that program, or of
the settings in which its key was changed), which window managers note on the root window (EWMH); so that is when a key
that was taken is asked for again.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from ctypes import c_uint32
from typing import TYPE_CHECKING

from acefone_desktop.desktop.hotkey.hotkey_news import Held, Pressed, Taken, Unavailable
from acefone_desktop.desktop.hotkey.x_keyboard import Grip, grip_for
from acefone_desktop.desktop.x11.x_client import XClient, number_at

if TYPE_CHECKING:
    from acefone_desktop.desktop.hotkey.hotkey_news import News, Tell
    from acefone_desktop.domain.shortcut import Shortcut

CLOSING_S = 1.0
TRY_EVERY_S = 2.0
"""A key that is taken is asked for again no more often, whatever windows do."""
_KEY_PRESS, _KEY_RELEASE, _PROPERTY_NOTIFY, _MAPPING_NOTIFY = 2, 3, 28, 34
_SIGNS = ("_NET_CLIENT_LIST", "_NET_ACTIVE_WINDOW")
_EVENT_MASK, _PROPERTY_CHANGES, _NOTHING = 0x800, 0x400000, 0
_OF_THE_POINTER = 2
_BAD_ACCESS = 10
_ASYNC, _TO_US = 1, 0


class XHotkey:
    """Waits on a small thread of its own, and tells from there."""

    def __init__(self, shortcut: Shortcut, display: str, tell: Tell) -> None:
        self._shortcut, self._display, self._tell = shortcut, display, tell
        self._wake, self._waker = socket.socketpair()
        self._closed = False
        self._grip: Grip | None = None
        self._released_at = -1
        self._said: News | None = None
        self._signs: frozenset[int] = frozenset()  # of a key that may be free again; none while nothing is taken
        self._tried_at = 0.0
        self._try_at: float | None = None  # monotonic
        self._thread = threading.Thread(target=self._run, name="hotkey", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread, and with it the grab."""
        self._closed = True
        self._waker.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(CLOSING_S)  # a server that hangs keeps the thread; it must not keep us

    def _run(self) -> None:
        try:
            with XClient(self._display) as client:
                self._hold(client)
                self._listen(client)
        except OSError as error:
            self._say(Unavailable(str(error)))
        finally:
            self._wake.close()

    def _listen(self, client: XClient) -> None:
        while True:
            while (event := client.next_event()) is not None:
                self._hear(client, event)
            left_s = None if self._try_at is None else max(0.0, self._try_at - time.monotonic())
            readable, _, _ = select.select([client.fileno(), self._wake.fileno()], [], [], left_s)
            if self._wake.fileno() in readable:
                return
            if self._try_at is not None and time.monotonic() >= self._try_at:
                self._hold(client)

    def _hear(self, client: XClient, event: bytes) -> None:
        kind, time_ms = event[0], number_at(event, 4)
        if kind == _KEY_RELEASE:
            self._released_at = time_ms
        elif kind == _KEY_PRESS:
            if time_ms != self._released_at:  # a key held down repeats: released and pressed in the same moment
                self._tell_if_open(Pressed(f"acefone-desktop-hotkey_TIME{time_ms}"))
        elif kind == _PROPERTY_NOTIFY and number_at(event, 8) in self._signs and self._try_at is None:
            self._try_at = self._tried_at + TRY_EVERY_S
        elif kind == _MAPPING_NOTIFY and event[4] != _OF_THE_POINTER:
            self._hold(client)

    def _hold(self, client: XClient) -> None:
        """Grabs the key where the layout has it now, all of it or nothing."""
        self._tried_at, self._try_at = time.monotonic(), None
        grip = grip_for(client, self._shortcut)
        if grip == self._grip:
            return
        self._let_go(client)
        if not grip.keycodes:
            self._say(Unavailable(f"The keyboard has no key for {self._shortcut}."))
            return
        self._grip = grip
        for modifiers in grip.modifiers:
            for code in grip.keycodes:
                error = client.demand("grab_key", _TO_US, client.root, modifiers, code, _ASYNC, _ASYNC)
                if error:
                    self._let_go(client)
                    refused = Unavailable(f"The X server refused the key (error {error}).")
                    self._look_out(client, wanted=error == _BAD_ACCESS)
                    self._say(Taken() if error == _BAD_ACCESS else refused)
                    return
        self._look_out(client, wanted=False)
        self._say(Held())

    def _look_out(self, client: XClient, *, wanted: bool) -> None:
        """For windows that come, go or get the keyboard."""
        if wanted == bool(self._signs):
            return
        self._signs = frozenset(map(client.atom, _SIGNS)) if wanted else frozenset()
        mask = (c_uint32 * 1)(_PROPERTY_CHANGES if wanted else _NOTHING)
        client.order("change_window_attributes", client.root, _EVENT_MASK, mask)

    def _let_go(self, client: XClient) -> None:
        grip, self._grip = self._grip, None
        if grip is not None:
            for modifiers in grip.modifiers:
                for code in grip.keycodes:
                    client.demand("ungrab_key", code, client.root, modifiers)

    def _say(self, news: News) -> None:
        """Once, until something else is the case."""
        if news != self._said:
            self._said = news
            self._tell_if_open(news)

    def _tell_if_open(self, news: News) -> None:
        if not self._closed:
            self._tell(news)

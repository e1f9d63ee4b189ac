"""macOS has started our bundle, perhaps for a link, and the app runs as a process that the system does not know.

So it runs when it was started at log-in or in a terminal rather than by the bundle. The link comes to us as an event,
once we have said that we are an application; it goes to the instance over its socket, and we end. Could not be run on
a Mac; what it does with the events is tested elsewhere.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from acefone_desktop.app.desktop.ways_in import LinkEvents
from acefone_desktop.app.instance.hand_over import NOBODY_THERE, hand_over
from acefone_desktop.app.instance.instance_inbox import InstanceInbox
from acefone_desktop.app.instance.instance_messages import RAISE, Message
from acefone_desktop.domain.errors import AcefoneDesktopError, LinkNotUnderstoodError

if TYPE_CHECKING:
    from acefone_desktop.app.window_wish import WindowWish

REST_MS = 700
"""After the start, and after each link. The system sends the event that an application was started for first of all."""


class EventRelay(QObject):
    """Hands each link that the system sends this process to the instance at `socket_path`.

    `left` is what came when that instance was no longer there; `trouble` why something could not be handed over.
    """

    def __init__(self, application: QGuiApplication, socket_path: str, rest_ms: int = REST_MS) -> None:
        super().__init__()
        self._application, self._socket_path = application, socket_path
        self.left: list[Message] = []
        self.trouble: AcefoneDesktopError | None = None
        self._has_come, self._is_alone = False, False
        self._inbox = InstanceInbox()
        self._events = LinkEvents(self._inbox)
        self._loop = QEventLoop()
        self._rest = QTimer(self, singleShot=True, interval=rest_ms)
        self._rest.timeout.connect(self._loop.quit)

    def run(self) -> None:
        """Until no further link comes; where none came, the window is what was wanted."""
        self._inbox.attach(self._hand_over)
        self._application.installEventFilter(self._events)
        self._rest.start()
        self._loop.exec()
        self._application.removeEventFilter(self._events)
        if not self._has_come:
            self._hand_over(Message(RAISE))

    def _hand_over(self, message: Message) -> None:
        self._has_come = True
        self._rest.start()
        if not self._is_alone:
            try:
                self._is_alone = hand_over(self._socket_path, message) == NOBODY_THERE
            except LinkNotUnderstoodError:
                return  # the instance has been told, and tells whoever clicked
            except AcefoneDesktopError as error:
                self.trouble = error
        if self._is_alone:
            self.left.append(message)


def relay_events(wish: WindowWish, socket_path: str) -> bool:
    """True once the instance has everything. Raises as `hand_over` does.

    Where the instance has ended meanwhile, this process becomes the app, from its very beginning: it cannot be two
    applications of Qt one after the other.
    """
    relay = EventRelay(QGuiApplication(sys.argv[:1]), socket_path)
    relay.run()
    if relay.trouble is not None:
        from acefone_desktop.app.instance.lost_link import tell_of_lost_link  # noqa: PLC0415 (rarely needed)

        tell_of_lost_link(relay.trouble, os.environ)
        raise relay.trouble
    if relay.left:
        from acefone_desktop.desktop.launch import launch_command  # noqa: PLC0415

        command = launch_command(wish.profile, wish.data_dir)
        links = [message.text for message in relay.left if message.text]
        os.execv(command[0], [*command, "--", *links])  # noqa: S606 (our own program; links are data behind --)
    return True

"""The ways in that need Qt: an application on Linux's session bus, and the links that macOS sends as events."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFileOpenEvent

from acefone_desktop.app.instance.application_calls import message_of_link

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from acefone_desktop.app.instance.bus_door import BusDoor
    from acefone_desktop.app.instance.instance_inbox import InstanceInbox, Step


class WaysIn(QObject):
    """Everything that comes through them goes into `inbox`. `name` is the app's on the bus.

    Events are heard from the beginning, since macOS sends the link that starts the app before anything else.
    """

    def __init__(self, application: QApplication, name: str, inbox: InstanceInbox) -> None:
        super().__init__()
        self._name, self._inbox = name, inbox
        self._bus_door: BusDoor | None = None
        self._events = LinkEvents(inbox)
        if sys.platform == "darwin":  # elsewhere every event of the app would pass through it for nothing
            application.installEventFilter(self._events)

    @Slot()
    def open(self) -> None:
        """Takes the app's name on the session bus, where there is one."""
        if sys.platform == "linux" and self._bus_door is None:
            from acefone_desktop.app.instance.bus_door import BusDoor  # noqa: PLC0415 (takes time to load)

            self._bus_door = BusDoor(self._name, self._inbox)
            self._bus_door.open()

    @Slot()
    def close(self) -> None:
        """Gives the name back."""
        if self._bus_door is not None:
            self._bus_door.close()
            self._bus_door = None


class Walk(QObject):
    """Has what waits in the inbox given out on the painting thread, one at a time, each in an event of its own.

    So the loop may end between two of them, and nothing that it has not given out is lost.
    """

    _wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._wanted.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    def __call__(self, step: Step) -> None:
        """From any thread; not again before the step has said that there is no further one."""
        self._step = step
        self._wanted.emit()

    @Slot()
    def _go_on(self) -> None:
        if self._step is not None and self._step():
            self._wanted.emit()


class LinkEvents(QObject):
    """Takes links out of the application's events (`QFileOpenEvent`): macOS opens addresses through them."""

    def __init__(self, inbox: InstanceInbox) -> None:
        super().__init__()
        self._inbox = inbox

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Queues the link; the event goes no further. A file is no link and is left alone."""
        del watched
        if not isinstance(event, QFileOpenEvent) or event.file():
            return False
        taken = self._inbox.take(message_of_link(bytes(event.url().toEncoded().data()).decode()))
        self._inbox.deliver()
        return taken

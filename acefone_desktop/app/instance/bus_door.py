"""How the desktop reaches the running instance: as an application on the session bus.

On Qt's own connection, which the tray has open already: what it costs is this module's import.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusAbstractAdaptor, QDBusConnection, QDBusMessage, QDBusServiceWatcher

from acefone_desktop.app.instance.application_calls import (
    CallRefusedError,
    messages_of_action,
    messages_of_activate,
    messages_of_open,
)
from acefone_desktop.desktop.application_id import object_path

if TYPE_CHECKING:
    from acefone_desktop.app.instance.instance_inbox import InstanceInbox
    from acefone_desktop.app.instance.instance_messages import Message

Reader = Callable[[], "tuple[Message, ...]"]


class BusDoor(QObject):
    """Answers to `name` from `open` to `close`; what it is asked goes into `inbox` before the call is answered.

    All links of one call are taken, or none. Belongs to the thread with the application's loop.
    """

    def __init__(self, name: str, inbox: InstanceInbox, bus: QDBusConnection | None = None) -> None:
        super().__init__()
        self._name, self._inbox = name, inbox
        self._bus = bus or QDBusConnection.sessionBus()
        self._is_open = False
        self._vacancy: QDBusServiceWatcher | None = None
        self._adaptor = _Application(self)

    def open(self) -> bool:
        """Takes the name; False where there is no bus, or somebody has it, such as a relay: then once it is free."""
        if self._bus.isConnected() and not self._take_name():
            mode = QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration
            self._vacancy = QDBusServiceWatcher(self._name, self._bus, mode)
            self._vacancy.serviceUnregistered.connect(self._take_name)
            self._take_name()  # it may have become free before we watched
        return self._is_open

    @Slot()
    def _take_name(self) -> bool:
        path = object_path(self._name)
        if self._is_open or not self._bus.registerObject(path, self):
            return self._is_open
        self._is_open = self._bus.registerService(self._name)
        if not self._is_open:
            self._bus.unregisterObject(path)
        return self._is_open

    def close(self) -> None:
        """Gives the name back and takes what was on its way: later calls wait for the next instance."""
        self._vacancy = None
        if not self._is_open:
            return
        self._is_open = False
        self._bus.unregisterService(self._name)  # the bus's answer comes behind every call it sent here
        QCoreApplication.sendPostedEvents(self)
        self._bus.unregisterObject(object_path(self._name))

    def take(self, call: QDBusMessage, read: Reader) -> None:
        """Queues what the call asks, then answers it."""
        call.setDelayedReply(True)
        try:
            messages = read()
        except CallRefusedError as error:
            self._bus.send(call.createErrorReply(error.name, str(error)))
            return
        if not self._inbox.take(*messages):
            self._bus.send(call.createErrorReply("org.freedesktop.DBus.Error.LimitsExceeded", "too much waits already"))
            return
        self._bus.send(call.createReply())
        self._inbox.deliver()


@ClassInfo({"D-Bus Interface": "org.freedesktop.Application"})  # type: ignore[call-arg]  # as the stubs know it
class _Application(QDBusAbstractAdaptor):  # type: ignore[operator]
    """The interface as the bus sees it; Qt refuses calls whose arguments are of other types."""

    def __init__(self, door: BusDoor) -> None:
        super().__init__(door)
        self._door = door

    @Slot("QVariantMap", QDBusMessage)
    def Activate(self, platform_data: object, call: QDBusMessage) -> None:  # noqa: N802 (the interface's name)
        self._door.take(call, lambda: messages_of_activate(platform_data))

    @Slot("QStringList", "QVariantMap", QDBusMessage)
    def Open(self, links: object, platform_data: object, call: QDBusMessage) -> None:  # noqa: N802
        self._door.take(call, lambda: messages_of_open(links, platform_data))

    @Slot(str, "QVariantList", "QVariantMap", QDBusMessage)
    def ActivateAction(self, name: str, parameter: object, platform_data: object, call: QDBusMessage) -> None:  # noqa: N802
        del parameter  # no action of ours takes one
        self._door.take(call, lambda: messages_of_action(name, platform_data))

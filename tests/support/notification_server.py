"""A notification server that shows nothing and writes down everything, for tests to read and to press its buttons.

Run as a program: python -m tests.support.notification_server FILE. Each event is a line of JSON in FILE.
Implements the Desktop Notifications Specification 1.2 (Notify, CloseNotification, GetCapabilities,
GetServerInformation and both signals), and beside it an interface by which a test plays the person.
"""

import asyncio
import json
import sys
from itertools import count
from pathlib import Path
from typing import Annotated, Any

from dbus_fast import DBusError, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
PERSON = "acefone_desktop.tests.Person"

EXPIRED, DISMISSED, CLOSED = 1, 2, 3
"""Reasons of NotificationClosed."""

Strings = Annotated[list[str], DBusSignature("as")]


def plain(value: Any) -> Any:
    """A hint as JSON can hold it; pictures become their kind of data."""
    if isinstance(value, Variant):
        return plain(value.value)
    if isinstance(value, bytes | bytearray):
        return f"<{len(value)} bytes>"
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


class NotificationServer(ServiceInterface):
    """Answers applications; holds what is on the imagined screen."""

    def __init__(self, record: Path) -> None:
        super().__init__(NAME)
        self._record, self._numbers, self._open = record, count(1), set[int]()

    def write(self, event: str, **details: Any) -> None:
        with self._record.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"event": event, **details}, ensure_ascii=False) + "\n")

    def require_open(self, number: int) -> None:
        if number not in self._open:
            raise DBusError("org.freedesktop.Notifications.Error", f"notification {number} is not shown")

    def close(self, number: int, reason: int) -> None:
        self._open.discard(number)
        self.write("closed", id=number, reason=reason)
        self.NotificationClosed(number, reason)

    @dbus_method()
    def Notify(  # noqa: N802 (the specification's name)
        self,
        app_name: DBusStr,
        replaces_id: DBusUInt32,
        app_icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        actions: Strings,
        hints: DBusDict,
        expire_timeout: DBusInt32,
    ) -> DBusUInt32:
        number = replaces_id or next(self._numbers)
        self._open.add(number)
        self.write(
            "notify",
            id=number,
            app_name=app_name,
            replaces_id=replaces_id,
            app_icon=app_icon,
            summary=summary,
            body=body,
            actions=dict(zip(actions[::2], actions[1::2], strict=True)),
            hints=plain(hints),
            expire_timeout=expire_timeout,
        )
        return number

    @dbus_method()
    def CloseNotification(self, number: DBusUInt32) -> None:  # noqa: N802
        self.require_open(number)
        self.close(number, CLOSED)

    @dbus_method()
    def GetCapabilities(self) -> Strings:  # noqa: N802
        return ["actions", "body", "body-markup", "persistence"]

    @dbus_method()
    def GetServerInformation(self) -> Annotated[tuple[str, str, str, str], DBusSignature("ssss")]:  # noqa: N802
        return ("recorder", "acefone-desktop tests", "1", "1.2")

    @dbus_signal()
    def ActionInvoked(  # noqa: N802
        self, number: int, action: str
    ) -> Annotated[tuple[int, str], DBusSignature("us")]:
        return (number, action)

    @dbus_signal()
    def NotificationClosed(  # noqa: N802
        self, number: int, reason: int
    ) -> Annotated[tuple[int, int], DBusSignature("uu")]:
        return (number, reason)


class Person(ServiceInterface):
    """What a person does with a notification."""

    def __init__(self, server: NotificationServer) -> None:
        super().__init__(PERSON)
        self._server = server

    @dbus_method()
    def Press(self, number: DBusUInt32, action: DBusStr) -> None:  # noqa: N802
        self._server.require_open(number)
        self._server.ActionInvoked(number, action)
        self._server.close(number, DISMISSED)

    @dbus_method()
    def Dismiss(self, number: DBusUInt32) -> None:  # noqa: N802
        self._server.require_open(number)
        self._server.close(number, DISMISSED)


async def serve(record: Path) -> None:
    """Serves on the session bus until the process is ended; `record` exists already."""
    bus = await MessageBus().connect()
    server = NotificationServer(record)
    bus.export(PATH, server)
    bus.export(PATH, Person(server))
    await bus.request_name(NAME)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))

"""A desktop portal without a screen: settings, and file dialogues that a test answers as the person would.

Run as a program: python -m tests.support.desktop_portal [--refusing]. It prints “ready”, then a line of JSON for each
dialogue that is asked for or closed. Implements what programs use of org.freedesktop.portal.Settings 2 and
FileChooser 4, and beside it an interface by which a test plays the person.
"""

import asyncio
import json
import os
import sys
from typing import Annotated, Any

from dbus_fast import DBusError, Message, MessageType, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusObjectPath, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.message_bus import BaseMessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from tests.support.notification_server import plain

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
PERSON = "acefone_desktop.tests.Person"
REQUEST = "org.freedesktop.portal.Request"

Strings = Annotated[list[str], DBusSignature("as")]
Value = Annotated[Variant, DBusSignature("v")]
Groups = Annotated[dict[str, dict[str, Variant]], DBusSignature("a{sa{sv}}")]
Changed = Annotated[tuple[str, str, Variant], DBusSignature("ssv")]


class Settings(ServiceInterface):
    """Light or dark, and the font."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.portal.Settings")
        self.values: dict[str, dict[str, Variant]] = {
            "org.freedesktop.appearance": {"color-scheme": Variant("u", 0), "contrast": Variant("u", 0)},
            "org.gnome.desktop.interface": {"font-name": Variant("s", "DejaVu Serif 14")},
        }

    @dbus_method()
    def Read(self, namespace: DBusStr, key: DBusStr) -> Value:  # noqa: N802 (the specification's names)
        return Variant("v", self.values[namespace][key])

    @dbus_method()
    def ReadAll(self, namespaces: Strings) -> Groups:  # noqa: N802
        return {name: values for name, values in self.values.items() if name in namespaces}

    @dbus_signal()
    def SettingChanged(self, namespace: str, key: str, value: Variant) -> Changed:  # noqa: N802
        return (namespace, key, value)

    @dbus_property(access=PropertyAccess.READ)
    def version(self) -> DBusUInt32:
        return 2


class FileChooser(ServiceInterface):
    """Opens imagined dialogues and tells how they were asked for."""

    def __init__(self, bus: BaseMessageBus, *, refusing: bool) -> None:
        super().__init__("org.freedesktop.portal.FileChooser")
        self._bus, self._refusing = bus, refusing
        self.requests: list[tuple[str, str]] = []
        self._caller = ""
        bus.add_message_handler(self._see)

    def _see(self, message: Message) -> None:
        """Who calls: the library hands that to no method. A closed dialogue is forgotten."""
        if message.message_type is MessageType.METHOD_CALL:
            self._caller = message.sender or ""
        if message.interface == REQUEST and message.member == "Close":
            self.requests = [request for request in self.requests if request[1] != message.path]
            self._tell({"closed": True})

    @dbus_method()
    def OpenFile(self, parent: DBusStr, title: DBusStr, options: DBusDict) -> DBusObjectPath:  # noqa: N802
        return self._opened("open", parent, title, options)

    @dbus_method()
    def SaveFile(self, parent: DBusStr, title: DBusStr, options: DBusDict) -> DBusObjectPath:  # noqa: N802
        return self._opened("save", parent, title, options)

    def answer(self, response: int, results: dict[str, Variant]) -> None:
        """Ends the latest dialogue."""
        caller, path = self.requests[-1]
        self._bus.send(
            Message(
                destination=caller,
                path=path,
                interface=REQUEST,
                member="Response",
                message_type=MessageType.SIGNAL,
                signature="ua{sv}",
                body=[response, results],
            )
        )

    def _opened(self, kind: str, parent: str, title: str, options: dict[str, Variant]) -> str:
        self._tell({"kind": kind, "parent": parent, "title": title, "options": plain(options)})
        if self._refusing:
            raise DBusError("org.freedesktop.portal.Error.NotAllowed", "not here")
        sender = self._caller.removeprefix(":").replace(".", "_")
        path = f"{PATH}/request/{sender}/{options['handle_token'].value}"
        self.requests.append((self._caller, path))
        return path

    def _tell(self, event: dict[str, Any]) -> None:
        print(json.dumps(event), flush=True)


class Person(ServiceInterface):
    """What a test does in the person's place."""

    def __init__(self, settings: Settings, files: FileChooser) -> None:
        super().__init__(PERSON)
        self._settings, self._files = settings, files

    @dbus_method()
    def Prefer(self, scheme: DBusUInt32) -> None:  # noqa: N802
        """Light or dark: 0 neither, 1 dark, 2 light."""
        value = Variant("u", scheme)
        self._settings.values["org.freedesktop.appearance"]["color-scheme"] = value
        self._settings.SettingChanged("org.freedesktop.appearance", "color-scheme", value)

    @dbus_method()
    def Choose(self, uris: Strings, filter_name: DBusStr) -> None:  # noqa: N802
        """Chooses these; the filter is the one that is set meanwhile, where it is named."""
        chosen = {"current_filter": Variant("(sa(us))", [filter_name, []])} if filter_name else {}
        self._files.answer(0, {"uris": Variant("as", uris), **chosen})

    @dbus_method()
    def End(self, response: DBusUInt32) -> None:  # noqa: N802
        """Ends the dialogue without a choice: 1 as the person, 2 otherwise."""
        self._files.answer(response, {})

    @dbus_method()
    def Garble(self) -> None:  # noqa: N802
        """Answers with what no dialogue answers."""
        self._files.answer(0, {"uris": Variant("i", 7)})

    @dbus_method()
    def Die(self) -> None:  # noqa: N802
        os._exit(1)


async def main() -> None:
    """Serves until it is ended."""
    bus = await MessageBus().connect()
    settings = Settings()
    files = FileChooser(bus, refusing="--refusing" in sys.argv)
    for interface in (settings, files, Person(settings, files)):
        bus.export(PATH, interface)
    await bus.request_name(NAME)
    print("ready", flush=True)
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main())

"""A portal with org.freedesktop.portal.GlobalShortcuts on a real bus; a test decides what the person answers.

As a program, python -m tests.support.shortcuts_portal, it gives every key that is asked for, and its method `Press`
presses it. It prints “ready”, then the name of each method that is called.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from acefone_desktop.desktop.hotkey.portal_conversation import PATH, PORTAL, REQUEST
from acefone_desktop.desktop.hotkey.portal_hotkey import SHORTCUT_ID, SHORTCUTS
from tests.support.notification_server import plain

DONE, CANCELLED = 0, 1
SESSION = f"{PATH}/session/1_7/ours"


class ShortcutsPortal:
    """`bind_answer` is the response to BindShortcuts: code and results; None while the person has not answered."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self.calls: list[tuple[str, Any]] = []
        self.create_answer: tuple[int, dict[str, Variant]] = (DONE, {"session_handle": Variant("s", SESSION)})
        self.bind_answer: tuple[int, dict[str, Variant]] | None = bound("Press <Control>F9")
        self.refuses: set[str] = {"Register"}  # as a portal of before 1.19 would
        self.caller = ""
        self.called = asyncio.Event()
        self.person_is_asked = asyncio.Event()
        bus.add_message_handler(self._answer)

    def signal(self, member: str, signature: str, *body: Any, path: str = PATH, interface: str = SHORTCUTS) -> None:
        """Tells everybody, or whoever called, something."""
        message = Message(
            message_type=MessageType.SIGNAL,
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(body),
        )
        self._bus.send(message)

    def leave(self) -> None:
        """It crashes."""
        self._bus.disconnect()

    def press(self, session: str = SESSION, name: str = SHORTCUT_ID, token: Variant | None = None) -> None:
        """The person presses the key."""
        options = {"activation_token": token} if token is not None else {}
        self.signal("Activated", "osta{sv}", session, name, 7, options)

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.path != PATH:
            return None
        member = message.member or ""
        if member == "Press":
            self.press(token=Variant("s", "token-of-the-press"))
            return Message.new_method_return(message)
        if member == "Get":
            return Message.new_method_return(message, "v", [Variant("u", 2)])
        self.caller = message.sender or ""
        self.calls.append((member, plain(message.body)))
        self.called.set()
        if member in self.refuses:
            return Message.new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "no")
        if member == "Register":
            return Message.new_method_return(message)
        answer = self.create_answer if member == "CreateSession" else self.bind_answer
        token = (
            message.body[-1]["handle_token"].value
            if member == "BindShortcuts"
            else message.body[0]["handle_token"].value
        )
        path = f"{PATH}/request/{self.caller[1:].replace('.', '_')}/{token}"
        if answer is None:
            self.person_is_asked.set()
        else:  # before the call's own answer, as portals do that ask nobody
            self.signal("Response", "ua{sv}", *answer, path=path, interface=REQUEST)
        return Message.new_method_return(message, "o", [path])


def bound(trigger: str, name: str = SHORTCUT_ID) -> tuple[int, dict[str, Variant]]:
    """The person gave this key."""
    details = {"description": Variant("s", "…"), "trigger_description": Variant("s", trigger)}
    return DONE, {"shortcuts": Variant("a(sa{sv})", [[name, details]])}


@asynccontextmanager
async def shortcuts_portal(address: str | None = None) -> AsyncIterator[ShortcutsPortal]:
    """On the bus until the end of the block."""
    bus = await MessageBus(bus_address=address).connect()
    portal = ShortcutsPortal(bus)
    await bus.request_name(PORTAL)
    try:
        yield portal
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def main() -> None:
    """Serves until it is ended."""
    async with shortcuts_portal() as portal:
        print("ready", flush=True)
        told = 0
        while True:
            await portal.called.wait()
            portal.called.clear()
            for member, _ in portal.calls[told:]:
                print(member, flush=True)
            told = len(portal.calls)


if __name__ == "__main__":
    asyncio.run(main())

"""A notification server on a real bus that remembers what it shows and can be clicked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


@dataclass
class NotificationServer:
    """Answers by hand, so that its abilities can differ from test to test."""

    bus: MessageBus
    capabilities: tuple[str, ...] = ("actions", "body", "body-markup")
    inhibited: bool | None = None
    name: str = "test"
    hangs: bool = False
    is_mute: bool = False
    """Does not say what it can do."""
    lie: tuple[str, list[Any]] | None = None
    """What `Notify` answers instead of the number, after showing it."""
    shown: dict[int, list[Any]] = field(default_factory=dict)
    notify_count: int = 0

    @classmethod
    async def start(cls, address: str, **abilities: Any) -> NotificationServer:
        bus = await MessageBus(bus_address=address).connect()
        server = cls(bus, **abilities)
        bus.add_message_handler(server.answer)
        await bus.request_name(NAME)
        return server

    async def stop(self) -> None:
        self.bus.disconnect()
        await self.bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def answer(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if self.hangs:
            return True
        reply: tuple[str, list[Any]]
        match message.member:
            case "Notify":
                number = self._notify(message.body)
                reply = self.lie or ("u", [number])
            case "CloseNotification" if self.shown.pop(message.body[0], None) is not None:
                reply = ("", [])
            case "GetCapabilities" if not self.is_mute:
                reply = ("as", [list(self.capabilities)])
            case "GetServerInformation":
                reply = ("ssss", [self.name, "example", "1.0", "1.2"])
            case "Get" if self.inhibited is not None:
                reply = ("v", [Variant("b", self.inhibited)])
            case "Introspect":
                reply = ("s", [INTROSPECTION])
            case _:
                return None
        return Message.new_method_return(message, *reply)

    def _notify(self, body: list[Any]) -> int:
        self.notify_count += 1
        number = int(body[1]) or self.notify_count
        self.shown[number] = body
        return number

    async def click(self, number: int, action: str = "default") -> None:
        """Presses a button; the notification then goes, as the specification has it."""
        await self.signal("ActionInvoked", "us", number, action)
        self.shown.pop(number, None)
        await self.signal("NotificationClosed", "uu", number, 2)

    async def signal(self, member: str, signature: str, *body: Any) -> None:
        """Tells everybody something, true or not."""
        await self.bus.send(Message.new_signal(PATH, NAME, member, signature, list(body)))


INTROSPECTION = f"""<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd"><node><interface name="{NAME}">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal></interface></node>"""

"""Somebody on the bus who answers by hand: the desktop's lock, its settings, the login manager."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

SAVER = "org.freedesktop.ScreenSaver"
SAVER_PATH = "/org/freedesktop/ScreenSaver"
LOGIN = "org.freedesktop.login1"
OUR_SESSION = "/org/freedesktop/login1/session/_32"


@dataclass
class BusPeer:
    """`answers` maps a member to the signature and body it is answered with; None for one that is never answered."""

    bus: MessageBus
    answers: dict[str, tuple[str, list[Any]] | None] = field(default_factory=dict)
    asked: list[tuple[str, list[Any]]] = field(default_factory=list)

    @classmethod
    async def start(
        cls, address: str, name: str, answers: dict[str, tuple[str, list[Any]] | None] | None = None
    ) -> BusPeer:
        peer = cls(await MessageBus(bus_address=address).connect(), answers or {})
        peer.bus.add_message_handler(peer.answer)
        await peer.bus.request_name(name)
        return peer

    async def stop(self) -> None:
        self.bus.disconnect()
        await self.bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def answer(self, message: Message) -> Message | bool | None:
        """What nothing is said about is refused, as by somebody who does not know it."""
        if message.message_type is not MessageType.METHOD_CALL or message.member not in self.answers:
            return None
        self.asked.append((message.member, message.body))
        reply = self.answers[message.member]
        return True if reply is None else Message.new_method_return(message, *reply)

    async def tell(self, path: str, interface: str, member: str, signature: str, *body: Any) -> None:
        """Sends a signal."""
        await self.bus.send(Message.new_signal(path, interface, member, signature, list(body)))


async def a_saver(address: str, *, locked: bool) -> BusPeer:
    """The part of a desktop that locks the screen."""
    return await BusPeer.start(address, SAVER, {"GetActive": ("b", [locked])})


async def lock(saver: BusPeer, locked: bool) -> None:
    """Locks the screen, or unlocks it, and says so."""
    saver.answers["GetActive"] = ("b", [locked])
    await saver.tell(SAVER_PATH, SAVER, "ActiveChanged", "b", locked)


async def a_login_manager(address: str, *, locked: bool) -> BusPeer:
    """The machine's login manager, with our session."""
    answers: dict[str, tuple[str, list[Any]] | None]
    answers = {"GetSession": ("o", [OUR_SESSION]), "Get": ("v", [Variant("b", locked)])}
    return await BusPeer.start(address, LOGIN, answers)


async def hint_lock(manager: BusPeer, locked: bool) -> None:
    """The login manager is told that the session is locked, or no longer, and says so."""
    manager.answers["Get"] = ("v", [Variant("b", locked)])
    changed = {"LockedHint": Variant("b", locked)}
    interface = "org.freedesktop.login1.Session"
    properties = "org.freedesktop.DBus.Properties"
    await manager.tell(OUR_SESSION, properties, "PropertiesChanged", "sa{sv}as", interface, changed, [])

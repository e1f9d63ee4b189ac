"""Requests to the desktop portal and their answers, which come as signals (org.freedesktop.portal.Request)."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

PORTAL: Final = "org.freedesktop.portal.Desktop"
PATH: Final = "/org/freedesktop/portal/desktop"
REQUEST: Final = "org.freedesktop.portal.Request"
BUS: Final = "org.freedesktop.DBus"
ANSWER_DEADLINE_S = 5.0
_BUS_PATH = "/org/freedesktop/DBus"
_NO_FLAGS, _DONE = 0, 0


class PortalRefusedError(Exception):
    """The portal, or the person it asked, said no. Stays within this package."""


class PortalConversation:
    """Talks with the portal that is up, and believes nobody else. Raises `OSError`, `EOFError` or a library's error
    where the bus is lost."""

    def __init__(self, bus: MessageBus, hear: Callable[[str, list[Any]], None], interface: str) -> None:
        """`hear` is given the interface's signals: member and body."""
        self._bus, self._hear_signal, self._interface = bus, hear, interface
        self._waiting: dict[str, asyncio.Future[list[Any]]] = {}
        self._owner = ""
        self.gone, self.back = asyncio.Event(), asyncio.Event()  # the portal that was up; another one, after it

    async def open(self) -> None:
        """Finds the portal, started where it is not up; raises `PortalRefusedError` where there is none."""
        self._bus.add_message_handler(self._hear)
        for rule in (
            f"type='signal',interface='{REQUEST}'",
            f"type='signal',interface='{self._interface}'",
            f"type='signal',interface='{BUS}',member='NameOwnerChanged',arg0='{PORTAL}'",
        ):
            await self._ask_bus("AddMatch", "s", rule)
        try:
            self._owner = str((await self._ask_bus("GetNameOwner", "s", PORTAL))[0])
        except PortalRefusedError:
            await self._ask_bus("StartServiceByName", "su", PORTAL, _NO_FLAGS)
            self._owner = str((await self._ask_bus("GetNameOwner", "s", PORTAL))[0])

    def close(self) -> None:
        """Hears nothing any more; the connection stays."""
        self._bus.remove_message_handler(self._hear)

    def new_token(self) -> str:
        """The last part of a path that nobody else guesses."""
        return f"acefone_{secrets.token_hex(8)}"

    async def call(self, interface: str, member: str, signature: str, *body: Any) -> list[Any]:
        """A plain call, answered at once; raises `PortalRefusedError`."""
        return await self._ask(self._owner, PATH, interface, member, signature, body)

    async def request(self, token: str, member: str, signature: str, *body: Any) -> dict[str, Any]:
        """A call whose answer a person may have to give, however long that takes."""
        sender = (self._bus.unique_name or "").removeprefix(":").replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        answer = self._waiting[path] = asyncio.get_running_loop().create_future()
        try:
            await self.call(self._interface, member, signature, *body)
            match await answer:
                case [int(response), dict(results)] if response == _DONE:
                    return results
            raise PortalRefusedError(f"{member} was declined.")
        finally:
            del self._waiting[path]

    async def _ask_bus(self, member: str, signature: str, *body: Any) -> list[Any]:
        return await self._ask(BUS, _BUS_PATH, BUS, member, signature, body)

    async def _ask(
        self, name: str, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]
    ) -> list[Any]:
        from dbus_fast import Message, MessageType  # noqa: PLC0415

        message = Message(
            destination=name, path=path, interface=interface, member=member, signature=signature, body=list(body)
        )
        async with asyncio.timeout(ANSWER_DEADLINE_S):
            reply = await self._bus.call(message)
        if reply is None or reply.message_type is MessageType.ERROR:
            raise PortalRefusedError(f"{member}: {reply.error_name if reply else 'no answer'}")
        return list(reply.body)

    def _hear(self, message: Message) -> None:
        from dbus_fast import MessageType  # noqa: PLC0415

        if message.message_type is not MessageType.SIGNAL:
            return
        if message.sender == BUS and message.member == "NameOwnerChanged":
            if self._owner and self._owner not in message.body[2:]:
                self._end()
            if self.gone.is_set() and message.body[2:] != [""]:
                self.back.set()
        elif message.sender != self._owner or not self._owner:
            return
        elif message.interface == REQUEST and message.member == "Response":
            answer = self._waiting.get(message.path or "")
            if answer is not None and not answer.done():
                answer.set_result(list(message.body))
        elif message.interface == self._interface:
            self._hear_signal(message.member or "", list(message.body))

    def _end(self) -> None:
        self.gone.set()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(PortalRefusedError("The portal has gone."))

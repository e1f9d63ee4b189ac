"""The session's D-Bus, for the few calls we make: dbus-fast behind one door, where its errors become ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

REPLY_DEADLINE_S = 2.0
_NO_REPLY = "org.freedesktop.DBus.Error.NoReply"
SignalListener = Callable[[str, "list[Any]"], None]
"""Called with a signal's member and body, on the event loop."""


class SessionBusError(AcefoneDesktopError):
    """No session bus, nobody of that name on it, no answer in time, or a refusal; `error_name` is D-Bus's own."""

    code = "session-bus"
    sentence = "The desktop's message bus did not do what was asked."
    remedy = "Start the app inside a desktop session."

    def __init__(self, detail: str = "", *, error_name: str = "") -> None:
        self.error_name = error_name
        super().__init__(detail)


class SessionBus:
    """A connection made on first use and made again after it was lost. Belongs to one event loop."""

    def __init__(self, address: str | None = None) -> None:
        self._address = address
        self._bus: MessageBus | None = None
        self._listeners: dict[str, SignalListener] = {}
        self._paths: dict[str, str] = {}

    async def call(
        self, destination: str, path: str, interface: str, member: str, signature: str = "", body: Sequence[Any] = ()
    ) -> list[Any]:
        """Calls a method and returns what it answers; raises `SessionBusError`."""
        from dbus_fast import Message, MessageType  # noqa: PLC0415

        request = Message(
            destination=destination,
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(body),
        )
        reply = await self._ask(request)
        if reply.message_type is MessageType.ERROR:
            raise SessionBusError(str(reply.body[0] if reply.body else ""), error_name=reply.error_name or "")
        return list(reply.body)

    async def property(self, destination: str, path: str, interface: str, name: str) -> Any:
        """Reads one property; raises `SessionBusError`."""
        body = [interface, name]
        (value,) = await self.call(destination, path, "org.freedesktop.DBus.Properties", "Get", "ss", body)
        return value.value

    async def has_owner(self, name: str) -> bool:
        """Whether somebody on the bus has this name now; asking starts nobody."""
        daemon = "org.freedesktop.DBus"
        (owned,) = await self.call(daemon, "/org/freedesktop/DBus", daemon, "NameHasOwner", "s", [name])
        return bool(owned)

    async def names(self) -> frozenset[str]:
        """The names that somebody has now."""
        daemon = "org.freedesktop.DBus"
        (listed,) = await self.call(daemon, "/org/freedesktop/DBus", daemon, "ListNames")
        return frozenset(listed)

    async def listen(self, interface: str, listener: SignalListener, path: str = "") -> None:
        """From now on hands the interface's signals to the listener, also after a reconnection.

        With a path only those of that object: others, such as everybody's changes of properties, would wake us often.
        """
        self._listeners[interface], self._paths[interface] = listener, path
        if self._bus is not None:
            await self._match(interface)

    async def close(self) -> None:
        """Ends the connection; a later call makes a new one."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _ask(self, request: Message) -> Message:
        from dbus_fast.errors import DBusFastError  # noqa: PLC0415

        try:
            async with asyncio.timeout(REPLY_DEADLINE_S):
                bus = await self._connected()
                reply = await bus.call(request)
        except TimeoutError as error:
            raise SessionBusError("Nobody answered in time.", error_name=_NO_REPLY) from error
        except (OSError, EOFError, DBusFastError, ValueError) as error:
            self._bus = None
            raise SessionBusError(str(error), error_name="org.freedesktop.DBus.Error.NoServer") from error
        if reply is None:
            raise SessionBusError(error_name=_NO_REPLY)
        return reply

    async def _connected(self) -> MessageBus:
        from dbus_fast.aio import MessageBus  # noqa: PLC0415

        if self._bus is None or not self._bus.connected:
            self._bus = await MessageBus(bus_address=self._address).connect()
            self._bus.add_message_handler(self._hear)
            for interface in self._listeners:
                await self._match(interface)
        return self._bus

    async def _match(self, interface: str) -> None:
        path = self._paths.get(interface, "")
        rule = f"type='signal',interface='{interface}'" + (f",path='{path}'" if path else "")
        daemon = "org.freedesktop.DBus"
        await self.call(daemon, "/org/freedesktop/DBus", daemon, "AddMatch", "s", [rule])

    def _hear(self, message: Message) -> None:
        from dbus_fast import MessageType  # noqa: PLC0415

        listener = self._listeners.get(message.interface or "")
        if listener is not None and message.message_type is MessageType.SIGNAL:
            listener(message.member or "", list(message.body))

"""The session bus has started us for a call, and the app runs already, where this bus does not reach it.

It was started outside the session or on another bus, is about to end, or has not come as far as the bus yet. What the
bus holds back for us goes to it over its socket; then we end, and the bus starts the next of us with the next call.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING, Any

from acefone_desktop.app.instance.application_calls import (
    CallRefusedError,
    messages_of_action,
    messages_of_activate,
    messages_of_open,
)
from acefone_desktop.app.instance.hand_over import NOBODY_THERE, hand_over
from acefone_desktop.app.instance.instance_messages import QUICK_DIAL
from acefone_desktop.desktop.application_id import application_id, object_path
from acefone_desktop.domain.errors import AcefoneDesktopError, LinkNotUnderstoodError

if TYPE_CHECKING:
    from dbus_fast import Message as BusMessage

    from acefone_desktop.app.instance.instance_messages import Message
    from acefone_desktop.app.window_wish import WindowWish

INTERFACE = "org.freedesktop.Application"
REST_S = 0.3
"""After the last call. What the bus held back comes at once when we have the name."""
CONNECTING_S = 5.0
_FAILED = "org.freedesktop.DBus.Error.Failed"


def relay_calls(wish: WindowWish, socket_path: str) -> bool:
    """Whether the instance has everything now. Else it has ended, and what came since is in the wish.

    Raises what `hand_over` and `BusRelay.run` do, once nobody calls any more.
    """
    relay = BusRelay(application_id(wish.profile, wish.data_dir, os.environ), socket_path)
    asyncio.run(relay.run())
    if relay.trouble is not None:
        from acefone_desktop.app.instance.lost_link import tell_of_lost_link  # noqa: PLC0415 (rarely needed)

        tell_of_lost_link(relay.trouble, os.environ)
        raise relay.trouble
    wish.links.extend(message.text for message in relay.left if message.text)
    wish.quick_dial = {message.kind for message in relay.left} == {QUICK_DIAL}
    return not relay.left


class BusUnreachableError(AcefoneDesktopError):
    code = "bus-unreachable"
    sentence = "The desktop's message bus, which started the app, cannot be reached."
    remedy = "Start the app by itself."


class BusRelay:
    """Answers to `name` on the bus in the place of the instance at `socket_path`.

    `left` is what came when that instance was no longer there, in order; `trouble` why something could not be handed
    over to it, where it is still there. Whoever called has been told of that, too.
    """

    def __init__(self, name: str, socket_path: str) -> None:
        self._name, self._socket_path = name, socket_path
        self._called, self._is_alone, self._is_told_to_end = asyncio.Event(), False, False
        self.left: list[Message] = []
        self.trouble: AcefoneDesktopError | None = None

    async def run(self, address: str | None = None) -> None:
        """Until nobody calls any more, or a signal comes: what was called is answered first.

        Raises `BusUnreachableError`.
        """
        from dbus_fast import NameFlag, RequestNameReply  # noqa: PLC0415
        from dbus_fast.aio import MessageBus  # noqa: PLC0415
        from dbus_fast.errors import DBusFastError  # noqa: PLC0415

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._end)
        try:
            async with asyncio.timeout(CONNECTING_S):
                bus = await MessageBus(bus_address=address).connect()
                bus.add_message_handler(self._hear)
                taken = await bus.request_name(self._name, NameFlag.DO_NOT_QUEUE)
            if taken is RequestNameReply.PRIMARY_OWNER:  # else the bus gives its calls to whoever has the name
                while not (self._is_alone or self._is_told_to_end) and await self._is_called():
                    pass
                await bus.release_name(self._name)  # its answer comes behind every call that was sent to us
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        except (OSError, EOFError, ValueError, DBusFastError) as error:  # TimeoutError is an OSError
            raise BusUnreachableError(str(error)) from error

    def _end(self) -> None:
        self._is_told_to_end = True
        self._called.set()

    async def _is_called(self) -> bool:
        self._called.clear()
        try:
            await asyncio.wait_for(self._called.wait(), REST_S)
        except TimeoutError:
            return False
        return True

    def _hear(self, message: BusMessage) -> BusMessage | None:
        from dbus_fast import Message as BusMessage  # noqa: PLC0415
        from dbus_fast import MessageType  # noqa: PLC0415

        of_ours = (message.interface or INTERFACE, message.path) == (INTERFACE, object_path(self._name))
        if message.message_type is not MessageType.METHOD_CALL or not of_ours:
            return None
        self._called.set()
        try:
            for asked in _asked(message.member or "", message.signature, message.body):
                self._hand_over(asked)
        except CallRefusedError as error:
            return BusMessage.new_error(message, error.name, str(error))
        except AcefoneDesktopError as error:
            self.trouble = error
            return BusMessage.new_error(message, _FAILED, error.explanation)
        return BusMessage.new_method_return(message)

    def _hand_over(self, asked: Message) -> None:
        """Waits for the instance, at most two seconds: what comes next must not overtake this."""
        if not self._is_alone:
            try:
                self._is_alone = hand_over(self._socket_path, asked) == NOBODY_THERE
            except LinkNotUnderstoodError:
                return  # the instance has been told, and tells whoever clicked
        if self._is_alone:
            self.left.append(asked)


def _asked(member: str, signature: str, body: list[Any]) -> tuple[Message, ...]:
    """Raises `CallRefusedError` for what is not of the interface."""
    if (member, signature) == ("Open", "asa{sv}"):
        return messages_of_open(body[0], _plain(body[1]))
    if (member, signature) == ("Activate", "a{sv}"):
        return messages_of_activate(_plain(body[0]))
    if (member, signature) == ("ActivateAction", "sava{sv}"):
        return messages_of_action(body[0], _plain(body[2]))
    raise CallRefusedError("UnknownMethod", "there is no such call")


def _plain(platform_data: dict[str, Any]) -> dict[str, object]:
    return {name: variant.value for name, variant in platform_data.items()}

"""The desktop's file dialogue: org.freedesktop.portal.FileChooser, version 1 and later."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from acefone_desktop.desktop.portal.file_reply import FilePortalError, choice_from

if TYPE_CHECKING:
    from dbus_fast import Message, Variant
    from dbus_fast.aio import MessageBus

    from acefone_desktop.domain.file_choice import FileChoice, FileKind, FileRequest

PORTAL, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
FILE_CHOOSER, REQUEST = "org.freedesktop.portal.FileChooser", "org.freedesktop.portal.Request"
OPENING_DEADLINE_S = 5.0
"""The portal may have to be started first; longer than that, nobody waits for a dialogue that does not come."""

_CLOSING_DEADLINE_S = 0.5
_BUS, _BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
_NO_FLAGS, _A_PATTERN = 0, 0


async def choose_files(request: FileRequest, address: str | None = None) -> FileChoice:
    """Shows the dialogue until the person is done with it; cancelling takes it away.

    Raises `FilePortalError` where there is no portal, when it refuses, and when it ends before the person does.
    """
    from dbus_fast.aio import MessageBus  # noqa: PLC0415
    from dbus_fast.errors import DBusFastError  # noqa: PLC0415

    try:
        async with asyncio.timeout(OPENING_DEADLINE_S):
            bus = await MessageBus(bus_address=address).connect()
    except (OSError, EOFError, ValueError, DBusFastError) as error:  # TimeoutError is an OSError
        raise FilePortalError from error
    try:
        return await _Dialogue(bus).run(request)
    except (OSError, EOFError, ValueError, DBusFastError) as error:
        raise FilePortalError from error


class _Dialogue:
    """One request on a connection of its own: with the connection the portal's dialogue goes too."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._token = f"acefone_{secrets.token_hex(8)}"
        sender = (bus.unique_name or "").removeprefix(":").replace(".", "_")
        self._path = f"{PATH}/request/{sender}/{self._token}"
        self._portal = ""
        self._answer: asyncio.Future[FileChoice] = asyncio.get_running_loop().create_future()

    async def run(self, request: FileRequest) -> FileChoice:
        lost = asyncio.ensure_future(self._bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(OPENING_DEADLINE_S):
                await self._open(request)
            await asyncio.wait({self._answer, lost}, return_when=asyncio.FIRST_COMPLETED)
            if not self._answer.done():
                raise FilePortalError
            return self._answer.result()
        except asyncio.CancelledError:
            await self._close()
            raise
        finally:
            self._bus.disconnect()
            with suppress(OSError, EOFError):
                await lost

    async def _open(self, request: FileRequest) -> None:
        self._bus.add_message_handler(self._hear)
        for rule in (
            f"type='signal',interface='{REQUEST}',path='{self._path}'",
            f"type='signal',interface='{_BUS}',member='NameOwnerChanged',arg0='{PORTAL}'",
        ):
            await self._ask_bus("AddMatch", "s", rule)
        self._portal = await self._owner()
        member = "SaveFile" if request.save_as else "OpenFile"
        body = [request.window, request.title, _options(request, self._token)]
        await self._ask(self._portal, PATH, FILE_CHOOSER, member, "ssa{sv}", body)

    async def _owner(self) -> str:
        """The portal's own name on the bus; starts it where it is not up yet."""
        with suppress(FilePortalError):
            return str((await self._ask_bus("GetNameOwner", "s", PORTAL))[0])
        await self._ask_bus("StartServiceByName", "su", PORTAL, _NO_FLAGS)
        return str((await self._ask_bus("GetNameOwner", "s", PORTAL))[0])

    async def _close(self) -> None:
        """A dialogue that nobody waits for any more."""
        from dbus_fast.errors import DBusFastError  # noqa: PLC0415

        if self._portal and not self._answer.done():
            with suppress(OSError, EOFError, DBusFastError, FilePortalError):
                async with asyncio.timeout(_CLOSING_DEADLINE_S):
                    await self._ask(self._portal, self._path, REQUEST, "Close", "", [])

    async def _ask_bus(self, member: str, signature: str, *body: Any) -> list[Any]:
        return await self._ask(_BUS, _BUS_PATH, _BUS, member, signature, list(body))

    async def _ask(
        self, name: str, path: str, interface: str, member: str, signature: str, body: list[Any]
    ) -> list[Any]:
        from dbus_fast import Message, MessageType  # noqa: PLC0415

        message = Message(
            destination=name, path=path, interface=interface, member=member, signature=signature, body=body
        )
        reply = await self._bus.call(message)
        if reply is None or reply.message_type is MessageType.ERROR:
            raise FilePortalError
        return list(reply.body)

    def _hear(self, message: Message) -> None:
        if self._answer.done() or not self._portal:
            return
        if message.member == "Response" and (message.path, message.sender) == (self._path, self._portal):
            try:
                self._answer.set_result(choice_from(message.body))
            except FilePortalError as error:
                self._answer.set_exception(error)
        elif message.member == "NameOwnerChanged" and message.sender == _BUS and self._portal not in message.body[2:]:
            self._answer.set_exception(FilePortalError())


def _options(request: FileRequest, token: str) -> dict[str, Variant]:
    from dbus_fast import Variant  # noqa: PLC0415

    kinds = [_filter(kind) for kind in request.kinds]
    options = {"handle_token": Variant("s", token), "modal": Variant("b", True)}  # noqa: FBT003 (a value)
    if kinds:
        options |= {"filters": Variant("a(sa(us))", kinds), "current_filter": Variant("(sa(us))", kinds[0])}
    if request.save_as:
        options["current_name"] = Variant("s", request.save_as)
    else:
        options["multiple"] = Variant("b", True)  # noqa: FBT003 (a value)
    if request.folder is not None:
        options["current_folder"] = Variant("ay", bytes(request.folder) + b"\0")
    return options


def _filter(kind: FileKind) -> list[Any]:
    return [kind.name, [[_A_PATTERN, _any_case(pattern)] for pattern in kind.patterns]]


def _any_case(pattern: str) -> str:
    """The portal's patterns mind capitals; the endings of files do not."""
    return "".join(f"[{c.lower()}{c.upper()}]" if c.isalpha() else c for c in pattern)

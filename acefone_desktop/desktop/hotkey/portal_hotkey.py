"""A key of a Wayland session: org.freedesktop.portal.GlobalShortcuts, version 1 and later.

The person may choose another key in the desktop's dialogue; ours is a wish. Runs on an event loop.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from acefone_desktop.desktop.hotkey.hotkey_news import Held, Pressed, Unavailable
from acefone_desktop.desktop.hotkey.portal_conversation import PortalConversation, PortalRefusedError

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

    from acefone_desktop.desktop.hotkey.hotkey_news import Tell
    from acefone_desktop.domain.shortcut import Shortcut

SHORTCUTS: Final = "org.freedesktop.portal.GlobalShortcuts"
SHORTCUT_ID: Final = "dial-selection"
LONGEST_TRIGGER, LONGEST_TOKEN = 100, 256
_REGISTRY = "org.freedesktop.host.portal.Registry"
_CONNECTING_S = 5.0
_MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}
_NAMED = {"Space": "space", "PageUp": "Page_Up", "PageDown": "Page_Down"}


async def hold_portal_key(
    shortcut: Shortcut, description: str, app_id: str, tell: Tell, address: str | None = None
) -> None:
    """Holds the key until it is cancelled or the portal says no; what becomes of it is told.

    A portal that goes, as one does that is updated, is asked again when it is back.
    `description` is what the desktop's dialogue says the key does; `app_id` names our desktop entry.
    """
    from dbus_fast.aio import MessageBus  # noqa: PLC0415
    from dbus_fast.errors import DBusFastError  # noqa: PLC0415

    try:
        async with asyncio.timeout(_CONNECTING_S):
            bus = await MessageBus(bus_address=address).connect()
    except (OSError, EOFError, ValueError, DBusFastError) as error:  # TimeoutError is an OSError
        tell(Unavailable(f"No session bus: {error}"))
        return
    lost = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
    try:
        while await _Session(bus, lost, tell).run(shortcut, description, app_id):
            pass
    except (OSError, EOFError, ValueError, DBusFastError, PortalRefusedError) as error:
        tell(Unavailable(str(error)))
    finally:
        bus.disconnect()
        with suppress(OSError, EOFError):
            await lost


def preferred_trigger(shortcut: Shortcut) -> str:
    """As the XDG shortcuts specification writes it: `CTRL+SHIFT+F7`, keys by their xkbcommon names."""
    key = _NAMED.get(shortcut.key) or (shortcut.key.lower() if len(shortcut.key) == 1 else shortcut.key)
    return "+".join((*(_MODIFIERS[name] for name in shortcut.modifiers), key))


class _Session:
    """One session of the portal on a connection of its own; it ends with the connection."""

    def __init__(self, bus: MessageBus, lost: asyncio.Future[None], tell: Tell) -> None:
        self._lost, self._tell = lost, tell
        self._portal = PortalConversation(bus, self._hear, SHORTCUTS)
        self._handle = ""

    async def run(self, shortcut: Shortcut, description: str, app_id: str) -> bool:
        """Until the portal or the bus goes; True once a portal is back. Raises `PortalRefusedError`."""
        try:
            await self._bind(shortcut, description, app_id)
            await self._until(self._portal.gone)
            self._tell(Unavailable("The portal has gone."))
            await self._until(self._portal.back)
        finally:
            self._portal.close()
        return self._portal.back.is_set()

    async def _bind(self, shortcut: Shortcut, description: str, app_id: str) -> None:
        from dbus_fast import Variant  # noqa: PLC0415

        portal = self._portal
        await portal.open()
        with suppress(PortalRefusedError):  # older portals find out by themselves who we are
            await portal.call(_REGISTRY, "Register", "sa{sv}", app_id, {})
        token = portal.new_token()
        named = {"handle_token": Variant("s", token), "session_handle_token": Variant("s", portal.new_token())}
        created = await portal.request(token, "CreateSession", "a{sv}", named)
        self._handle = str(_value(created, "session_handle") or "")
        token = portal.new_token()
        wanted = {
            "description": Variant("s", description),
            "preferred_trigger": Variant("s", preferred_trigger(shortcut)),
        }
        bound = await portal.request(
            token,
            "BindShortcuts",
            "oa(sa{sv})sa{sv}",
            self._handle,
            [[SHORTCUT_ID, wanted]],
            "",
            {"handle_token": Variant("s", token)},
        )
        self._told(_value(bound, "shortcuts"))

    async def _until(self, event: asyncio.Event) -> None:
        """Until it happens, or the bus is lost."""
        happening = asyncio.ensure_future(event.wait())
        ends: set[asyncio.Future[Any]] = {happening, self._lost}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            happening.cancel()
            await asyncio.gather(happening, return_exceptions=True)

    def _hear(self, member: str, body: list[Any]) -> None:
        match member, body:
            case "Activated", [str(handle), str(name), int(), dict(options)]:
                if (handle, name) == (self._handle, SHORTCUT_ID):
                    token = _value(options, "activation_token")
                    usable = isinstance(token, str) and len(token) <= LONGEST_TOKEN and token.isascii()
                    self._tell(Pressed(token if usable and isinstance(token, str) and token.isprintable() else ""))
            case "ShortcutsChanged", [str(handle), list(shortcuts)]:
                if handle == self._handle:
                    self._told(shortcuts)

    def _told(self, shortcuts: object) -> None:
        """Which key the desktop gave: it answers with the shortcuts that it bound, which may be none."""
        for entry in shortcuts if isinstance(shortcuts, list) else ():
            match entry:
                case [str(name), dict(details)] | (str(name), dict(details)) if name == SHORTCUT_ID:
                    trigger = _value(details, "trigger_description")
                    text = " ".join(trigger.split()) if isinstance(trigger, str) else ""
                    self._tell(Held(text[:LONGEST_TRIGGER] if text.isprintable() else ""))
                    return
        self._tell(Unavailable("The desktop gave no key."))


def _value(results: dict[Any, Any], name: str) -> object:
    return getattr(results.get(name), "value", None)

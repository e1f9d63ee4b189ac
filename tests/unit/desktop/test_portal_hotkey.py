"""A Wayland session's key: what the portal is asked on a real bus, and what is made of its answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from dbus_fast import Variant
from dbus_fast.aio import MessageBus

from acefone_desktop.desktop.hotkey.hotkey_news import Held, News, Pressed, Unavailable
from acefone_desktop.desktop.hotkey.portal_hotkey import hold_portal_key, preferred_trigger
from acefone_desktop.domain.shortcut import read_shortcut
from tests.support.shortcuts_portal import CANCELLED, DONE, SESSION, ShortcutsPortal, bound, shortcuts_portal

KEY = read_shortcut("Ctrl+Shift+F7")


class Told:
    """What became of the key, in order."""

    def __init__(self) -> None:
        self._news: asyncio.Queue[News] = asyncio.Queue()

    def __call__(self, news: News) -> None:
        self._news.put_nowait(news)

    async def next(self) -> News:
        return await asyncio.wait_for(self._news.get(), 10)

    @property
    def is_silent(self) -> bool:
        return self._news.empty()


@asynccontextmanager
async def held(address: str) -> AsyncIterator[Told]:
    """The key, asked for until the end of the block."""
    told = Told()
    holding = asyncio.create_task(hold_portal_key(KEY, "Dial what is selected", "example.App", told, address))
    try:
        yield told
    finally:
        holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding


async def left(bus: MessageBus) -> None:
    """The connection, ended."""
    bus.disconnect()
    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def test_the_portal_is_told_who_asks_for_which_key_and_why(bus_address: str) -> None:
    async with shortcuts_portal(bus_address) as portal, held(bus_address) as told:
        assert await told.next() == Held("Press <Control>F9")
    (register, who), (create, _), (bind, asked) = portal.calls
    assert (register, create, bind) == ("Register", "CreateSession", "BindShortcuts")
    assert who[0] == "example.App"
    assert asked[:3] == [
        SESSION,
        [["dial-selection", {"description": "Dial what is selected", "preferred_trigger": "CTRL+SHIFT+F7"}]],
        "",
    ]


async def test_a_press_of_the_key_is_told_with_the_token_that_lets_a_window_come_forward(bus_address: str) -> None:
    async with shortcuts_portal(bus_address) as portal, held(bus_address) as told:
        await told.next()
        portal.press(token=Variant("s", "token-1"))
        portal.press()
        portal.press(token=Variant("s", "x" * 300))
        portal.press(token=Variant("u", 3))
        assert [await told.next() for _ in range(4)] == [Pressed("token-1"), Pressed(), Pressed(), Pressed()]


async def test_other_sessions_other_keys_and_other_senders_are_not_ours(bus_address: str) -> None:
    async with shortcuts_portal(bus_address) as portal, held(bus_address) as told:
        await told.next()
        portal.press(session=SESSION + "2")
        portal.press(name="another")
        stranger = await MessageBus(bus_address=bus_address).connect()
        ShortcutsPortal(stranger).press()
        await stranger.introspect("org.freedesktop.DBus", "/org/freedesktop/DBus")  # the bus has passed it on
        await left(stranger)
        portal.press(token=Variant("s", "ours"))
        assert await told.next() == Pressed("ours")


async def test_a_key_changed_in_the_desktops_settings_is_told(bus_address: str) -> None:
    async with shortcuts_portal(bus_address) as portal, held(bus_address) as told:
        await told.next()
        portal.signal("ShortcutsChanged", "oa(sa{sv})", SESSION, bound("Super+D")[1]["shortcuts"].value)
        assert await told.next() == Held("Super+D")
        portal.signal("ShortcutsChanged", "oa(sa{sv})", SESSION, [])
        assert isinstance(await told.next(), Unavailable)


@pytest.mark.parametrize(
    "answer",
    [
        (CANCELLED, {}),
        (DONE, {}),
        (DONE, {"shortcuts": Variant("a(sa{sv})", [])}),
        (DONE, {"shortcuts": Variant("s", "nonsense")}),
    ],
)
async def test_a_key_that_was_not_given_is_told(bus_address: str, answer: tuple[int, dict[str, Variant]]) -> None:
    async with shortcuts_portal(bus_address) as portal:
        portal.bind_answer = answer
        async with held(bus_address) as told:
            assert isinstance(await told.next(), Unavailable)


async def test_where_there_is_no_portal_or_one_without_shortcuts_there_is_no_key(bus_address: str) -> None:
    async with held(bus_address) as told:
        assert isinstance(await told.next(), Unavailable)
    async with shortcuts_portal(bus_address) as portal:
        portal.refuses = {"Register", "CreateSession"}
        async with held(bus_address) as told:
            assert isinstance(await told.next(), Unavailable)
    async with held("unix:path=/nonexistent/bus") as told:
        assert isinstance(await told.next(), Unavailable)


async def test_a_portal_that_goes_takes_the_key_with_it_also_while_the_person_is_asked(bus_address: str) -> None:
    async with shortcuts_portal(bus_address) as portal, held(bus_address) as told:
        assert isinstance(await told.next(), Held)
        portal.bind_answer = None
        async with held(bus_address) as waiting:
            await asyncio.wait_for(portal.person_is_asked.wait(), 10)
            assert waiting.is_silent
            portal.leave()
            assert isinstance(await waiting.next(), Unavailable)
            assert isinstance(await told.next(), Unavailable)


async def test_a_portal_that_comes_back_is_asked_for_the_key_again(bus_address: str) -> None:
    async with shortcuts_portal(bus_address) as first, held(bus_address) as told:
        assert isinstance(await told.next(), Held)
        first.leave()
        assert isinstance(await told.next(), Unavailable)
        async with shortcuts_portal(bus_address) as second:
            second.bind_answer = bound("Super+D")
            assert await told.next() == Held("Super+D")
            second.press(token=Variant("s", "again"))
            assert await told.next() == Pressed("again")
            assert told.is_silent


async def test_letting_go_ends_the_connection_and_with_it_the_portals_session(bus_address: str) -> None:
    watcher = await MessageBus(bus_address=bus_address).connect()
    async with shortcuts_portal(bus_address) as portal:
        async with held(bus_address) as told:
            await told.next()
        message = await watcher.introspect("org.freedesktop.DBus", "/org/freedesktop/DBus")
        daemon = watcher.get_proxy_object("org.freedesktop.DBus", "/org/freedesktop/DBus", message)
        interface = daemon.get_interface("org.freedesktop.DBus")
        assert not await interface.call_name_has_owner(portal.caller)  # type: ignore[attr-defined]
    await left(watcher)


def test_keys_are_named_as_the_shortcuts_specification_does() -> None:
    triggers = {key: preferred_trigger(read_shortcut(key)) for key in ("Ctrl+Alt+D", "Meta+Alt+PageUp", "Shift+F12")}
    assert triggers == {"Ctrl+Alt+D": "CTRL+ALT+d", "Meta+Alt+PageUp": "ALT+LOGO+Page_Up", "Shift+F12": "SHIFT+F12"}

"""A locked screen says no more than it may: the lock's state over a real bus, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from acefone_desktop.desktop import session_bus
from acefone_desktop.desktop.notifications.freedesktop import FreedesktopNotifier
from acefone_desktop.desktop.notifications.library import LibraryNotifier
from acefone_desktop.desktop.notifications.screen_lock import SAVERS, ScreenLock
from acefone_desktop.desktop.session_bus import SessionBus
from acefone_desktop.domain.announcements import Announcement, Button, Deed, Words
from tests.unit.desktop.bus_peer import BusPeer, a_login_manager, a_saver, hint_lock, lock
from tests.unit.desktop.notification_server import NotificationServer

CALL = Announcement(
    key="call-1",
    words=Words("Ringing Tom Field", "Tom Field"),
    locked=Words("Ringing the customer"),
    buttons=(Button(Deed.HANG_UP, "Hang up"),),
)
OPEN_WORDS, LOCKED_WORDS = ["Ringing Tom Field", "Tom Field"], ["Ringing the customer", ""]


@pytest.fixture(autouse=True)
def machine(bus_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bus is the session's and the machine's."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus_address)
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)


@pytest.fixture
async def server(bus_address: str) -> AsyncIterator[NotificationServer]:
    server = await NotificationServer.start(bus_address)
    yield server
    await server.stop()


@pytest.fixture
async def notifier() -> AsyncIterator[FreedesktopNotifier]:
    notifier = FreedesktopNotifier(SessionBus(), lambda _: None)
    yield notifier
    await notifier.close()


@pytest.fixture
async def screen(bus_address: str) -> AsyncIterator[ScreenLock]:
    bus, machine = SessionBus(), SessionBus(bus_address)
    lock = ScreenLock(bus, machine)
    yield lock
    await lock.close()
    await bus.close()


def words(server: NotificationServer) -> list[Any]:
    (body,) = server.shown.values()
    return body[3:5]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 (of another program's screen)
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize("name", sorted(SAVERS))
async def test_each_desktops_own_lock_is_asked(bus_address: str, screen: ScreenLock, name: str, locked: bool) -> None:
    saver = await BusPeer.start(bus_address, name, {"GetActive": ("b", [locked])})
    assert await screen.is_locked() is locked
    await saver.stop()


@pytest.mark.parametrize("locked", [True, False])
async def test_the_login_managers_hint_is_asked(bus_address: str, screen: ScreenLock, locked: bool) -> None:
    manager = await a_login_manager(bus_address, locked=locked)
    assert await screen.is_locked() is locked
    await manager.stop()


async def test_one_who_says_locked_is_enough(bus_address: str, screen: ScreenLock) -> None:
    saver, manager = await a_saver(bus_address, locked=True), await a_login_manager(bus_address, locked=False)
    assert await screen.is_locked()
    await saver.stop()
    await manager.stop()


async def test_where_nobody_tells_the_screen_is_not_taken_for_locked(screen: ScreenLock) -> None:
    assert (await screen.is_locked(), await screen.answers()) == (False, ())


async def test_where_there_is_no_bus_at_all_it_is_not_either(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    nobody = f"unix:path={tmp_path}/none"
    screen = ScreenLock(SessionBus(nobody), SessionBus(nobody))
    assert not await screen.is_locked()


async def test_who_knows_nothing_of_locking_does_not_count(bus_address: str, screen: ScreenLock) -> None:
    saver = await BusPeer.start(bus_address, "org.gnome.ScreenSaver")
    assert (await screen.is_locked(), await screen.answers()) == (False, ())
    await saver.stop()


@pytest.mark.parametrize("reply", [None, ("s", ["no"]), ("", [])], ids=["none", "a text", "empty"])
async def test_who_is_there_and_gives_no_answer_counts_as_locked(
    bus_address: str, screen: ScreenLock, monkeypatch: pytest.MonkeyPatch, reply: tuple[str, list[Any]] | None
) -> None:
    monkeypatch.setattr(session_bus, "REPLY_DEADLINE_S", 0.2 if reply is None else 20)
    saver = await BusPeer.start(bus_address, "org.gnome.ScreenSaver", {"GetActive": reply})
    assert await screen.is_locked()
    await saver.stop()


async def test_on_a_locked_screen_there_are_other_words_and_no_buttons(
    bus_address: str, server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    saver = await a_saver(bus_address, locked=True)
    await notifier.show(CALL)
    (body,) = server.shown.values()
    assert (body[3:5], body[5]) == (LOCKED_WORDS, [])
    await saver.stop()


async def test_what_stands_is_exchanged_when_the_screen_is_locked_and_when_it_is_unlocked(
    bus_address: str, server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    saver = await a_saver(bus_address, locked=False)
    await notifier.show(CALL)
    assert words(server) == OPEN_WORDS
    await lock(saver, True)
    await until(lambda: words(server) == LOCKED_WORDS)
    await lock(saver, False)
    await until(lambda: words(server) == OPEN_WORDS)
    assert list(server.shown) == [1], "it was replaced, not stacked"
    (body,) = server.shown.values()
    assert body[5] == ["default", "Open", "hang-up", "Hang up"]
    await saver.stop()


async def test_the_login_managers_signal_exchanges_it_too(
    bus_address: str, server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    manager = await a_login_manager(bus_address, locked=False)
    await notifier.show(CALL)
    await hint_lock(manager, True)
    await until(lambda: words(server) == LOCKED_WORDS)
    await manager.stop()


async def test_what_cannot_be_exchanged_is_taken_away(
    bus_address: str, server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    saver = await a_saver(bus_address, locked=False)
    await notifier.show(CALL)
    server.lie = ("s", ["not a number"])
    await lock(saver, True)
    await until(lambda: server.shown == {})
    await saver.stop()


async def test_a_screen_that_is_locked_when_the_portable_library_shows_says_what_it_may(
    server: NotificationServer,
) -> None:
    locked = True
    notifier = LibraryNotifier(lambda _: None, is_locked=lambda: locked)
    await notifier.show(CALL)
    (body,) = server.shown.values()
    assert body[3:5] == LOCKED_WORDS
    assert "Hang up" not in body[5]
    locked = False
    await notifier.show(CALL)
    (body,) = server.shown.values()
    assert body[3:5] == OPEN_WORDS
    assert "Hang up" in body[5]
    await notifier.close()

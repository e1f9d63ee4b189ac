"""Notifications over a real bus, shown by a server that can be looked at and clicked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from acefone_desktop.desktop.notifications.choice import DesktopNotifier, notification_status
from acefone_desktop.desktop.notifications.freedesktop import FreedesktopNotifier
from acefone_desktop.desktop.notifications.library import LibraryNotifier, library_status
from acefone_desktop.desktop.notifications.notify_request import CRITICAL, NORMAL
from acefone_desktop.desktop.notifications.outlet import NotificationsUnavailableError
from acefone_desktop.desktop.session_bus import SessionBus
from acefone_desktop.domain.announcements import Announcement, Deed, Importance, Press, Words
from tests.unit.desktop.notification_server import NotificationServer

Build = Callable[[Callable[[Press], None]], DesktopNotifier]
BUILDS: dict[str, Build] = {
    "freedesktop": lambda on_press: FreedesktopNotifier(SessionBus(), on_press),
    "library": LibraryNotifier,
}


def told(key: str, title: str, body: str, *, urgent: bool = False) -> Announcement:
    words, importance = Words(title, body), Importance.ALARM if urgent else Importance.NEWS
    return Announcement(key=key, words=words, locked=Words(title), importance=importance)


class Clicks:
    """What was pressed, awaitable."""

    def __init__(self) -> None:
        self.keys: asyncio.Queue[Press] = asyncio.Queue()

    def __call__(self, press: Press) -> None:
        self.keys.put_nowait(press)


@pytest.fixture
async def server(bus_address: str) -> AsyncIterator[NotificationServer]:
    server = await NotificationServer.start(bus_address)
    yield server
    await server.stop()


@pytest.fixture(params=list(BUILDS))
async def notifier(request: pytest.FixtureRequest, clicks: Clicks) -> AsyncIterator[DesktopNotifier]:
    notifier = BUILDS[request.param](clicks)
    yield notifier
    await notifier.close()


@pytest.fixture
async def freedesktop(clicks: Clicks) -> AsyncIterator[FreedesktopNotifier]:
    notifier = FreedesktopNotifier(SessionBus(), clicks)
    yield notifier
    await notifier.close()


@pytest.fixture
def clicks() -> Clicks:
    return Clicks()


def only(server: NotificationServer) -> list[Any]:
    (body,) = server.shown.values()
    return body


async def test_it_arrives_with_title_and_text(server: NotificationServer, notifier: DesktopNotifier) -> None:
    await notifier.show(told("call-1", "Tom Field", "Answered"))
    assert [only(server)[0], *only(server)[3:5]] == ["Acefone Desktop", "Tom Field", "Answered"]


async def test_the_same_key_replaces_instead_of_stacking(server: NotificationServer, notifier: DesktopNotifier) -> None:
    await notifier.show(told("call-1", "Tom Field", "Ringing"))
    await notifier.show(told("call-1", "Tom Field", "Answered"))
    await notifier.show(told("call-2", "Ann Hill", "Ringing"))
    assert sorted(body[4] for body in server.shown.values()) == ["Answered", "Ringing"]


async def test_withdrawing_removes_it_twice_too(server: NotificationServer, notifier: DesktopNotifier) -> None:
    await notifier.show(told("call-1", "Tom Field", "Ringing"))
    await notifier.withdraw("call-1")
    await notifier.withdraw("call-1")
    assert server.shown == {}


async def test_a_click_opens_what_was_notified(
    server: NotificationServer, notifier: DesktopNotifier, clicks: Clicks
) -> None:
    await notifier.show(told("call-1", "Tom Field", "Ringing"))
    await notifier.show(told("call-2", "Ann Hill", "Ringing"))
    await server.click(max(server.shown))
    async with asyncio.timeout(5):
        assert await clicks.keys.get() == Press("call-2", Deed.OPEN)


async def test_a_whole_number_is_never_previewed(server: NotificationServer, notifier: DesktopNotifier) -> None:
    await notifier.show(told("call-1", "+44 7700 900123", "Calling 020 7946 0123"))
    assert only(server)[3:5] == ["+…123", "Calling …123"]


async def test_nobody_to_show_it_is_an_error_of_ours(bus_address: str, notifier: DesktopNotifier) -> None:
    with pytest.raises(NotificationsUnavailableError):
        await notifier.show(told("call-1", "Tom Field", "Ringing"))
    await notifier.withdraw("call-1")


async def test_no_bus_at_all_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, freedesktop: FreedesktopNotifier
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(NotificationsUnavailableError):
        await freedesktop.show(told("call-1", "Tom Field", "Ringing"))


async def test_markup_is_shown_as_written(server: NotificationServer, freedesktop: FreedesktopNotifier) -> None:
    await freedesktop.show(told("call-1", "Tom <b>", '<a href="https://example.invalid">Tom</a> & Co'))
    assert only(server)[3] == "Tom <b>"
    assert only(server)[4] == '&lt;a href="https://example.invalid"&gt;Tom&lt;/a&gt; &amp; Co'


async def test_a_server_without_markup_or_actions_gets_neither(
    server: NotificationServer, freedesktop: FreedesktopNotifier
) -> None:
    server.capabilities = ("body",)
    await freedesktop.show(told("call-1", "Tom", "Tom & Co"))
    assert only(server)[4:6] == ["Tom & Co", []]


@pytest.mark.parametrize(("inhibited", "urgency"), [(None, CRITICAL), (False, CRITICAL), (True, NORMAL)])
async def test_do_not_disturb_is_not_broken_through(
    server: NotificationServer, freedesktop: FreedesktopNotifier, inhibited: bool | None, urgency: int
) -> None:
    server.inhibited = inhibited
    await freedesktop.show(told("call-1", "Tom Field", "Ringing", urgent=True))
    assert only(server)[6]["urgency"].value == urgency


async def test_a_server_that_restarts_is_found_again(
    bus_address: str, server: NotificationServer, freedesktop: FreedesktopNotifier
) -> None:
    await freedesktop.show(told("call-1", "Tom Field", "Ringing"))
    await server.stop()
    with pytest.raises(NotificationsUnavailableError):
        await freedesktop.show(told("call-1", "Tom Field", "Answered"))
    second = await NotificationServer.start(bus_address, capabilities=("body",))
    await freedesktop.show(told("call-1", "Tom Field", "Ended & over"))
    assert only(second)[1] == 0
    assert only(second)[4] == "Ended & over"
    await second.stop()


async def test_a_bus_that_restarts_is_found_again(server: NotificationServer, clicks: Clicks) -> None:
    bus = SessionBus()
    notifier = FreedesktopNotifier(bus, clicks)
    await notifier.show(told("call-1", "Tom Field", "Ringing"))
    await bus.close()
    await notifier.show(told("call-1", "Tom Field", "Answered"))
    await server.click(max(server.shown))
    async with asyncio.timeout(5):
        assert await clicks.keys.get() == Press("call-1", Deed.OPEN)
    await notifier.close()


async def test_the_status_names_the_server(server: NotificationServer) -> None:
    status = await notification_status()
    assert (status.available, status.server, status.actions) == (True, "test 1.0 (example)", True)
    assert (await library_status()).available


async def test_the_status_says_when_do_not_disturb_is_on(server: NotificationServer) -> None:
    server.inhibited = True
    status = await notification_status()
    assert status.inhibited
    assert status.remedy


async def test_the_status_says_what_to_do_without_a_server(bus_address: str) -> None:
    status = await notification_status()
    assert not status.available
    assert status.remedy
    assert not (await library_status()).available

"""Do-not-disturb, as each desktop tells it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from dbus_fast import Variant

from acefone_desktop.desktop.notifications.do_not_disturb import PORTAL, XFCONF, is_inhibited
from acefone_desktop.desktop.notifications.freedesktop import FreedesktopNotifier
from acefone_desktop.desktop.notifications.notify_request import CRITICAL, NORMAL
from acefone_desktop.desktop.session_bus import SessionBus
from acefone_desktop.domain.announcements import Announcement, Importance, Words
from tests.unit.desktop.bus_peer import BusPeer
from tests.unit.desktop.notification_server import NotificationServer

ALARM = Announcement(key="call-1", words=Words("Refused"), locked=Words("Refused"), importance=Importance.ALARM)


@pytest.fixture
async def notifier() -> AsyncIterator[FreedesktopNotifier]:
    notifier = FreedesktopNotifier(SessionBus(), lambda _: None)
    yield notifier
    await notifier.close()


async def sent(server: NotificationServer, notifier: FreedesktopNotifier) -> tuple[int, bool]:
    """Urgency, and whether no sound is to be made."""
    await notifier.show(ALARM)
    (body,) = server.shown.values()
    hints = body[6]
    await server.stop()
    return hints["urgency"].value, "suppress-sound" in hints


@pytest.mark.parametrize("on", [True, False])
async def test_xfces_settings_are_asked(bus_address: str, notifier: FreedesktopNotifier, on: bool) -> None:
    server = await NotificationServer.start(bus_address, capabilities=("body", "sound"))
    settings = await BusPeer.start(bus_address, XFCONF, {"GetProperty": ("v", [Variant("b", on)])})
    assert await sent(server, notifier) == ((NORMAL, True) if on else (CRITICAL, False))
    assert settings.asked[0] == ("GetProperty", ["xfce4-notifyd", "/do-not-disturb"])
    await settings.stop()


@pytest.mark.parametrize("on", [True, False])
async def test_the_servers_own_word_is_asked(bus_address: str, notifier: FreedesktopNotifier, on: bool) -> None:
    server = await NotificationServer.start(bus_address, capabilities=("body", "sound"), inhibited=on)
    assert await sent(server, notifier) == ((NORMAL, True) if on else (CRITICAL, False))


@pytest.mark.parametrize("shows", [True, False])
async def test_gnomes_setting_is_asked_through_the_portal(
    bus_address: str, notifier: FreedesktopNotifier, shows: bool
) -> None:
    server = await NotificationServer.start(bus_address, name="gnome-shell", capabilities=("body", "sound"))
    told = {"Read": ("v", [Variant("v", Variant("b", shows))])}
    portal = await BusPeer.start(bus_address, PORTAL, dict(told))
    assert await sent(server, notifier) == ((CRITICAL, False) if shows else (NORMAL, True))
    assert portal.asked[0][1] == ["org.gnome.desktop.notifications", "show-banners"]
    await portal.stop()


async def test_where_gnome_does_not_tell_nothing_is_sent_that_would_break_through(
    bus_address: str, notifier: FreedesktopNotifier
) -> None:
    server = await NotificationServer.start(bus_address, name="gnome-shell", capabilities=("body", "sound"))
    assert await sent(server, notifier) == (NORMAL, False)


async def test_settings_that_answer_something_else_say_nothing(bus_address: str) -> None:
    settings = await BusPeer.start(bus_address, XFCONF, {"GetProperty": ("s", ["true"])})
    bus = SessionBus()
    assert not await is_inhibited(bus)
    await bus.close()
    await settings.stop()

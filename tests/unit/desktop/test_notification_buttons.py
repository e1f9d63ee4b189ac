"""Buttons of notifications, and servers that do not keep the specification."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from acefone_desktop.desktop import session_bus
from acefone_desktop.desktop.notifications.choice import DesktopNotifier
from acefone_desktop.desktop.notifications.freedesktop import FreedesktopNotifier
from acefone_desktop.desktop.notifications.library import LibraryNotifier
from acefone_desktop.desktop.notifications.outlet import NotificationsUnavailableError
from acefone_desktop.desktop.session_bus import SessionBus
from acefone_desktop.domain.announcements import Announcement, Button, Deed, Importance, Kind, Press, Words
from tests.unit.desktop.notification_server import NotificationServer

RINGING = Announcement(
    key="call-1",
    words=Words("Your phone is ringing", "Tom Field"),
    locked=Words("Your phone is ringing"),
    importance=Importance.STEP,
    buttons=(Button(Deed.HANG_UP, "Hang up"), Button(Deed.OPEN, "Open")),
)
ENDED = replace(
    RINGING,
    words=Words("Call ended", "Tom Field"),
    importance=Importance.NEWS,
    kind=Kind.ENDED,
    buttons=(Button(Deed.CALL_AGAIN, "Call again"), Button(Deed.ADD_NOTE, "Add note")),
)
LATEST = Announcement(key="last", words=Words("Last"), locked=Words("Last"))


@pytest.fixture
async def server(bus_address: str) -> AsyncIterator[NotificationServer]:
    server = await NotificationServer.start(bus_address)
    yield server
    await server.stop()


@pytest.fixture
def presses() -> list[Press]:
    return []


@pytest.fixture(params=["freedesktop", "library"])
async def notifier(request: pytest.FixtureRequest, presses: list[Press]) -> AsyncIterator[DesktopNotifier]:
    kinds = {"freedesktop": lambda: FreedesktopNotifier(SessionBus(), presses.append)}
    notifier = kinds.get(request.param, lambda: LibraryNotifier(presses.append))()
    yield notifier
    await notifier.close()


@pytest.fixture
async def freedesktop(presses: list[Press]) -> AsyncIterator[FreedesktopNotifier]:
    notifier = FreedesktopNotifier(SessionBus(), presses.append)
    yield notifier
    await notifier.close()


def only(server: NotificationServer) -> list[Any]:
    (body,) = server.shown.values()
    return body


async def pressed(presses: list[Press], count: int) -> list[Press]:
    async with asyncio.timeout(20):
        while len(presses) < count:  # noqa: ASYNC110 (the test's own list)
            await asyncio.sleep(0.01)
    return presses


def action(server: NotificationServer, label: str) -> str:
    """The key of the button with this label."""
    actions: list[str] = only(server)[5]
    return actions[actions[1::2].index(label) * 2]


@pytest.mark.parametrize(("label", "deed"), [("Hang up", Deed.HANG_UP), ("Open", Deed.OPEN)])
async def test_a_button_says_what_was_pressed(
    server: NotificationServer, notifier: DesktopNotifier, presses: list[Press], label: str, deed: Deed
) -> None:
    await notifier.show(RINGING)
    await server.click(max(server.shown), action(server, label))
    assert await pressed(presses, 1) == [Press("call-1", deed)]


async def test_the_buttons_are_those_of_the_state_it_is_in(
    server: NotificationServer, notifier: DesktopNotifier, presses: list[Press]
) -> None:
    await notifier.show(RINGING)
    await notifier.show(ENDED)
    assert only(server)[5][3::2][-2:] == ["Call again", "Add note"]
    await server.click(max(server.shown), action(server, "Add note"))
    assert await pressed(presses, 1) == [Press("call-1", Deed.ADD_NOTE)]


async def test_a_press_counts_once_however_often_it_is_told(
    server: NotificationServer, notifier: DesktopNotifier, presses: list[Press]
) -> None:
    await notifier.show(ENDED)
    number, key = max(server.shown), action(server, "Call again")
    for _ in range(3):
        await server.signal("ActionInvoked", "us", number, key)
    await notifier.show(LATEST)
    await server.click(max(server.shown))
    assert await pressed(presses, 2) == [Press("call-1", Deed.CALL_AGAIN), Press("last", Deed.OPEN)]


async def test_what_was_not_offered_cannot_be_pressed(
    server: NotificationServer, freedesktop: FreedesktopNotifier, presses: list[Press]
) -> None:
    await freedesktop.show(RINGING)
    number = max(server.shown)
    for each in ("call-again", "add-note", "dial", "", "hang-up "):
        await server.signal("ActionInvoked", "us", number, each)
    await server.signal("ActionInvoked", "us", number + 7, "hang-up")
    await server.signal("ActionInvoked", "s", "hang-up")
    await server.signal("ActionInvoked", "us", number, "hang-up")
    assert await pressed(presses, 1) == [Press("call-1", Deed.HANG_UP)]


async def test_what_was_withdrawn_cannot_be_pressed(
    server: NotificationServer, notifier: DesktopNotifier, presses: list[Press]
) -> None:
    await notifier.show(RINGING)
    number, key = max(server.shown), action(server, "Hang up")
    await notifier.withdraw("call-1")
    await server.signal("ActionInvoked", "us", number, key)
    await notifier.show(LATEST)
    await server.click(max(server.shown))
    assert await pressed(presses, 1) == [Press("last", Deed.OPEN)]


async def test_a_press_brings_the_token_that_lets_a_window_come_forward(
    server: NotificationServer, freedesktop: FreedesktopNotifier, presses: list[Press]
) -> None:
    await freedesktop.show(ENDED)
    number = max(server.shown)
    await server.signal("ActivationToken", "us", number + 1, "of-another")
    await server.signal("ActivationToken", "us", number, "x\n" + "y" * 10)
    await server.signal("ActivationToken", "us", number, "gnome-shell_TIME42")
    await server.click(number, "default")
    assert await pressed(presses, 1) == [Press("call-1", Deed.OPEN, "gnome-shell_TIME42")]


async def test_without_actions_nothing_is_offered_that_could_not_be_pressed(
    server: NotificationServer, freedesktop: FreedesktopNotifier
) -> None:
    server.capabilities = ("body", "persistence")
    await freedesktop.show(RINGING)
    assert only(server)[5] == []


async def test_hints_say_how_long_it_matters_and_what_it_is(
    server: NotificationServer, freedesktop: FreedesktopNotifier
) -> None:
    server.capabilities = ("actions", "body", "sound")
    await freedesktop.show(RINGING)
    hints = {name: value.value for name, value in only(server)[6].items()}
    assert (hints["transient"], hints["suppress-sound"], only(server)[7]) == (True, True, -1)
    await freedesktop.show(replace(ENDED, lasts_s=60))
    hints = {name: value.value for name, value in only(server)[6].items()}
    assert (hints["category"], only(server)[7]) == ("call.ended", 60_000)
    assert not {"transient", "suppress-sound"} & hints.keys()


@pytest.mark.parametrize("lie", [("u", [0]), ("s", ["7"]), ("", []), ("uu", [3, 4]), ("i", [-2])])
async def test_an_answer_that_is_no_number_is_an_error_of_ours(
    server: NotificationServer, freedesktop: FreedesktopNotifier, lie: tuple[str, list[Any]]
) -> None:
    server.lie = lie
    with pytest.raises(NotificationsUnavailableError):
        await freedesktop.show(RINGING)
    server.lie = None
    await freedesktop.show(ENDED)
    assert server.shown[max(server.shown)][3] == "Call ended"


async def test_a_server_that_cannot_replace_leaves_nothing_outdated(
    server: NotificationServer, freedesktop: FreedesktopNotifier
) -> None:
    await freedesktop.show(RINGING)
    server.lie = ("u", [41])
    await freedesktop.show(ENDED)
    assert server.shown == {}, "the old one was closed; the new one is known by the number that was told"


async def test_one_number_for_two_notifications_is_the_later_ones(
    server: NotificationServer, freedesktop: FreedesktopNotifier, presses: list[Press]
) -> None:
    server.lie = ("u", [5])
    await freedesktop.show(RINGING)
    await freedesktop.show(replace(ENDED, key="call-2"))
    await server.signal("ActionInvoked", "us", 5, "hang-up")
    await server.signal("ActionInvoked", "us", 5, "call-again")
    assert await pressed(presses, 1) == [Press("call-2", Deed.CALL_AGAIN)]


async def test_a_server_that_hangs_is_given_up_and_used_again_when_it_answers(
    server: NotificationServer, freedesktop: FreedesktopNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    await freedesktop.show(RINGING)
    server.hangs = True
    monkeypatch.setattr(session_bus, "REPLY_DEADLINE_S", 0.2)
    with pytest.raises(NotificationsUnavailableError):
        await freedesktop.show(ENDED)
    server.hangs = False
    monkeypatch.setattr(session_bus, "REPLY_DEADLINE_S", 20)
    await freedesktop.show(ENDED)
    assert only(server)[3] == "Call ended"


async def test_a_server_that_comes_later_is_used(bus_address: str, freedesktop: FreedesktopNotifier) -> None:
    with pytest.raises(NotificationsUnavailableError):
        await freedesktop.show(RINGING)
    server = await NotificationServer.start(bus_address)
    await freedesktop.show(ENDED)
    assert only(server)[3] == "Call ended"
    await server.stop()


async def test_numbers_of_a_server_that_has_gone_mean_nothing_to_the_next(
    bus_address: str, server: NotificationServer, freedesktop: FreedesktopNotifier, presses: list[Press]
) -> None:
    await freedesktop.show(RINGING)
    await server.stop()
    second = await NotificationServer.start(bus_address)
    await second.signal("ActionInvoked", "us", 1, "hang-up")
    await freedesktop.show(LATEST)
    await second.click(max(second.shown))
    assert await pressed(presses, 1) == [Press("last", Deed.OPEN)]
    await second.stop()


async def test_a_server_that_does_not_say_what_it_can_do_is_asked_for_the_least(
    server: NotificationServer, freedesktop: FreedesktopNotifier
) -> None:
    server.is_mute = True
    await freedesktop.show(replace(ENDED, words=Words("Call ended", "Field & Sons")))
    assert (only(server)[4], only(server)[5]) == ("Field & Sons", [])

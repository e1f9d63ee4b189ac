"""Notifications: in order, through the desktop, else through the tray."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.app.compose import desktop_notifier
from acefone_desktop.app.desktop.announcer import Announcer
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.domain.announcements import Announcement, Deed, Importance, Press, Words
from tests.qt.running_app import NotificationServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.tray.tray_icon import Tray


def told(key: str, title: str, body: str, *, urgent: bool = False) -> Announcement:
    """Something to show; what a locked screen says of it is somebody else's test."""
    importance = Importance.ALARM if urgent else Importance.NEWS
    return Announcement(key=key, words=Words(title, body), locked=Words(title), importance=importance)


class Balloons:
    """A tray that remembers what it was told to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    def show_message(self, title: str, text: str) -> None:
        self.shown.append((title, text))


@pytest.fixture
def network(qapp: object) -> Iterator[NetworkThread]:
    network = NetworkThread()
    yield network
    network.close()


def test_a_notification_is_shown_replaced_and_withdrawn_in_order(network: NetworkThread, qtbot: QtBot) -> None:
    server = NotificationServer()
    announcer = Announcer(network, server.make)
    announcer.withdraw("never shown")
    announcer.show(told("dl-1", "Ringing", "Tom Field"))
    announcer.show(told("dl-1", "Call ended", "Tom Field"))
    announcer.show(told("dl-2", "Not known", "Aisha Rahman", urgent=True))
    announcer.withdraw("dl-2")
    qtbot.waitUntil(lambda: len(server.shown) == 3)
    assert server.standing.keys() >= {"dl-1"}
    announcer.show(told("dl-3", "Ringing", "Tom Field"))
    qtbot.waitUntil(lambda: len(server.shown) == 4)
    assert server.standing == {"dl-1": ("Call ended", "Tom Field"), "dl-3": ("Ringing", "Tom Field")}
    assert [urgent for *_, urgent in server.shown] == [False, False, True, False]


def test_nothing_outlives_the_app(network: NetworkThread, qtbot: QtBot) -> None:
    server = NotificationServer()
    announcer = Announcer(network, server.make)
    announcer.show(told("dl-1", "The call did not go out", "Tom Field", urgent=True))
    announcer.show(told("dl-2", "Ringing", "Aisha Rahman"))
    qtbot.waitUntil(lambda: len(server.standing) == 2)
    closing = announcer.close()
    announcer.show(told("dl-3", "Call ended", "Tom Field"))
    closing.result(5)
    network.close()
    assert (server.standing, server.closed) == ({}, True)
    assert len(server.shown) == 2


def test_a_click_comes_back_on_the_painting_thread(network: NetworkThread, qtbot: QtBot) -> None:
    server = NotificationServer()
    announcer = Announcer(network, server.make)
    announcer.show(told("dl-1", "Ringing", "Tom Field"))
    qtbot.waitUntil(lambda: server.on_press is not None)
    with qtbot.waitSignal(announcer.pressed) as pressed:
        server.click("dl-1", Deed.HANG_UP)
    assert pressed.args == [Press("dl-1", Deed.HANG_UP)]


def test_without_a_notification_server_the_tray_says_it(network: NetworkThread, qtbot: QtBot) -> None:
    """The real notifier, where there is no session bus."""
    announcer, tray = Announcer(network, desktop_notifier), Balloons()
    announcer.show(told("dl-1", "Ringing", "Tom Field"))
    announcer.use_tray(cast("Tray", tray))
    qtbot.waitUntil(lambda: tray.shown == [("Ringing", "Tom Field")])
    announcer.withdraw("dl-1")
    announcer.close().result(5)


def test_an_announcer_that_was_never_used_closes(network: NetworkThread) -> None:
    announcer = Announcer(network, NotificationServer().make)
    pressed = QSignalSpy(announcer.pressed)
    announcer.close().result(5)
    assert pressed.count() == 0

"""Notifications: in order, through the desktop, else through the tray."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.app.compose import desktop_notifier
from acefone_desktop.app.desktop.announcer import Announcer
from acefone_desktop.bridge.network_thread import NetworkThread
from tests.qt.running_app import NotificationServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.tray.tray_icon import Tray


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
    announcer.show("dl-1", "Ringing", "Tom Field", urgent=False)
    announcer.show("dl-1", "Call ended", "Tom Field", urgent=False)
    announcer.show("dl-2", "Not known", "Aisha Rahman", urgent=True)
    announcer.withdraw("dl-2")
    qtbot.waitUntil(lambda: len(server.shown) == 3)
    assert server.standing.keys() >= {"dl-1"}
    announcer.show("dl-3", "Ringing", "Tom Field", urgent=False)
    qtbot.waitUntil(lambda: len(server.shown) == 4)
    assert server.standing == {"dl-1": ("Call ended", "Tom Field"), "dl-3": ("Ringing", "Tom Field")}
    assert [urgent for *_, urgent in server.shown] == [False, False, True, False]


def test_nothing_outlives_the_app(network: NetworkThread, qtbot: QtBot) -> None:
    server = NotificationServer()
    announcer = Announcer(network, server.make)
    announcer.show("dl-1", "The call did not go out", "Tom Field", urgent=True)
    announcer.show("dl-2", "Ringing", "Aisha Rahman", urgent=False)
    qtbot.waitUntil(lambda: len(server.standing) == 2)
    closing = announcer.close()
    announcer.show("dl-3", "Call ended", "Tom Field", urgent=False)
    closing.result(5)
    network.close()
    assert (server.standing, server.closed) == ({}, True)
    assert len(server.shown) == 2


def test_a_click_comes_back_on_the_painting_thread(network: NetworkThread, qtbot: QtBot) -> None:
    server = NotificationServer()
    announcer = Announcer(network, server.make)
    announcer.show("dl-1", "Ringing", "Tom Field", urgent=False)
    qtbot.waitUntil(lambda: server.click is not None)
    assert server.click is not None
    with qtbot.waitSignal(announcer.opened) as opened:
        server.click("dl-1")
    assert opened.args == ["dl-1"]


def test_without_a_notification_server_the_tray_says_it(network: NetworkThread, qtbot: QtBot) -> None:
    """The real notifier, where there is no session bus."""
    announcer, tray = Announcer(network, desktop_notifier), Balloons()
    announcer.show("dl-1", "Ringing", "Tom Field", urgent=False)
    announcer.use_tray(cast("Tray", tray))
    qtbot.waitUntil(lambda: tray.shown == [("Ringing", "Tom Field")])
    announcer.withdraw("dl-1")
    announcer.close().result(5)


def test_an_announcer_that_was_never_used_closes(network: NetworkThread) -> None:
    announcer = Announcer(network, NotificationServer().make)
    opened = QSignalSpy(announcer.opened)
    announcer.close().result(5)
    assert opened.count() == 0

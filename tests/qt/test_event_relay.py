"""What macOS sends the bundle's process as events reaches the app that runs outside it."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent

from acefone_desktop.app import entry
from acefone_desktop.app.instance import event_relay
from acefone_desktop.app.instance.event_relay import EventRelay
from acefone_desktop.app.instance.instance_messages import LINK, RAISE, REFUSED_LINK, Message
from acefone_desktop.app.instance.instance_server import InstanceServer, claim
from acefone_desktop.app.window_wish import WindowWish
from acefone_desktop.desktop.instance_address import socket_path
from acefone_desktop.desktop.links.mac_info import BUNDLE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is macOS's, and tested over its kind of socket")
REST_MS = 100


@pytest.fixture
def path(home: Path) -> Path:
    return home / "run" / "acefone-desktop" / "instance.sock"


@pytest.fixture
def server(path: Path) -> Iterator[InstanceServer]:
    server = claim(path, Message(RAISE))
    assert server is not None
    with closing(server):
        yield server


def send_while_it_runs(qapp: QApplication, relay: EventRelay, *links: str) -> None:
    def send() -> None:
        for link in links:
            QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(link)))

    sending = QTimer(relay, singleShot=True, interval=1)
    sending.timeout.connect(send)
    sending.start()
    relay.run()


def test_links_go_to_the_app_that_runs_in_order(qapp: QApplication, server: InstanceServer, path: Path) -> None:
    relay = EventRelay(qapp, str(path), REST_MS)
    links = [f"tel:+4477009001{number:02}" for number in range(20)]
    send_while_it_runs(qapp, relay, *links, "tel:" + "9" * 5000)
    assert server.inbox.empty() == (*(Message(LINK, link) for link in links), Message(REFUSED_LINK))
    assert (relay.left, relay.trouble) == ([], None)


def test_where_no_link_comes_the_window_is_wanted(qapp: QApplication, server: InstanceServer, path: Path) -> None:
    EventRelay(qapp, str(path), REST_MS).run()
    assert server.inbox.empty() == (Message(RAISE),)


def test_what_comes_when_the_app_has_ended_is_kept(qapp: QApplication, path: Path) -> None:
    relay = EventRelay(qapp, str(path), REST_MS)
    send_while_it_runs(qapp, relay, "tel:1", "tel:2")
    assert relay.left == [Message(LINK, "tel:1"), Message(LINK, "tel:2")]


def test_only_the_bundles_own_process_waits_for_events(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "_IS_MACOS", True)
    relayed: list[str] = []

    def relay_events(_: WindowWish, address: str) -> bool:
        relayed.append(address)
        return True

    monkeypatch.setattr(event_relay, "relay_events", relay_events)
    address = socket_path("", "", os.environ)
    server = claim(Path(address), Message(RAISE))
    assert server is not None
    with closing(server):
        assert entry.enter([]) == 0
        assert (relayed, server.inbox.empty()) == ([], (Message(RAISE),))
        monkeypatch.setenv(BUNDLE_VARIABLE, "/Applications/Acefone Desktop.app")
        assert entry.enter(["--", "tel:1"]) == 0
        assert (relayed, server.inbox.empty()) == ([], (Message(LINK, "tel:1"),))
        assert entry.enter([]) == 0
        assert (relayed, server.inbox.empty()) == ([address], ())

"""The session bus starts the app for a link: it is answered and shown once, whatever state the app is in."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call

from acefone_desktop.desktop.application_id import APPLICATION_ID, object_path
from acefone_desktop.desktop.links.linux import BUS_ENTRY, ENTRY, LinuxLinks
from tests.support import link_recorder
from tests.support.app_driver import WINDOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver

pytestmark = pytest.mark.desktop(tray=True)  # a desktop of its own, whose bus looks into this home for services
PATIENCE_S = 30.0
DAEMON = "org.freedesktop.DBus"


@pytest.fixture
def record(app: AppDriver, tmp_path: Path) -> Path:
    """Where the registered program writes down the links that it shows."""
    path = tmp_path / "links"
    path.touch()
    script = tmp_path / "recorder"
    script.write_text(
        f'#!/bin/sh\n{link_recorder.VARIABLE}={path} exec {sys.executable} {link_recorder.__file__} "$@"\n'
    )
    script.chmod(0o755)
    app.set_up()
    LinuxLinks((str(script),), app.desktop.env).install()
    return path


def shown(record: Path) -> list[str]:
    return record.read_text(encoding="utf-8").splitlines()


def await_shown(app: AppDriver, record: Path, links: list[str]) -> None:
    app.desktop.wait_until(lambda: len(shown(record)) >= len(links), PATIENCE_S, "all links to be shown")
    assert shown(record) == links


def end_owner(app: AppDriver, number: int = signal.SIGTERM) -> None:
    """Sends a signal to the app that the bus knows, if it knows one."""
    if app.desktop.bus.has_owner(APPLICATION_ID):
        (pid,) = app.desktop.bus.call(DAEMON, "/", DAEMON, "GetConnectionUnixProcessID", "s", (APPLICATION_ID,))
        os.kill(pid, number)


def open_links(app: AppDriver, *calls: list[str]) -> None:
    """Calls `Open` for each list without waiting, over one connection, then waits until each was answered well."""
    address = DBusAddress(object_path(APPLICATION_ID), bus_name=APPLICATION_ID, interface="org.freedesktop.Application")
    with app.desktop.bus.connect() as connection:
        waiting = set()
        for links in calls:
            waiting.add(serial := next(connection.outgoing_serial))
            connection.send(new_method_call(address, "Open", "asa{sv}", (links, {})), serial=serial)
        while waiting:
            reply = connection.receive(timeout=PATIENCE_S)
            if reply.header.fields.get(HeaderFields.reply_serial) in waiting:
                assert reply.header.message_type is MessageType.method_return, reply
                waiting.remove(reply.header.fields[HeaderFields.reply_serial])


def numbered(*numbers: int) -> list[str]:
    return [f"tel:+4477009{number:05d}" for number in numbers]


def test_a_link_starts_the_app_and_is_shown_once(app: AppDriver, record: Path) -> None:
    open_links(app, ["tel:+447700900123"])
    app.await_window()
    await_shown(app, record, ["tel:+447700900123"])
    open_links(app, ["callto:02079460123"])
    await_shown(app, record, ["tel:+447700900123", "callto:02079460123"])
    app.desktop.wait_until(lambda: len(app.desktop.screen.windows(WINDOW)) == 1, PATIENCE_S, "one window")
    assert app.simulator.dials() == []


def test_a_thousand_links_while_it_starts_are_each_shown_once_in_order(app: AppDriver, record: Path) -> None:
    links = numbered(*range(1000))
    open_links(app, *(links[at : at + 10] for at in range(0, 1000, 10)))
    await_shown(app, record, links)
    app.await_window()
    app.desktop.wait_until(lambda: len(app.desktop.screen.windows(WINDOW)) == 1, PATIENCE_S, "one window")
    assert app.simulator.dials() == []


def test_links_that_come_while_it_ends_are_not_lost_and_keep_their_order(app: AppDriver, record: Path) -> None:
    links = numbered(*range(200))
    open_links(app, *([link] for link in links[:50]))
    for at in range(50, 200, 50):
        end_owner(app)
        open_links(app, *([link] for link in links[at : at + 50]))
    app.desktop.wait_until(lambda: len(shown(record)) >= len(links), PATIENCE_S, "all links to be shown")
    assert shown(record) == links


@pytest.mark.parametrize("opener", [["xdg-open"], ["gio", "open"], ["exo-open"]])
@pytest.mark.parametrize("running", [False, True])
def test_every_link_that_a_desktops_tool_opens_is_shown_once(
    app: AppDriver, record: Path, opener: list[str], running: bool
) -> None:
    links = numbered(*range(10))
    if running:
        open_links(app, links[:1])
        await_shown(app, record, links[:1])
    for link in links[len(shown(record)) :]:
        opened = app.desktop.start([*opener, link])
        assert opened.wait() == 0, opened.errors
    app.desktop.wait_until(lambda: len(shown(record)) >= len(links), PATIENCE_S, "all links to be shown")
    assert sorted(shown(record)) == links
    app.desktop.wait_until(lambda: len(app.desktop.screen.windows(WINDOW)) == 1, PATIENCE_S, "one window")


@pytest.mark.parametrize("opener", [["xdg-open"], ["gio", "open"], ["exo-open"]])
def test_links_arrive_by_every_entry_that_a_person_can_choose(app: AppDriver, record: Path, opener: list[str]) -> None:
    """The one that goes over the bus is not to be chosen: no list of programs that open links has it."""
    app.desktop.run(["gio", "mime", "x-scheme-handler/tel", ENTRY])
    listed = app.desktop.run(["gio", "mime", "x-scheme-handler/tel"]).stdout
    assert ENTRY in listed
    assert BUS_ENTRY not in listed
    links = numbered(*range(20))
    for link in links:
        opened = app.desktop.start([*opener, link])
        assert opened.wait() == 0, opened.errors
    app.desktop.wait_until(lambda: len(shown(record)) >= len(links), PATIENCE_S, "all links to be shown")
    assert sorted(shown(record)) == links


def test_after_it_was_killed_a_link_starts_it_again(app: AppDriver, record: Path) -> None:
    open_links(app, numbered(1))
    await_shown(app, record, numbered(1))
    end_owner(app, signal.SIGKILL)
    app.desktop.wait_until(lambda: not app.desktop.bus.has_owner(APPLICATION_ID), what="the name to be free")
    open_links(app, numbered(2))
    await_shown(app, record, numbered(1, 2))

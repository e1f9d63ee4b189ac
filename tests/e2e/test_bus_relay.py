"""The app runs where the session bus does not reach it: what the desktop calls over the bus arrives all the same."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.desktop.application_id import APPLICATION_ID, object_path
from tests.e2e.test_bus_activation import DAEMON, PATIENCE_S, await_shown, numbered, open_links, record, shown
from tests.support import link_recorder
from tests.support.app_driver import WINDOW
from tests.support.session_bus import BusCallError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver

NOWHERE = "unix:path=/nonexistent/bus"
"""Where no address is given at all, the bus is found by other ways."""
__all__ = ["record"]
pytestmark = pytest.mark.desktop(tray=True)  # a desktop of its own, whose bus looks into this home for services


def open_off_the_bus(app: AppDriver, record: Path) -> None:
    """Starts the app as `ssh`, `sudo` or a supervisor would: in the session's screen, not on its bus."""
    app.process = app.desktop.start(
        [sys.executable, link_recorder.__file__], LINK_RECORD=str(record), DBUS_SESSION_BUS_ADDRESS=NOWHERE
    )
    app.await_window()


def test_links_over_the_bus_reach_an_app_that_is_not_on_it(app: AppDriver, record: Path) -> None:
    open_off_the_bus(app, record)
    links = numbered(*range(60))
    open_links(app, *([link] for link in links[:30]))
    await_shown(app, record, links[:30])
    open_links(app, links[30:])
    await_shown(app, record, links)
    app.desktop.wait_until(lambda: not app.desktop.bus.has_owner(APPLICATION_ID), PATIENCE_S, "the relay to end")
    assert app.running.running
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.simulator.dials() == []


def test_when_that_app_ends_a_link_over_the_bus_starts_the_next(app: AppDriver, record: Path) -> None:
    open_off_the_bus(app, record)
    app.running.send(signal.SIGTERM)
    links = numbered(*range(20))
    open_links(app, *([link] for link in links))
    app.desktop.wait_until(lambda: len(shown(record)) >= len(links), PATIENCE_S, "all links to be shown")
    assert shown(record) == links
    app.desktop.wait_until(lambda: len(app.desktop.screen.windows(WINDOW)) == 1, PATIENCE_S, "one window")


def test_a_call_for_an_app_that_hangs_is_answered_with_the_reason(app: AppDriver, record: Path) -> None:
    open_off_the_bus(app, record)
    app.running.send(signal.SIGSTOP)
    with pytest.raises(BusCallError, match="does not answer"):
        app.desktop.bus.call(
            APPLICATION_ID,
            object_path(APPLICATION_ID),
            "org.freedesktop.Application",
            "Open",
            "asa{sv}",
            (numbered(1), {}),
            timeout=30,
        )
    assert "does not answer" in app.await_notification("The link was not opened").body
    app.running.send(signal.SIGCONT)
    open_links(app, numbered(2))
    await_shown(app, record, numbered(2))


def test_links_over_the_bus_while_the_app_starts_by_itself_arrive_and_it_gets_its_name(
    app: AppDriver, record: Path
) -> None:
    app.process = app.desktop.start([sys.executable, link_recorder.__file__], LINK_RECORD=str(record))
    app.desktop.wait_until(app.places.socket.exists, PATIENCE_S, "the app to listen")
    links = numbered(*range(40))
    for at in range(0, 40, 10):
        open_links(app, *([link] for link in links[at : at + 10]))
    await_shown(app, record, links)

    def has_its_name() -> bool:
        try:
            owner = app.desktop.bus.call(DAEMON, "/", DAEMON, "GetConnectionUnixProcessID", "s", (APPLICATION_ID,))
        except BusCallError:
            return False  # nobody has it: the relay has let go, the app has not taken it yet
        return owner == (app.running.pid,)

    app.desktop.wait_until(has_its_name, PATIENCE_S, "its name")
    assert len(app.desktop.screen.windows(WINDOW)) == 1

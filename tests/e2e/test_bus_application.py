"""The app as the desktop calls it over the session bus: org.freedesktop.Application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.desktop.application_id import APPLICATION_ID, object_path
from tests.support.app_driver import QUICK_DIAL, WINDOW
from tests.support.session_bus import BusCallError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver

INTERFACE = "org.freedesktop.Application"


def ask(app: AppDriver, member: str, signature: str, *body: object) -> None:
    """Calls the app as the desktop does, and waits for its answer."""
    answer = app.desktop.bus.call(
        APPLICATION_ID, object_path(APPLICATION_ID), INTERFACE, member, signature, body, timeout=30
    )
    assert answer == ()


def await_name(app: AppDriver) -> None:
    app.desktop.wait_until(lambda: app.desktop.bus.has_owner(APPLICATION_ID), what="the app's name on the bus")


def test_links_over_the_bus_are_shown_in_the_window_that_is_there(app: AppDriver) -> None:
    app.set_up()
    window = app.open()
    await_name(app)
    ask(app, "Open", "asa{sv}", ["tel:+447700900123"], {"activation-token": ("s", "token"), "other": ("u", 4)})
    app.await_words("07700 900123")
    app.desktop.screen.close(window)
    app.await_no_window()
    ask(app, "Activate", "a{sv}", {})
    app.await_window()
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.simulator.dials() == []


def test_the_quick_dial_is_an_action_of_the_app(app: AppDriver) -> None:
    app.set_up()
    app.start("--tray")
    app.desktop.await_tray_item()
    await_name(app)
    ask(app, "ActivateAction", "sava{sv}", "quick-dial", [], {})
    app.desktop.screen.await_window(QUICK_DIAL)
    with pytest.raises(BusCallError, match="InvalidArgs"):
        ask(app, "ActivateAction", "sava{sv}", "rm -rf", [], {})


HOSTILE = [
    "--help",
    "--tray",
    "--data-dir=FOLDER",
    "doctor",
    "FOLDER",
    "file://FOLDER",
    "tel:--data-dir=FOLDER",
    "tel:$(touch FOLDER)",
    "tel:`touch FOLDER`",
    "tel:+447700900123\n--demo\ntouch FOLDER",
    "tel:%00--demo",
    "tel:" + "9" * 4000,
    "tel:" + "9" * 900_000,
    "",
]


def test_no_link_over_the_bus_is_more_than_a_link(app: AppDriver, tmp_path: Path) -> None:
    """Shown as what it is or explained; never an option, a command, a path or a program, and the app goes on."""
    folder = tmp_path / "made"
    app.set_up(confirm_links=False)  # even where links dial without being asked about
    app.open()
    await_name(app)
    for link in HOSTILE:
        ask(app, "Open", "asa{sv}", [link.replace("FOLDER", str(folder))], {})
        assert app.running.running, link
    ask(app, "Open", "asa{sv}", ["tel:+442079460188"], {})
    app.await_words("020 7946 0188")
    assert not folder.exists()
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.desktop.screen.windows("demo") == []
    dialled = {dial["destination_number"] for dial in app.simulator.dials()}
    assert dialled <= {"442079460188"}, "what holds a number and more is asked about, or waits"


def test_what_is_no_list_of_links_or_too_long_is_refused(app: AppDriver) -> None:
    app.set_up()
    app.open()
    await_name(app)
    with pytest.raises(BusCallError, match="UnknownMethod"):
        ask(app, "Open", "s", "tel:+447700900123")
    with pytest.raises(BusCallError, match="LimitsExceeded"):
        ask(app, "Open", "asa{sv}", ["tel:+447700900123"] * 1001, {})
    with pytest.raises(BusCallError, match="LimitsExceeded"):
        ask(app, "Open", "asa{sv}", ["tel:" + "1" * 2_000_000], {})
    ask(app, "Open", "asa{sv}", ["--demo", "file:///etc/passwd", "tel:" + "9" * 5000], {"activation-token": ("as", [])})
    app.await_words(".*link.*")
    assert app.running.running
    assert app.simulator.dials() == []

"""Phone links: whoever opens one, the number is shown in the one window, and nothing is dialled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.app_driver import PROGRAM, WINDOW

if TYPE_CHECKING:
    from tests.support.app_driver import AppDriver


def test_a_link_shows_its_number_in_the_window_that_is_there(app: AppDriver) -> None:
    app.set_up()
    window = app.open()
    second = app.start("tel:+447700900123")
    assert second.wait() == 0
    app.await_words("07700 900123")
    assert app.desktop.screen.windows(WINDOW) == [window]
    assert app.simulator.dials() == []
    app.desktop.screen.focus(window)
    app.desktop.screen.key("Return")
    app.await_dials(1)
    assert app.simulator.dials()[0]["destination_number"] == "447700900123"


def test_a_link_from_cold_starts_the_app_and_shows_its_number(app: AppDriver) -> None:
    app.set_up()
    app.start("tel:+44-20-7946-0123")
    app.await_window()
    app.await_words("020 7946 0123")
    app.await_tool_tip("Ready")
    assert app.simulator.dials() == []


def test_a_link_brings_the_window_out_of_the_tray(app: AppDriver) -> None:
    app.set_up()
    app.start("--tray")
    app.desktop.await_tray_item()
    assert app.start("callto:02079460123").wait() == 0
    app.await_window()
    app.await_words("020 7946 0123")


def test_links_that_come_all_at_once_meet_in_one_window(app: AppDriver) -> None:
    """Nobody runs yet: exactly one of them becomes the app, and every other hands its link over and ends well."""
    app.set_up()
    numbers = [f"+44770090010{last}" for last in range(6)]
    processes = [app.desktop.start([*PROGRAM, f"tel:{number}"]) for number in numbers]
    app.await_window()
    app.desktop.wait_until(lambda: sum(process.running for process in processes) == 1, what="all others to end")
    (app.process,) = [process for process in processes if process.running]
    assert {process.wait() for process in processes if process is not app.process} == {0}
    app.await_words("07700 90010[0-5]")
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.simulator.dials() == []


def test_links_that_are_no_numbers_are_explained_and_not_run(app: AppDriver) -> None:
    app.set_up()
    app.open()
    for link in ("tel:;phone-context=x", "tel:" + "9" * 1000, "tel:%00%ff", "tel:$(id)"):
        assert app.start(link).wait() == 0
        app.await_words(".*link.*")
        app.click("Dismiss")
        app.desktop.wait_until(lambda: not any("link" in text for text in app.words()), what="the sentence to go")
    refused = app.start("tel:" + "9" * 5000)  # too long even to hand over
    assert refused.wait() == 1
    assert "This link holds no phone number" in refused.errors
    assert app.running.running
    assert app.simulator.dials() == []


def test_a_link_opened_by_the_desktop_reaches_the_app(app: AppDriver) -> None:
    app.set_up()
    assert json.loads(app.command("handler", "install", "--json").stdout)["default"] is True
    assert app.desktop.run(["xdg-mime", "query", "default", "x-scheme-handler/tel"]).stdout.strip() == (
        "org.acefone_desktop.App.Link.desktop"
    )
    window = app.open()
    opened = app.desktop.run(["xdg-open", "tel:+442079460123;ext=5"])
    assert opened.returncode == 0, opened.stderr
    app.await_words(r"020 7946 0123 ext\. 5")
    assert app.desktop.screen.windows(WINDOW) == [window]
    assert app.simulator.dials() == []
    assert json.loads(app.command("handler", "remove", "--json").stdout)["default"] is False


def test_starting_it_again_raises_the_window(app: AppDriver) -> None:
    app.set_up()
    app.desktop.screen.close(app.open())
    app.await_no_window()
    assert app.start().wait() == 0
    app.await_window()

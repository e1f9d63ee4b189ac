"""The tray: quick dial, menu, closing to it and quitting from it."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.support.app_driver import PATIENCE_S, QUICK_DIAL, WINDOW

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.app_driver import AppDriver
    from tests.support.x_screen import Window


def has_keyboard(app: AppDriver, window: Window) -> bool:
    return app.desktop.screen.focused() == window.number


def test_quick_dial_calls_without_the_window_ever_being_built(app: AppDriver) -> None:
    app.set_up()
    app.start("--tray")
    app.desktop.await_tray_item()
    app.desktop.activate_tray()
    app.type_number("020 7946 0123", QUICK_DIAL)
    app.desktop.screen.key("Return")
    app.await_dials(1)
    app.await_no_window(QUICK_DIAL)
    app.await_tool_tip(".*Call ended")
    assert app.desktop.screen.windows(WINDOW) == []
    assert app.simulator.dials()[0]["destination_number"] == "442079460123"
    assert app.quit() == 0


def leave_for(app: AppDriver, window: Window) -> bool:
    with suppress(TimeoutError):
        app.desktop.screen.focus(window)
    return not app.desktop.screen.windows(QUICK_DIAL)


@pytest.mark.parametrize("leave", ["escape", "another window"])
def test_quick_dial_closes_when_it_is_left(app: AppDriver, leave: str) -> None:
    app.set_up()
    window = app.open()
    app.desktop.activate_tray()
    quick = app.await_window(QUICK_DIAL)
    app.desktop.wait_until(lambda: app.desktop.screen.focused() == quick.number, what="the keyboard")
    app.await_node("Quick dial")
    app.desktop.screen.type_text("07700")
    if leave == "escape":
        app.desktop.screen.key("Escape")
    else:
        # Just opened, it takes the keyboard back once: the desktop may still be handing it about.
        app.desktop.wait_until(partial(leave_for, app, window), PATIENCE_S, "the popup to close")
    app.await_no_window(QUICK_DIAL)
    assert app.simulator.dials() == []


def test_quick_dial_has_no_entry_in_the_taskbar_and_yet_the_keyboard(app: AppDriver) -> None:
    app.set_up()
    app.start("--tray")
    app.desktop.await_tray_item()
    for _ in range(2):  # the window manager forgets it each time the popup closes
        app.desktop.activate_tray()
        quick = app.await_window(QUICK_DIAL)
        app.desktop.wait_until(partial(has_keyboard, app, quick), what="the keyboard")
        assert "SKIP_TASKBAR" in app.desktop.screen.states(quick)
        app.desktop.screen.key("Escape")
        app.await_no_window(QUICK_DIAL)


def test_the_menu_hangs_up_once_the_calls_id_is_known(paced_app: AppDriver, manual_clock: ManualClock) -> None:
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900123")
    app.await_tool_tip(".*Your phone will ring in a moment")
    app.desktop.wait_until(lambda: app.menu().get("Hang up") is False, what="an entry that cannot be chosen yet")
    manual_clock.advance(3.5)
    app.await_tool_tip(".*Your phone is ringing")
    app.desktop.wait_until(lambda: app.menu().get("Hang up") is True, what="an entry that can be chosen")
    app.desktop.press_menu("Hang up")
    app.await_hang_ups(1)
    manual_clock.advance(10)
    app.await_tool_tip(".*You hung up before 07700 900123 was called")
    assert len(app.simulator.dials()) == 1


def test_the_card_hangs_up_once_the_calls_id_is_known(paced_app: AppDriver, manual_clock: ManualClock) -> None:
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900123")
    app.await_words("Your phone will ring in a moment")
    refused = app.await_node("Hang up", enabled=False)
    assert "has not told us the call's id yet" in refused.description
    manual_clock.advance(3.5)
    app.click("Hang up")
    app.await_hang_ups(1)
    manual_clock.advance(10)
    app.await_words("You hung up before 07700 900123 was called")
    assert len(app.simulator.dials()) == 1


def test_closing_hides_in_the_tray_and_the_icon_brings_it_back(app: AppDriver) -> None:
    app.set_up()
    app.desktop.screen.close(app.open())
    app.await_no_window()
    assert app.running.running
    app.desktop.press_menu("Open Acefone Desktop")
    app.await_window()


def test_the_first_close_ever_tells_where_the_app_is_and_how_to_end_it(app: AppDriver) -> None:
    app.set_up()
    app.desktop.screen.close(app.open())
    app.await_no_window()
    told = app.await_notification("goes on in the tray")
    assert "choose Quit in the icon's menu" in told.body
    assert "Quit" in app.menu()
    app.desktop.press_notification(told, "default")
    app.desktop.screen.close(app.await_window())
    app.await_no_window()
    assert app.quit() == 0
    app.desktop.screen.close(app.open())
    app.await_no_window()
    assert app.quit() == 0
    assert [shown.summary for shown in app.desktop.notifications()] == [told.summary]


@pytest.mark.desktop(tray=False)
def test_without_a_tray_closing_quits(app: AppDriver) -> None:
    app.set_up()
    app.start()
    app.desktop.screen.close(app.await_window())
    assert app.running.wait() == 0


@pytest.mark.desktop(tray=False)
def test_without_a_tray_the_window_opens_even_if_the_tray_was_asked_for(app: AppDriver) -> None:
    app.set_up()
    app.start("--tray")
    app.await_window()


@pytest.mark.desktop(tray=True)  # one of its own, to be ended
def test_a_window_hidden_in_a_tray_that_ends_comes_back(app: AppDriver) -> None:
    app.set_up()
    app.desktop.screen.close(app.open())
    app.await_no_window()
    assert app.desktop.tray_host is not None
    app.desktop.tray_host.end()
    app.await_window()


def test_quit_ends_everything_at_once_even_during_a_call(paced_app: AppDriver, manual_clock: ManualClock) -> None:
    app = paced_app
    app.set_up()
    app.open()
    app.dial("07700900123")
    manual_clock.advance(3.5)
    app.await_words("Your phone is ringing")
    app.desktop.wait_until(lambda: "Quit" in app.menu(), what="the menu")
    children = app.children()
    began = time.monotonic()
    app.desktop.press_menu("Quit")
    assert app.running.wait() == 0
    assert time.monotonic() - began < 2.0
    assert app.desktop.tray_items() == []
    assert children == []

"""Notifications as the desktop's server gets them while nobody looks at the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.app_driver import PATIENCE_S, QUICK_DIAL
from tests.support.notification_server import NAME
from tests.support.session_bus import BusCallError

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.app_driver import AppDriver
    from tests.support.desktop_session import Notification

DUNST_SETTINGS = """[global]
timeout = 0
[again]
appname = "Acefone Desktop"
summary = "Acefone refused the call"
action_name = call-again
script = {script}
"""


@pytest.fixture
def calling_app(paced_app: AppDriver) -> AppDriver:
    """Started into the tray; a call was just dialled at the icon, and no window is open."""
    paced_app.set_up()
    paced_app.start("--tray")
    paced_app.desktop.await_tray_item()
    dial_at_the_icon(paced_app, "07700900123")
    paced_app.await_dials(1)
    return paced_app


@pytest.fixture
def refused(app: AppDriver) -> Notification:
    """Of a call that was dialled at the icon."""
    app.set_up()
    app.desktop.screen.close(app.open())
    app.await_no_window()
    dial_at_the_icon(app, "07700900903")
    return app.await_notification("Acefone refused the call")


def dial_at_the_icon(app: AppDriver, number: str) -> None:
    app.desktop.activate_tray()
    app.type_number(number, QUICK_DIAL)
    app.desktop.screen.key("Return")


def test_a_call_is_told_in_one_notification_that_changes(calling_app: AppDriver, manual_clock: ManualClock) -> None:
    app = calling_app
    for seconds, words in ((3.5, "Your phone is ringing"), (2, "You answered; calling"), (120, "Call ended")):
        manual_clock.advance(seconds)
        app.await_notification(words)
    told = app.desktop.notifications()
    assert {notification.app_name for notification in told} == {"Acefone Desktop"}
    assert len({notification.number for notification in told}) == 1, told
    shown = " ".join(f"{notification.summary} {notification.body} {notification.hints}" for notification in told)
    assert "900123" not in shown.replace(" ", "")
    assert "23" in told[-1].body  # enough to know it by
    app.desktop.press_notification(told[-1], "default")
    app.await_window()
    app.await_words("07700 900123")


def test_the_buttons_do_what_they_say(calling_app: AppDriver, manual_clock: ManualClock) -> None:
    """Pressed one after the other over the bus, as a server tells it."""
    app = calling_app

    def with_button(deed: str) -> Notification | None:
        told = app.desktop.notifications()
        return told[-1] if told and deed in told[-1].actions else None

    def in_time(deed: str) -> Notification | None:
        manual_clock.advance(0.5)
        return with_button(deed)

    manual_clock.advance(3.5)  # no further: a call that ends by itself leaves nothing to hang up
    running = app.desktop.wait_until(lambda: with_button("hang-up"), PATIENCE_S, "a button to hang up")
    assert running is not None
    app.desktop.press_notification(running, "hang-up")
    app.await_hang_ups(1)
    ended = app.desktop.wait_until(lambda: in_time("call-again"), PATIENCE_S, "a button to call again")
    assert ended is not None
    app.desktop.press_notification(ended, "add-note")
    app.await_window()
    assert app.await_node("Note about this call", "text").focused
    app.desktop.screen.type_text("Back at noon")
    app.await_words("Back at noon")


@pytest.mark.desktop(notifications=None)
def test_a_real_server_shows_the_call_and_passes_the_press_on(app: AppDriver, tmp_path: Path) -> None:
    """dunst has one action for a click: its settings make that “Call again”."""
    shown, script = tmp_path / "shown", tmp_path / "script"
    script.write_text(f"#!/bin/sh\nprintf '%s' \"$3\" > {shown}\n", encoding="ascii")
    script.chmod(0o700)
    (tmp_path / "dunstrc").write_text(DUNST_SETTINGS.format(script=script), encoding="ascii")
    app.desktop.start(["dunst", "-conf", str(tmp_path / "dunstrc")])
    app.desktop.wait_until(lambda: app.desktop.bus.has_owner(NAME), PATIENCE_S, "dunst")
    app.set_up(tray_explained=True)
    app.desktop.screen.close(app.open())
    app.await_no_window()
    dial_at_the_icon(app, "07700900903")
    app.await_dials(1)
    text = app.desktop.wait_until(lambda: shown.exists() and shown.read_text("utf-8"), PATIENCE_S, "a notification")
    assert text == "+44•••••••903"
    assert app.desktop.run(["dunstctl", "count", "displayed"]).stdout.strip() == "1"
    assert app.desktop.run(["dunstctl", "action", "0"]).returncode == 0
    app.await_dials(2)
    app.await_window()
    assert [dial["destination_number"] for dial in app.simulator.dials()] == ["447700900903"] * 2


def test_what_went_wrong_is_told_urgently(refused: Notification) -> None:
    assert refused.hints["urgency"] == 2
    assert list(refused.actions.values()) == ["Open", "Call again", "Open", "Add note"]


def test_an_urgent_notification_does_not_outlive_the_app(app: AppDriver, refused: Notification) -> None:
    assert app.running.end() == 0
    with pytest.raises(BusCallError, match="is not shown"):
        app.desktop.dismiss_notification(refused)


def test_nothing_is_told_while_the_window_is_in_front(app: AppDriver) -> None:
    app.set_up()
    app.open()
    app.dial("07700900123")
    app.await_words("Call ended")
    assert app.desktop.notifications() == []


@pytest.mark.desktop(notifications=None)
def test_without_a_notification_server_the_icon_says_at_each_moment_how_the_call_goes(
    calling_app: AppDriver, manual_clock: ManualClock
) -> None:
    """Panels show the balloon in the place of the tool tip, for ten seconds: it must say no less, and nothing old."""
    app = calling_app
    for seconds, words in ((3.5, "Your phone is ringing"), (2, "You answered; calling"), (120, "Call ended")):
        manual_clock.advance(seconds)
        app.await_tool_tip(f".*{words}.*", timeout=6.0)
        assert app.desktop.tray_items()[0].tool_tip.startswith("Acefone Desktop\n")
    app.start()
    app.await_window()
    app.dial("07700900456")
    app.await_tool_tip("07700 900456: Your phone will ring in a moment", timeout=6.0)
    assert app.quit() == 0

"""Notifications as the desktop's server gets them while nobody looks at the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.app_driver import QUICK_DIAL
from tests.support.session_bus import BusCallError

if TYPE_CHECKING:
    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.app_driver import AppDriver


def test_a_call_is_told_in_one_notification_that_changes(paced_app: AppDriver, manual_clock: ManualClock) -> None:
    app = paced_app
    app.set_up()
    app.start("--tray")
    app.desktop.await_tray_item()
    app.desktop.activate_tray()
    app.type_number("07700900123", QUICK_DIAL)
    app.desktop.screen.key("Return")
    app.await_dials(1)
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


def test_what_went_wrong_is_told_urgently(app: AppDriver) -> None:
    app.set_up()
    app.desktop.screen.close(app.open())
    app.await_no_window()
    app.desktop.activate_tray()
    app.type_number("07700900903", QUICK_DIAL)
    app.desktop.screen.key("Return")
    refused = app.await_notification("Acefone refused the call")
    assert refused.hints["urgency"] == 2
    assert list(refused.actions.values()) == ["Open", "Call again", "Open", "Add note"]


def test_an_urgent_notification_does_not_outlive_the_app(app: AppDriver) -> None:
    app.set_up()
    app.desktop.screen.close(app.open())
    app.await_no_window()
    app.desktop.activate_tray()
    app.type_number("07700900903", QUICK_DIAL)
    app.desktop.screen.key("Return")
    refused = app.await_notification("Acefone refused the call")
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
    paced_app: AppDriver, manual_clock: ManualClock
) -> None:
    """Panels show the balloon in the place of the tool tip, for ten seconds: it must say no less, and nothing old."""
    app = paced_app
    app.set_up()
    app.start("--tray")
    app.desktop.await_tray_item()
    app.desktop.activate_tray()
    app.type_number("07700900123", QUICK_DIAL)
    app.desktop.screen.key("Return")
    app.await_dials(1)
    for seconds, words in ((3.5, "Your phone is ringing"), (2, "You answered; calling"), (120, "Call ended")):
        manual_clock.advance(seconds)
        app.await_tool_tip(f".*{words}.*", timeout=6.0)
        assert app.desktop.tray_items()[0].tool_tip.startswith("Acefone Desktop\n")
    app.start()
    app.await_window()
    app.dial("07700900456")
    app.await_tool_tip("07700 900456: Your phone will ring in a moment", timeout=6.0)
    assert app.quit() == 0

"""The app as a whole: who hears of what, from the first moment to the last."""

from __future__ import annotations

import socket
from dataclasses import replace
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from acefone_desktop.app.desktop.desktop_app import SIGN_IN, TRY_AGAIN
from acefone_desktop.bridge.account_store import Line
from acefone_desktop.domain.account import ServiceRegion
from acefone_desktop.domain.call_reading import CallOutcome
from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.simulator.calling.call_script import DialReply
from acefone_desktop.ui.assistant.assistant_window import AssistantWindow
from acefone_desktop.ui.window.place import Place
from tests.qt.running_app import Desk, await_line, choice_of, notices, said, windows
from tests.support.storage import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")

LINK = "tel:+447700900123"
PREMIUM = "tel:+449098790123"


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Desk:
    return Desk(theme, tmp_path)


@pytest.fixture
def port() -> Iterator[int]:
    """A port that somebody else listens at."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def is_listened_at(port: int) -> bool:
    """Whether an HTTP server answers there, whatever it thinks of us."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        return connection.getresponse().status in range(200, 500)
    finally:
        connection.close()


# --- links ----------------------------------------------------------------------------------------------------------


def test_a_link_fills_in_its_number_and_dials_nothing(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.go_to(Place.SETTINGS)
        for _ in range(2):
            app.show_link(LINK)
        assert app.parts.dial.state.text == "07700 900123"
        assert app.windows.main.place is Place.DIAL
        assert not app.parts.dial.state.busy
    assert simulator.dials() == []


def test_a_link_before_there_is_an_account_waits_for_the_assistants_end(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    with desk.running() as app:
        app.show_link(LINK)
        assert len(windows(AssistantWindow)) == 1
        app.parts.account.save(choice_of(simulator))
        await_line(qtbot, app)
        app.windows._assistant_finished()
        assert windows(AssistantWindow) == []
        assert app.windows.main.isVisible()
        assert app.windows.main.dial_page.field.text() == "07700 900123"
        qtbot.waitUntil(lambda: app.parts.dial.state.can_dial)
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: len(simulator.dials()) == 1, timeout=20_000)
        qtbot.waitUntil(lambda: not app.parts.dial.state.busy)
    assert simulator.dials()[0]["destination_number"] == "447700900123"


def test_a_links_number_stays_the_same_when_the_account_turns_out_to_be_of_another_country(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    with desk.running() as app:
        app.show_link(LINK)
        app.parts.account.save(choice_of(simulator, ServiceRegion.INDIA))
        await_line(qtbot, app)
        assert app.parts.settings.state.phone_region == "IN"
        number = app.parts.dial.state.number
        assert number is not None
        assert number.digits_sent == "447700900123"


def test_a_link_while_signed_out_shows_the_assistant_and_keeps_the_number(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.account.sign_out()
        await_line(qtbot, app, Line.SIGNED_OUT)
        app.show_link(LINK)
        assert len(windows(AssistantWindow)) == 1
        assert app.parts.dial.state.text == "07700 900123"
        app.parts.dial.dial()
        assert app.parts.dial.state.error is not None
    assert simulator.dials() == []


def test_a_link_dials_at_once_where_that_is_set(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator, confirm_links=False)
    with desk.running() as app:
        app.show_link(LINK)
        assert not app.parts.dial.state.busy, "the line is not open yet"
        await_line(qtbot, app)
        app.show_link(LINK)
        app.show_link(LINK)
        qtbot.waitUntil(lambda: not app.parts.dial.state.busy)
        qtbot.waitUntil(lambda: bool(app.parts.calls.state.calls))
    (dial,) = simulator.dials()
    assert dial["destination_number"] == "447700900123"


@pytest.mark.parametrize(("link", "asked"), [(PREMIUM, True), ("tel:999", False), ("tel:12", False)])
def test_a_link_never_dials_what_the_policy_asks_about_or_refuses(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, link: str, asked: bool
) -> None:
    desk.set_up(simulator, confirm_links=False)
    with desk.running() as app:
        await_line(qtbot, app)
        app.show_link(link)
        assert app.parts.dial.state.confirming is asked
        assert not app.parts.dial.state.busy
    assert simulator.dials() == []


def test_a_link_that_comes_while_another_call_is_being_placed_is_still_there_afterwards(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900124")
        app.parts.dial.dial()
        app.show_link(LINK)
        assert app.parts.dial.state.text == "07700 900124", "what is being dialled is not exchanged"
        qtbot.waitUntil(lambda: app.parts.dial.state.text == "07700 900123")
        assert app.parts.arrivals.state.numbers == ()
    assert [dial["destination_number"] for dial in simulator.dials()] == ["447700900124"]


def test_a_link_without_a_number_says_so_until_it_is_read(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        app.show_link("tel:nobody")
        await_line(qtbot, app)
        assert "This link holds no phone number." in said(app)


def test_a_link_without_a_number_is_explained_before_there_is_an_account_too(desk: Desk) -> None:
    with desk.running() as app:
        app.show_link("tel:nobody")
        (assistant,) = windows(AssistantWindow)
        assert "This link holds no phone number." in " ".join(notices(assistant))


# --- the line -------------------------------------------------------------------------------------------------------


def test_a_broken_line_is_told_in_window_and_tray_and_can_be_tried_again(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    token = desk.keyring.held["token"]
    desk.keyring._secrets.clear()
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        assert "The keyring holds no secret" in said(app)
        assert "The keyring holds no secret" in app.tray.tool_tip
        desk.keyring._secrets["token"] = token
        app.windows.main.banner_acted.emit(TRY_AGAIN)
        await_line(qtbot, app)
        assert said(app) == ""
        assert "set up" not in app.tray.tool_tip


def test_what_is_dialled_over_a_broken_line_says_what_is_wrong_with_the_line(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    desk.keyring._secrets.clear()
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: app.parts.dial.state.error is not None)
        assert app.parts.dial.state.error == app.parts.account.state.trouble
        assert app.parts.dial.state.text == "07700 900123"


def test_a_taken_port_leaves_the_account_usable_and_is_told(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot, port: int
) -> None:
    desk.set_up(simulator, listener=ListenerSettings(enabled=True, port=port), polling=False)
    with desk.running() as app:
        await_line(qtbot, app)
        assert "The webhook listener could not start." in said(app)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        calls = app.parts.calls
        qtbot.waitUntil(lambda: any(call.outcome is not None for call in calls.state.calls), timeout=15_000)
    assert len(simulator.dials()) == 1


def test_choosing_another_port_is_all_it_takes(desk: Desk, simulator: SimulatorThread, qtbot: QtBot, port: int) -> None:
    desk.set_up(simulator, listener=ListenerSettings(enabled=True, port=port))
    free = free_port()
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.settings.change(listener=ListenerSettings(enabled=True, port=free))
        qtbot.waitUntil(lambda: said(app) == "")
        assert is_listened_at(free)


def test_a_changed_setting_is_on_disk_before_the_line_is_opened_with_it(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    desk.keyring._secrets.clear()
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        desk.keyring._secrets["token"] = simulator.token
        free = free_port()
        app.parts.settings.change(listener=ListenerSettings(enabled=True, port=free))
        await_line(qtbot, app)
        assert is_listened_at(free)


def test_signing_out_takes_secrets_account_numbers_and_calls_away(
    desk: Desk, still_simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(still_simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: bool(app.parts.calls.state.open_calls))
        app.parts.account.sign_out()
        await_line(qtbot, app, Line.SIGNED_OUT)
        assert app.parts.account.state.error is None
        assert desk.keyring.held == {}
        assert desk.settings.load().account is None
        assert app.parts.dial.state.caller_ids == app.parts.quick_dial.state.caller_ids == ()
        assert app.parts.calls.state.calls == (), "nobody follows these any more"
    assert len(still_simulator.dials()) == 1


def test_another_account_takes_over_while_a_call_is_open(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: bool(app.parts.calls.state.open_calls))
        (before,) = app.parts.calls.state.calls
        app.parts.account.save(choice_of(simulator))
        qtbot.waitUntil(lambda: any(call.outcome is not None for call in app.parts.calls.state.calls), timeout=15_000)
        assert [call.key for call in app.parts.calls.state.calls] == [before.key]
    assert len(simulator.dials()) == 1


def test_a_line_opened_afresh_while_a_dial_waits_for_its_reply_does_not_dial_again(
    desk: Desk, still_simulator: SimulatorThread, qtbot: QtBot
) -> None:
    still_simulator.switches = replace(still_simulator.switches, dial_reply=DialReply.SLOW)
    desk.set_up(still_simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900123")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: len(still_simulator.dials()) == 1)
        app.parts.account.open()
        await_line(qtbot, app, Line.OPENING)
        await_line(qtbot, app)
        qtbot.waitUntil(lambda: not app.parts.dial.state.busy)
        qtbot.waitUntil(lambda: [c.state.value for c in app.parts.calls.state.calls] == ["unknown"])
    assert len(still_simulator.dials()) == 1


def test_what_is_told_late_of_a_call_that_was_over_before_the_start_covers_no_running_call(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900903")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: [call.outcome for call in app.parts.calls.state.calls] == [CallOutcome.REFUSED])
        (old,) = app.parts.calls.state.calls
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900124")
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: len(app.parts.calls.state.calls) == 1)
        app.parts.account.calls_changed.emit((old,))
        with qtbot.waitSignal(app.parts.calls.changed):
            app.parts.account.calls_changed.emit(app.parts.calls.state.calls)
        assert old.key not in {call.key for call in app.parts.calls.state.calls}


# --- dials and where their ends are shown -----------------------------------------------------------------------------


def test_the_end_of_a_dial_comes_to_the_screen_that_asked(desk: Desk, simulator: SimulatorThread, qtbot: QtBot) -> None:
    desk.set_up(simulator)
    with desk.running() as app:
        await_line(qtbot, app)
        app.parts.dial.set_text("07700 900124")
        app.parts.quick_dial.set_text("07700 900903")
        app.parts.quick_dial.dial()
        qtbot.waitUntil(lambda: not app.parts.quick_dial.state.busy)
        assert app.parts.dial.state.text == "07700 900124"
        assert app.parts.quick_dial.state.text == "07700 900903", "refused: it may be tried again"
        app.parts.dial.dial()
        qtbot.waitUntil(lambda: not app.parts.dial.state.busy)
        assert app.parts.dial.state.text == ""
        qtbot.waitUntil(lambda: len(app.parts.calls.state.calls) == 2)
    with opened(desk.places.data) as profile:
        assert [call.customer for call in profile.history.page(None, 9)] == ["447700900124", "447700900903"]


def test_where_the_secret_is_gone_the_one_next_step_is_to_sign_in(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    desk.keyring._secrets.clear()
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        app.windows.main.banner_acted.emit(SIGN_IN)
        qtbot.waitUntil(
            lambda: any(isinstance(w, AssistantWindow) and w.isVisible() for w in QApplication.topLevelWidgets())
        )


def test_a_call_from_the_tray_that_never_left_is_told_though_the_popup_has_closed(
    desk: Desk, simulator: SimulatorThread, qtbot: QtBot
) -> None:
    desk.set_up(simulator)
    desk.keyring._secrets.clear()
    with desk.running() as app:
        await_line(qtbot, app, Line.BROKEN)
        app.windows.main.close()
        app.parts.quick_dial.set_text("07700 900123")
        app.parts.quick_dial.dial()
        qtbot.waitUntil(app.windows.main.isVisible)
        assert "The keyring holds no secret" in said(app)

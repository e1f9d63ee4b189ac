"""What other processes ask of the running app, done on the painting thread."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.desktop.window_run import take_message
from acefone_desktop.app.instance.instance_messages import CALLS_KEPT, LINK, RAISE, REFUSED_LINK, Message
from acefone_desktop.domain.dial_evidence import from_accepted, from_intent
from acefone_desktop.domain.dialing import CallIntent, DialRequest, IntentId
from tests.qt.running_app import AGENT, Desk, await_line, said

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, simulator: SimulatorThread) -> Desk:
    desk = Desk(theme, tmp_path)
    desk.set_up(simulator)
    return desk


def test_of_a_link_that_could_not_be_handed_over_the_app_says_why(desk: Desk, qtbot: QtBot) -> None:
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
        take_message(app, Message(REFUSED_LINK))
        assert app.windows.is_open
        assert "longer than 4096 bytes" in said(app)
        assert app.parts.dial.state.text == ""


@pytest.mark.parametrize("link", ["tel:" + "1" * 5000, "tel:\udcff", ""])
def test_of_such_a_link_as_the_first_thing_it_hears_too(desk: Desk, qtbot: QtBot, link: str) -> None:
    with desk.running() as app:
        await_line(qtbot, app)
        app.show_link(link)
        assert "This link holds no phone number." in said(app)


def test_a_message_shows_its_link_or_the_window_and_lends_the_right_to_come_forward(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
        take_message(app, Message(RAISE))
        assert app.windows.is_open
        take_message(app, Message(LINK, "tel:+447700900123", "a-token"))
        assert app.parts.dial.state.text == "07700 900123"
        assert os.environ["XDG_ACTIVATION_TOKEN"] == "a-token"


def test_news_of_a_commands_call_bring_its_card_and_history_and_no_window(
    desk: Desk, qtbot: QtBot, simulator: SimulatorThread
) -> None:
    with desk.running() as app:
        await_line(qtbot, app)
        app.windows.main.close()
        dial = CallIntent(
            IntentId("dl-beside"), DialRequest(digits="447700900123", agent_id=AGENT.id), datetime.now(UTC)
        )
        asyncio.run(
            app.parts.foundation.journal.record_evidence([from_intent(dial), from_accepted(dial, dial.requested_at)])
        )
        with qtbot.waitSignal(app.parts.account.calls_kept):
            take_message(app, Message(CALLS_KEPT))
        qtbot.waitUntil(lambda: [call.key for call in app.parts.calls.state.open_calls] == ["dl-beside"])
        assert not app.windows.is_open
        qtbot.waitUntil(lambda: any("live_calls" in request.path for request in simulator.requests), timeout=10_000)
        assert simulator.dials() == []

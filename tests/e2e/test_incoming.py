"""A customer calls: the running app shows it without having asked for it, and the call is handed to a colleague."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.services.account_line import LISTENER_SECRET
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.incoming import IncomingOutcome, IncomingStep
from acefone_desktop.simulator.thread import SimulatorThread
from tests.e2e.test_webhooks import SECRET, asked, free_port
from tests.support.app_driver import AppDriver
from tests.support.simulator import UNLIMITED

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.simulator.clock import ManualClock
    from tests.support.desktop_session import DesktopSession


def test_a_call_comes_in_is_answered_and_handed_on(
    place: DesktopSession, manual_clock: ManualClock, landline_areas: Path
) -> None:
    port = free_port()
    webhooks = f"http://127.0.0.1:{port}/hook/{SECRET}"
    with SimulatorThread(SimulatedAccount(), UNLIMITED, manual_clock, webhook_url=webhooks) as account:
        app = AppDriver(place, account, landline_areas)
        try:
            app.set_up(listener=ListenerSettings(enabled=True, port=port))
            app.keep_secret(LISTENER_SECRET, SECRET)
            app.open()
            app.await_ready_listener(port)
            account.ring_in(IncomingStep(outcome=IncomingOutcome.COLLEAGUE, caller="447700900456"))
            manual_clock.advance(2)
            assert not asked(account)
            call_id = account.ring_in(IncomingStep(ends_at=300))
            manual_clock.advance(2)
            app.await_words("Incoming: 07700 900123")
            app.await_words("Your phone is ringing")
            manual_clock.advance(8)
            app.await_words("Talking to 07700 900123")
            app.click("Transfer…")
            place.screen.focus(app.await_window("Transfer a call"))
            place.screen.type_text("grace")
            app.await_words("Digits sent: 0601234560007")
            place.screen.key("Return")
            app.await_words("Transferred to Grace Okafor")
            sent = [json.loads(r.body) for r in account.requests if r.path == "/v1/call/options"]
            assert sent == [{"type": 4, "call_id": call_id, "intercom": "0601234560007"}]
            assert "07700 900456" not in " ".join(app.words())
            assert [(call["direction"], call["customer"]) for call in app.history()] == [("inbound", "447700900123")]
            assert app.quit() == 0
        finally:
            app.close()

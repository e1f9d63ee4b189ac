"""A person at work while as many webhooks arrive as the machine can send; the minute of it is `tests.faults.flood`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from acefone_desktop.domain.settings import ListenerSettings
from acefone_desktop.services.account_line import LISTENER_SECRET
from acefone_desktop.simulator.account import SimulatedAccount
from acefone_desktop.simulator.calling.call_script import CallScript, Step
from acefone_desktop.simulator.clock import SimulatedClock
from acefone_desktop.simulator.thread import SimulatorThread
from tests.e2e.test_webhooks import SECRET
from tests.support import event_storm
from tests.support.app_driver import AppDriver
from tests.support.flooded_person import Deed, listener_of, one_call, resident_mb
from tests.support.free_ports import free_port
from tests.support.simulator import UNLIMITED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.desktop_session import DesktopSession

HIGHEST_RATE = "20000"
MOST_MB = 160.0
"""Of the listener's process; some 50 after a minute of it."""


def test_in_a_flood_a_person_dials_and_hangs_up_as_ever(place: DesktopSession, landline_areas: Path) -> None:
    port = free_port()
    webhooks = f"http://127.0.0.1:{port}/hook/{SECRET}"
    script = CallScript(by_ending={"123": Step(agent_answers_at=2, customer_answers_at=600, ends_at=700)})
    with SimulatorThread(
        SimulatedAccount(), UNLIMITED, SimulatedClock(5), webhook_url=webhooks, script=script
    ) as account:
        app = AppDriver(place, account, landline_areas)
        try:
            app.set_up(polling=False, listener=ListenerSettings(enabled=True, port=port))
            app.keep_secret(LISTENER_SECRET, SECRET)
            app.open()
            app.await_ready_listener(port)
            storm = [sys.executable, "-m", event_storm.__name__, str(port), HIGHEST_RATE, "0", "0.08", "120"]
            flood = place.start(storm, SECRET=SECRET)
            one_call(app, Deed.HANG_UP_RINGING)
            assert flood.running, flood.errors
            assert resident_mb(listener_of(app)) < MOST_MB
            flood.end()
            assert [call["outcome"] for call in app.history()] == ["customer_missed"]
            assert len(account.dials()) == 1
            assert app.quit() == 0
        finally:
            app.close()

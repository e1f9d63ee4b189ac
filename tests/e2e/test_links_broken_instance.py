"""The app that runs was killed, or hangs: a link is shown once, or its sender is told; nothing comes late."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.support.app_driver import FIELD, PATIENCE_S, PROGRAM, WINDOW

if TYPE_CHECKING:
    from tests.support.app_driver import AppDriver

FIRST, FIRST_SHOWN = "tel:+447700900121", "07700 900121"
SECOND, SECOND_SHOWN = "tel:+447700900122", "07700 900122"
REPORTED_S = 6.0
"""Two seconds of patience, and the start of a process, on a machine with much to do."""


def await_shown(app: AppDriver, number: str) -> None:
    app.desktop.wait_until(
        lambda: any(node.name == FIELD and node.text == number for node in app.nodes()), PATIENCE_S, number
    )


def test_after_a_kill_a_link_works_at_once_in_one_window(app: AppDriver) -> None:
    app.set_up()
    app.open()
    app.running.kill()
    app.await_no_window()
    assert app.places.socket.exists(), "it could not clear up"
    app.start(FIRST)
    app.await_window()
    await_shown(app, FIRST_SHOWN)
    assert app.start(SECOND).wait() == 0
    await_shown(app, SECOND_SHOWN)
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.simulator.dials() == []


def test_links_at_once_after_a_kill_meet_in_one_window(app: AppDriver) -> None:
    app.set_up()
    app.open()
    app.running.kill()
    processes = [app.desktop.start([*PROGRAM, link]) for link in (FIRST, SECOND)]
    app.desktop.wait_until(lambda: sum(process.running for process in processes) == 1, PATIENCE_S, "one to be the app")
    (app.process,) = [process for process in processes if process.running]
    assert [process.wait() for process in processes if process is not app.process] == [0]
    app.await_window()
    assert len(app.desktop.screen.windows(WINDOW)) == 1


def test_a_hung_app_is_reported_and_does_nothing_late(app: AppDriver) -> None:
    """Not even where links are dialled without being asked about."""
    app.set_up(confirm_links=False)
    app.open()
    app.running.send(signal.SIGSTOP)
    begun = time.monotonic()
    told = app.desktop.start([*PROGRAM, FIRST])
    assert told.wait() == 1
    assert time.monotonic() - begun < REPORTED_S
    assert "does not answer" in told.errors
    assert "7700" not in told.errors
    shown = app.await_notification("The link was not opened")
    assert "does not answer" in shown.body
    assert "7700" not in shown.summary + shown.body
    app.running.send(signal.SIGCONT)
    assert app.start(SECOND).wait() == 0
    app.await_dials(1)
    assert [dial["destination_number"] for dial in app.simulator.dials()] == ["447700900122"]
    assert not any(FIRST_SHOWN in text for text in app.words())


def test_a_link_clicked_while_the_app_hangs_is_shown_when_it_is_clicked_again(app: AppDriver) -> None:
    app.set_up()
    app.open()
    app.running.send(signal.SIGSTOP)
    assert app.desktop.start([*PROGRAM, FIRST]).wait() == 1
    app.running.kill()
    app.await_no_window()
    app.start(FIRST)
    app.await_window()
    await_shown(app, FIRST_SHOWN)

"""A thousand links while the app starts: each is acknowledged, each is seen once, in one window; nothing is dialled."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.instance.hand_over import DELIVERED, NOBODY_THERE, hand_over
from acefone_desktop.app.instance.instance_messages import LINK, Message
from tests.support import link_recorder
from tests.support.app_driver import PATIENCE_S, PROGRAM, WINDOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver

SENDERS, LINKS_EACH, PROCESSES = 8, 120, 40
STORM_S = 60.0
DEADLINE_S = 20.0


@pytest.fixture
def record(app: AppDriver, tmp_path: Path) -> Path:
    """Where the app, just started, writes down each link that it shows."""
    path = tmp_path / "links"
    path.touch()
    app.set_up()
    recorder = [sys.executable, link_recorder.__file__, "tel:+447700900199"]
    app.process = app.desktop.start(recorder, **{link_recorder.VARIABLE: str(path)})  # type: ignore[arg-type]
    return path


def links_of(sender: int, count: int) -> list[str]:
    return [f"tel:+44770090{sender:02};ext={number}" for number in range(count)]


def send(socket: Path, links: list[str]) -> None:
    """Hands them over one after another, the first as soon as somebody listens."""
    for link in links:
        while (result := hand_over(str(socket), Message(LINK, link), DEADLINE_S)) == NOBODY_THERE:
            assert link == links[0], "whoever has listened goes on"
        assert result == DELIVERED


def test_a_thousand_links_while_it_starts_are_each_acknowledged_and_seen_once(app: AppDriver, record: Path) -> None:
    socket = app.places.socket
    with ThreadPoolExecutor(SENDERS) as senders:
        sending = [senders.submit(send, socket, links_of(number, LINKS_EACH)) for number in range(SENDERS)]
        app.desktop.wait_until(socket.exists, PATIENCE_S, "the app to listen")
        by_process = links_of(SENDERS, PROCESSES)
        processes = [app.desktop.start([*PROGRAM, "--", link]) for link in by_process]
        for work in sending:
            work.result(STORM_S)
    assert {process.wait(STORM_S) for process in processes} == {0}
    count = 1 + SENDERS * LINKS_EACH + PROCESSES

    def seen() -> list[str]:
        return record.read_text(encoding="utf-8").splitlines()

    app.desktop.wait_until(lambda: len(seen()) >= count, STORM_S, f"{count} links to be seen")
    app.await_window()
    app.desktop.wait_until(lambda: app.tool_tip == "Ready", STORM_S, "the account")
    shown = seen()
    for sender in range(SENDERS):
        links = links_of(sender, LINKS_EACH)
        assert [link for link in shown if link in set(links)] == links, "in the order they were sent"
    assert sorted(set(by_process) & set(shown)) == sorted(by_process)
    assert len(shown) == count, "none twice"
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.running.running
    assert app.simulator.dials() == []

"""Links while one instance ends and the next begins: none is lost, none doubled, and they keep their order."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.support import link_recorder
from tests.support.app_driver import PATIENCE_S, WINDOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver

pytestmark = pytest.mark.desktop(tray=True)  # a desktop of its own, which ends whatever runs in it
LINKS, QUITS = 30, 4
STREAM_S = 4.0
"""About as long as thirty links take; a quit may come at any moment of it."""


@pytest.fixture
def record(app: AppDriver, tmp_path: Path) -> Path:
    path = tmp_path / "links"
    path.touch()
    app.set_up()
    return path


def shown(record: Path) -> list[str]:
    return record.read_text(encoding="utf-8").splitlines()


def tell_to_quit(record: Path) -> None:
    """As the session does: the app that has the window ends."""
    with suppress(FileNotFoundError, ProcessLookupError, ValueError):
        os.kill(int(record.with_suffix(".pid").read_text(encoding="ascii")), signal.SIGTERM)


def open_link(app: AppDriver, record: Path, link: str) -> None:
    """As a desktop does, to the end of the process: or until that has become the app, and shows the link."""
    opened = app.desktop.start([sys.executable, link_recorder.__file__, "--", link], LINK_RECORD=str(record))
    app.desktop.wait_until(lambda: not opened.running or link in shown(record), PATIENCE_S, f"{link} to be taken")
    if not opened.running:
        assert opened.wait() == 0, opened.errors


@pytest.mark.parametrize("seed", range(5))
def test_links_in_sequence_across_quits_are_each_shown_once_and_in_order(
    app: AppDriver, record: Path, seed: int
) -> None:
    moments = random.Random(seed)  # noqa: S311 (moments, not secrets)
    links = [f"tel:+4477009001{number:02}" for number in range(LINKS)]
    open_link(app, record, links[0])
    quits = [threading.Timer(moments.uniform(0, STREAM_S), tell_to_quit, [record]) for _ in range(QUITS)]
    for quitting in quits:
        quitting.start()
    for link in links[1:]:
        open_link(app, record, link)
    for quitting in quits:
        quitting.join()
    app.desktop.wait_until(lambda: len(shown(record)) >= LINKS, PATIENCE_S, f"all links, not {len(shown(record))}")
    assert shown(record) == links
    assert len(app.desktop.screen.windows(WINDOW)) <= 1
    assert app.simulator.dials() == []


def test_links_all_at_once_across_quits_are_each_shown_once(app: AppDriver, record: Path) -> None:
    moments = random.Random(7)  # noqa: S311 (moments, not secrets)
    links = [f"tel:+4477009001{number:02}" for number in range(LINKS)]
    open_link(app, record, links[0])
    quits = [threading.Timer(moments.uniform(0, STREAM_S), tell_to_quit, [record]) for _ in range(QUITS)]
    for quitting in quits:
        quitting.start()
    command = [sys.executable, link_recorder.__file__, "--"]
    opened = [app.desktop.start([*command, link], LINK_RECORD=str(record)) for link in links[1:]]
    for quitting in quits:
        quitting.join()
    app.desktop.wait_until(lambda: len(shown(record)) >= LINKS, PATIENCE_S, f"all links, not {len(shown(record))}")
    assert sorted(shown(record)) == links
    assert {process.wait() for process in opened if not process.running} <= {0}

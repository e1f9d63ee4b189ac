"""Contacts from a file, chosen in the desktop's own dialogue or, where it has none, in Qt's."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import desktop_portal
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.app_driver import AppDriver
    from tests.support.session_processes import Process

DIALOGUE = "Import contacts"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "My people.csv"
    file.write_text("Name,Phone\nInes Gill,020 7946 0018\n", encoding="utf-8")
    return file


@pytest.fixture
def portal(app: AppDriver) -> Iterator[Process]:
    portal = app.desktop.start([sys.executable, "-m", desktop_portal.__name__])
    wait_until(lambda: "ready" in portal.output, 15, "the portal")
    yield portal
    portal.end()


def ask(app: AppDriver) -> None:
    app.click("Contacts")
    app.click("Import a file")


def asked(portal: Process) -> dict[str, Any]:
    """How the dialogue was asked for, once it was."""
    lines = wait_until(lambda: portal.output.splitlines()[1:], 10, "a dialogue")
    event: dict[str, Any] = json.loads(lines[-1])
    return event


def choose(app: AppDriver, file: Path) -> None:
    portal = desktop_portal
    app.desktop.bus.call(portal.NAME, portal.PATH, portal.PERSON, "Choose", "ass", ([file.as_uri()], ""))


def test_a_file_chosen_in_the_desktops_dialogue_is_imported(app: AppDriver, portal: Process, file: Path) -> None:
    app.set_up()
    window = app.open()
    ask(app)
    assert asked(portal)["parent"] == f"x11:{window.number:x}"
    choose(app, file)
    app.await_words(r"Import finished: 1 added\.")
    app.await_words("Ines Gill, .*")


def test_without_a_portal_qts_dialogue_opens(app: AppDriver, file: Path) -> None:
    app.set_up()
    app.open()
    ask(app)
    app.desktop.screen.focus(app.await_window(DIALOGUE))
    app.desktop.screen.type_text(str(file))
    app.desktop.screen.key("Return")
    app.await_words(r"Import finished: 1 added\.")


def test_when_the_portal_dies_qts_dialogue_opens(app: AppDriver, portal: Process) -> None:
    app.set_up()
    app.open()
    ask(app)
    asked(portal)
    portal.kill()
    app.desktop.screen.focus(app.await_window(DIALOGUE))
    app.desktop.screen.key("Escape")
    app.await_no_window(DIALOGUE)
    app.await_words("No contacts yet")

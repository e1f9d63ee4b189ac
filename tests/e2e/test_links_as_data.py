"""What a link says is data all the way from a page to the window: never an option, a command, a path or a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.app_driver import FIELD, PATIENCE_S, PROGRAM, WINDOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app_driver import AppDriver

SHOWN = "07700 900123"


def await_shown(app: AppDriver, number: str = SHOWN) -> None:
    app.desktop.wait_until(
        lambda: any(node.name == FIELD and node.text.startswith(number) for node in app.nodes()), PATIENCE_S, number
    )


@pytest.mark.parametrize("text", ["--demo", "--data-dir=FOLDER", "doctor", "--tray", "-h", "call", "FOLDER"])
def test_behind_two_dashes_nothing_is_an_option_a_command_or_a_path(app: AppDriver, tmp_path: Path, text: str) -> None:
    folder = tmp_path / "made"
    app.set_up()
    app.open()
    done = app.command("--", text.replace("FOLDER", str(folder)))
    assert (done.returncode, done.stdout) == (0, ""), "it is handed over, and runs nothing"
    app.await_words(".*link.*")
    assert not folder.exists()
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.simulator.dials() == []


def test_from_cold_an_option_behind_two_dashes_is_a_link_that_is_not_understood(app: AppDriver) -> None:
    app.set_up()
    app.start("--", "--demo")
    app.await_window()
    app.await_words(".*link.*")
    assert app.desktop.screen.windows("demo") == []
    assert app.simulator.dials() == []


@pytest.mark.parametrize(
    "link",
    [
        "tel:--data-dir=FOLDER",
        "tel:+447700900123 --data-dir=FOLDER",
        "tel:+447700900123;ext=$(touch FOLDER)",
        "tel:+447700900123;x=`touch FOLDER`",
        'tel:+447700900123"; touch FOLDER; "',
        "tel:+447700900123'; touch FOLDER; '",
        "tel:+447700900123\n--demo\ntouch FOLDER",
        "tel:+447700900123%0A--data-dir=FOLDER",
        "tel:+447700900123 | touch FOLDER & > FOLDER",
        "tel:%F %u %i %k +447700900123",
    ],
)
def test_no_link_through_the_desktops_own_tools_is_more_than_a_link(app: AppDriver, tmp_path: Path, link: str) -> None:
    """The entry's `%u` is filled in by the desktop, which starts what the entry says: none of it may be read anew."""
    folder = tmp_path / "made"
    app.set_up()
    installed = app.command("handler", "install", "--json")
    assert installed.returncode == 0, installed.stderr
    app.open()
    hostile = link.replace("FOLDER", str(folder))
    app.desktop.run(["gio", "open", hostile])
    assert app.desktop.start([*PROGRAM, "--", hostile]).wait() == 0
    app.desktop.run(["gio", "open", "tel:+442079460188"])
    await_shown(app, "020 7946 0188")
    assert not folder.exists()
    assert len(app.desktop.screen.windows(WINDOW)) == 1
    assert app.simulator.dials() == []

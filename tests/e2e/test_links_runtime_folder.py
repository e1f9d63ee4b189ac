"""The runtime folder is missing, too deep for a socket, or not ours alone: links arrive all the same."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.desktop.paths import places_for
from tests.support.app_driver import FIELD, PATIENCE_S, PROGRAM, WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.app_driver import AppDriver

STRANGER = 65534


def missing(folder: Path) -> str:
    return str(folder / "nowhere")


def not_named(_: Path) -> str:
    return ""


def too_deep(folder: Path) -> str:
    deep = folder.joinpath(*["a-long-name"] * 12)
    deep.mkdir(mode=0o700, parents=True)
    return str(deep)


def open_to_others(folder: Path) -> str:
    folder.chmod(0o777)
    return str(folder)


def somebody_elses(folder: Path) -> str:
    if os.getuid() != 0:
        pytest.skip("only an administrator can give a folder away")
    os.chown(folder, STRANGER, STRANGER)
    return str(folder)


@pytest.mark.parametrize("make", [missing, not_named, too_deep, open_to_others, somebody_elses])
def test_a_link_finds_the_app_that_runs(app: AppDriver, make: Callable[[Path], str]) -> None:
    app.set_up()
    with tempfile.TemporaryDirectory(prefix="run-") as folder:
        named = make(Path(folder))
        socket = places_for("", None, {**app.desktop.env, "XDG_RUNTIME_DIR": named}).socket
        app.process = app.desktop.start(PROGRAM, XDG_RUNTIME_DIR=named)
        app.await_window()
        assert stat.S_IMODE(socket.stat().st_mode) == 0o600
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        assert app.desktop.start([*PROGRAM, "--", "tel:+447700900123"], XDG_RUNTIME_DIR=named).wait() == 0
        app.desktop.wait_until(
            lambda: any(node.name == FIELD and node.text == "07700 900123" for node in app.nodes()), PATIENCE_S, "it"
        )
        assert len(app.desktop.screen.windows(WINDOW)) == 1
        assert app.quit() == 0
        assert not socket.exists()
        if make in {open_to_others, somebody_elses}:
            assert list(Path(named).iterdir()) == [], "nothing of ours was put there"

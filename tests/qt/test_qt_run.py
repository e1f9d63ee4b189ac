"""The process with the window, where it cannot have one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.database import FILE_NAME
from acefone_desktop.desktop.paths import places_for
from tests.support.storage import opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_database_of_a_newer_version_is_told_and_a_signal_ends_the_telling(tmp_path: Path) -> None:
    folder = places_for("", tmp_path, {}).data
    with opened(folder):
        pass
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with subprocess.Popen(
        [sys.executable, "-m", "acefone_desktop", "--data-dir", str(tmp_path)],
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stderr is not None
            said = running.stderr.readline()
            while "acefone-desktop:" not in said:
                said = running.stderr.readline()
            for _ in range(10):  # the first may come before the loop that it is to end
                running.send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    running.wait(1)
                    break
        finally:
            running.kill()
    assert running.returncode == 1
    assert "written by a newer version" in said

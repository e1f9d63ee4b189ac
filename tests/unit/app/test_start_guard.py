"""The start of the window without a screen, and interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.desktop.start_guard import interruptions_held

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("arguments", [[], ["--demo"], ["tel:+447700900123"]])
def test_without_a_screen_the_app_says_so_and_does_not_abort(arguments: list[str], tmp_path: Path) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-m", "acefone_desktop", "--data-dir", str(tmp_path / "data"), *arguments],
        env={name: value for name, value in os.environ.items() if name not in screens} | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("acefone-desktop: There is no screen")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == [], "the demo's folder neither"


@pytest.mark.skipif(sys.platform == "win32", reason="handlers are compared as POSIX has them")
def test_an_interruption_waits_for_the_end_of_the_block_and_is_not_lost() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptions_held() as came:
        signal.raise_signal(signal.SIGINT)
        assert came == [signal.SIGINT]
    assert signal.getsignal(signal.SIGINT) is before

"""The start of the window without a screen, and interrupted."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.desktop.start_guard import interruptions_held, missing_screen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("arguments", [[], ["--demo"], ["tel:+447700900123"]])
def test_without_a_screen_the_app_says_so_and_does_not_abort(arguments: list[str], tmp_path: Path) -> None:
    done = _started(arguments, tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("acefone-desktop: There is no screen")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == [], "the demo's folder neither"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("arguments", [[], ["--demo"]])
@pytest.mark.parametrize(
    "screen", [{"DISPLAY": ":7999"}, {"DISPLAY": "127.0.0.1:7999.0"}, {"WAYLAND_DISPLAY": "wayland-79"}]
)
def test_where_nobody_answers_at_the_screen_the_app_says_so_and_does_not_abort(
    arguments: list[str], screen: dict[str, str], tmp_path: Path
) -> None:
    done = _started(arguments, tmp_path, screen)
    assert done.returncode == 1
    assert done.stderr.startswith("acefone-desktop: The screen that the window is to be shown on cannot be reached.")
    assert next(iter(screen.values())) in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="Qt's other platforms are not chosen like this")
def test_what_is_fatal_to_qt_is_a_sentence_and_no_abort(tmp_path: Path) -> None:
    """As where an X server answers and does not let us in."""
    done = _started([], tmp_path, {"QT_QPA_PLATFORM": "no-such-platform"})
    assert done.returncode == 1
    assert "acefone-desktop: The screen that the window is to be shown on cannot be reached." in done.stderr
    assert "Aborted" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_screen_at_which_somebody_answers_is_there(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as compositor, socket.create_server(("127.0.0.1", 0)) as server:
        path = str(tmp_path / "wayland-3")
        compositor.bind(path)
        compositor.listen()
        wayland = {"WAYLAND_DISPLAY": "wayland-3", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert missing_screen(wayland) is None
        assert missing_screen({"WAYLAND_DISPLAY": path, "DISPLAY": ":7999"}) is None, "one of them is enough"
        display = f"127.0.0.1:{server.getsockname()[1] - 6000}.0"
        assert missing_screen({"DISPLAY": display}) is None
        only_x = wayland | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":7999"}
        assert missing_screen(only_x) is not None, "Qt was told not to look there"


@pytest.mark.parametrize(
    "variables",
    [
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "minimal", "DISPLAY": ":7999"},
        {"QT_QPA_PLATFORM": "xcb;vnc"},
        {"WAYLAND_SOCKET": "7"},
        {"DISPLAY": "a form of its own"},
        {"DISPLAY": "/private/tmp/launch/org.xquartz:0"},
    ],
)
def test_what_only_qt_can_tell_is_left_to_it(variables: dict[str, str]) -> None:
    assert missing_screen(variables) is None


def _started(
    arguments: list[str], folder: Path, screen: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The app with no screen but the given one; everything it might leave is left in the folder."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "WAYLAND_SOCKET")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    return subprocess.run(
        [sys.executable, "-m", "acefone_desktop", "--data-dir", str(folder / "data"), *arguments],
        env=environment | {"TMPDIR": str(folder), "XDG_RUNTIME_DIR": str(folder)} | dict(screen or {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="handlers are compared as POSIX has them")
def test_an_interruption_waits_for_the_end_of_the_block_and_is_not_lost() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptions_held() as came:
        signal.raise_signal(signal.SIGINT)
        assert came == [signal.SIGINT]
    assert signal.getsignal(signal.SIGINT) is before

"""The demo, driven: the program's own proof that it works, wherever it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.desktop_session import DesktopSession

_TAKES_S = 90


def test_the_driven_demo_tells_a_calls_course_and_leaves_pictures(desktop: DesktopSession, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "acefone_desktop", "--demo", "--drive", str(tmp_path)]
    done = desktop.run(command, timeout=_TAKES_S)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    course = ["Your phone is ringing", "You answered; calling or talking to Tom Field", "Connected", "Call ended"]
    assert [line for line in said if line in course] == course
    pictures = sorted(tmp_path.glob("*.png"))
    assert {picture.stem.partition("-")[2] for picture in pictures} >= {"number", "connected", "ended", "history"}
    for picture in pictures:
        image = QImage(str(picture))
        assert image.width() >= 400
        assert len({image.pixel(x, y) for x in range(0, 400, 7) for y in range(0, 600, 7)}) > 8

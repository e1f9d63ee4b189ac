"""Renders every screen and state to PNG files, for looking at: `python -m tests.qt.gallery FOLDER`.

Needs no display. Light and dark at 100 % and 200 %; one process per scale, because Qt reads it once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCALES = ("1", "2")
THEMES = ("light", "dark")


def main(folder: Path) -> None:
    """Renders all scales."""
    for scale in SCALES:
        environment = os.environ | {"QT_SCALE_FACTOR": scale}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.qt.gallery", str(folder), scale]
        subprocess.run(command, env=environment, check=True)


def render(folder: Path, scale: str) -> None:
    """Renders all screens at the scale this process was started with."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from acefone_desktop.ui.look.theme import Theme, fusion_preferred  # noqa: PLC0415
    from tests.qt.screens import SCREENS  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    with fusion_preferred():
        application = QApplication([])
    theme = Theme(application, "light", reduced_motion=True)
    for choice in THEMES:
        theme.choose(choice)
        for name, make in SCREENS.items():
            widget = make(theme)
            widget.show()
            widget.activateWindow()
            for _ in range(4):  # layouts, activation, and layouts that follow from them
                QApplication.sendPostedEvents()
                application.processEvents()
            widget.grab().save(str(folder / f"{name}-{choice}-{scale}x.png"))
            widget.close()
            widget.deleteLater()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        render(Path(sys.argv[1]), sys.argv[2])
    else:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"))

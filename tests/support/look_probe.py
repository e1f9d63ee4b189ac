"""Qt's part of the program alone, for a test that asks how it looks: prints a line of JSON at first and at each change.

Run as: python -m tests.support.look_probe
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from acefone_desktop.app.desktop.qt_run import QtRun
from acefone_desktop.ui.look.portal_look import portal_look


def main() -> None:
    """Runs until it is ended."""
    run = QtRun("probe")
    theme = run.theme("system")
    window = QLabel("A window")
    window.setWindowTitle("Look probe")

    def tell() -> None:
        font = run.application.font()
        look = {
            "font": f"{font.family()} {font.pointSizeF():g}",
            "dark": theme.is_dark,
            "ground": theme.colours.window,
            "active": run.application.applicationState() == Qt.ApplicationState.ApplicationActive,
            "gtk": "libgtk-3" in Path("/proc/self/maps").read_text(encoding="utf-8"),
            "variables": sorted(name for name in os.environ if name.startswith("QT_")),
            "portal": [portal_look().font, portal_look().dark],
        }
        print(json.dumps(look), flush=True)

    theme.changed.connect(tell)
    run.application.applicationStateChanged.connect(tell)
    window.show()
    tell()
    run.application.exec()


if __name__ == "__main__":
    main()

"""The real program, which also writes down each link that it shows: `python tests/support/link_recorder.py ARGUMENTS…`.

One line a link, in the file that LINK_RECORD names, in the order in which they are shown. Beside it, with the suffix
`.pid`, is the process that has the window.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from acefone_desktop.app.desktop.desktop_app import DesktopApp
from acefone_desktop.app.entry import enter
from acefone_desktop.desktop import launch

VARIABLE = "LINK_RECORD"


def main() -> int:
    """Runs the program; what it starts again is this one, too."""
    show_link, record = DesktopApp.show_link, Path(os.environ[VARIABLE])
    begin = DesktopApp.begin

    def begin_and_record(app: DesktopApp, *, in_tray: bool) -> None:
        record.with_suffix(".pid").write_text(str(os.getpid()), encoding="ascii")
        begin(app, in_tray=in_tray)

    def show_and_record(app: DesktopApp, text: str) -> None:
        with record.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")
        show_link(app, text)

    DesktopApp.show_link = show_and_record  # type: ignore[assignment,method-assign]
    DesktopApp.begin = begin_and_record  # type: ignore[assignment,method-assign]
    launch.launch_command = lambda *_: (sys.executable, __file__)
    return enter(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

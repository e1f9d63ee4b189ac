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

from acefone_desktop.app.desktop import qt_loading
from acefone_desktop.app.entry import enter
from acefone_desktop.desktop import launch

VARIABLE = "LINK_RECORD"


def main() -> int:
    """Runs the program; what it starts again is this one, too."""
    load_qt = qt_loading.load_qt

    def load_and_record() -> None:
        """Only in the process that becomes the app: one that hands a link over is as quick as ever."""
        load_qt()
        record_links(Path(os.environ[VARIABLE]))

    qt_loading.load_qt = load_and_record
    launch.launch_command = lambda *_: (sys.executable, __file__)
    return enter(sys.argv[1:])


def record_links(record: Path) -> None:
    """Has the app write down what it shows."""
    from acefone_desktop.app.desktop.desktop_app import DesktopApp  # noqa: PLC0415 (brings Qt along)

    show_link, begin = DesktopApp.show_link, DesktopApp.begin

    def begin_and_record(app: DesktopApp, *, in_tray: bool) -> None:
        record.with_suffix(".pid").write_text(str(os.getpid()), encoding="ascii")
        begin(app, in_tray=in_tray)

    def show_and_record(app: DesktopApp, text: str) -> None:
        with record.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")
        show_link(app, text)

    DesktopApp.show_link = show_and_record  # type: ignore[assignment,method-assign]
    DesktopApp.begin = begin_and_record  # type: ignore[assignment,method-assign]


if __name__ == "__main__":
    sys.exit(main())

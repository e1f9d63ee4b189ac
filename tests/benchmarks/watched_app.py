"""The app, which says when its number field paints another number. Takes the program's arguments.

Each time it prints the moment (of the machine's monotonic clock, which all processes share) and what is painted.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from acefone_desktop.app.desktop.qt_loading import load_qt

load_qt()
from PySide6.QtCore import QEvent, QObject  # noqa: E402 (Qt is loaded as the app itself does it)

from acefone_desktop.app.desktop.qt_run import QtRun  # noqa: E402
from acefone_desktop.app.entry import enter  # noqa: E402
from acefone_desktop.ui.dial.number_field import NumberField  # noqa: E402

if TYPE_CHECKING:
    from acefone_desktop.app.desktop.desktop_app import DesktopApp


class NumberWatch(QObject):
    """Looks at the number field of the window, and at nothing else, so that the rest is as fast as ever."""

    def __init__(self, field: NumberField) -> None:
        super().__init__(field)
        self._field, self._painted = field, ""
        field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint and self._field.text() != self._painted:
            self._painted = self._field.text()
            print(f"{time.perf_counter()} {self._painted}", flush=True)
        return False


def main() -> int:
    """Runs the app with the watch in place before the first painting."""
    execute = QtRun.execute

    def watched(run: QtRun, app: DesktopApp, *rest: Any) -> int:
        for window in run.application.topLevelWidgets():
            for field in window.findChildren(NumberField):
                NumberWatch(field)
        return execute(run, app, *rest)

    QtRun.execute = watched  # type: ignore[method-assign, assignment]
    return enter(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

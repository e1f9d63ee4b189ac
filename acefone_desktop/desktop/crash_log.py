"""What is kept of a crash: a report without secrets, beside the log."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from acefone_desktop import __version__

KEPT_REPORTS = 5
LONGEST_REPORT = 200_000
_log = logging.getLogger(__name__)


class CrashLog:
    """Writes a report of every exception nobody caught, and the stacks of a hard crash, into one folder.

    `clean` takes secrets out of text; `on_crash` is called with the report's path, on the thread that failed. Local
    variables are never part of a report.
    """

    def __init__(
        self, folder: Path, clean: Callable[[str], str], on_crash: Callable[[Path], None] | None = None
    ) -> None:
        self._folder, self._clean, self._on_crash = folder, clean, on_crash
        self._faults: TextIO | None = None
        self._previous = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Takes over `sys.excepthook`, `threading.excepthook` and fatal signals. Raises `OSError`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._faults = _open_private(self._folder / "fault.txt")  # written by the interpreter as it dies: stacks only
        faulthandler.enable(self._faults)
        self._previous = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Puts back what was there before."""
        sys.excepthook, threading.excepthook = self._previous
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def report(self, error: BaseException, where: str) -> Path | None:
        """Writes one report; None where even that fails. Also for exceptions caught by an event loop or by Qt."""
        text = self._clean("".join(traceback.format_exception(error)))[-LONGEST_REPORT:]
        now = datetime.now(UTC)
        head = (
            f"Acefone Desktop {__version__}\n{now.isoformat(timespec='seconds')}\n"
            f"Python {platform.python_version()}, {platform.system()} {platform.release()}\n"
            f"In: {self._clean(where)}\n\n"
        )
        path = self._folder / f"crash-{now:%Y%m%dT%H%M%S%f}.txt"
        try:
            with _open_private(path) as file:
                file.write(head + text)
            self._forget_oldest()
        except OSError:
            return None
        _log.error("crash report %s written: %s", path.name.removesuffix(".txt")[-6:], type(error).__name__)
        return path

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._previous[0](kind, error, trace)
            return
        self._tell(error, threading.current_thread().name)

    def _on_thread_exception(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None and not issubclass(failure.exc_type, SystemExit):
            self._tell(failure.exc_value, failure.thread.name if failure.thread else "")

    def _tell(self, error: BaseException, where: str) -> None:
        path = self.report(error, where)
        with contextlib.suppress(OSError, AttributeError):  # no terminal, such as on Windows: the report is enough
            print(self._clean("".join(traceback.format_exception(error))), file=sys.stderr)
        if path is not None and self._on_crash is not None:
            self._on_crash(path)

    def _forget_oldest(self) -> None:
        for old in sorted(self._folder.glob("crash-*.txt"))[:-KEPT_REPORTS]:
            old.unlink(missing_ok=True)


def _open_private(path: Path) -> TextIO:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace")

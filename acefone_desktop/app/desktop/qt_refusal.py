"""Where Qt ends the process because it finds no screen it may use, the last word is a sentence of ours."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from acefone_desktop.app.desktop.start_guard import ScreenOutOfReachError
from acefone_desktop.app.last_words import failure_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def refusals_told() -> Iterator[None]:
    """For the making of the application object: what is fatal to Qt there ends the process with status 1, not SIGABRT.

    Other complaints of Qt's are printed afterwards, or left out where ours says the same in plain words.
    """
    complaints: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtFatalMsg:
            complaints.append(text)
            return
        print(failure_sentence(ScreenOutOfReachError(f"({text.partition('.')[0]}.)")), file=sys.stderr, flush=True)
        os._exit(1)  # an exception cannot pass through Qt, which would abort as soon as we return

    qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
        for complaint in complaints:
            print(complaint, file=sys.stderr)

"""The start of the window: where there is no screen, and where somebody interrupts while Qt is being loaded."""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INTERRUPTED = 130
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


class NoScreenError(AcefoneDesktopError):
    code = "no-screen"
    sentence = "There is no screen here to show a window on."
    remedy = "Start it in a desktop session; the commands, such as “acefone-desktop call”, need none."


def missing_screen(environment: Mapping[str, str]) -> NoScreenError | None:
    """What to say where Qt would end the process without a word of ours."""
    there = sys.platform != "linux" or any(environment.get(name) for name in _SCREENS)
    return None if there else NoScreenError()


@contextlib.contextmanager
def interruptions_held() -> Iterator[list[int]]:
    """SIGINT and SIGTERM wait until the block's end: an import of Qt that is broken off aborts the process.

    The list holds the signals that came; whoever holds them ends the program then.
    """
    came: list[int] = []
    before = {number: signal.signal(number, lambda one, _: came.append(one)) for number in _ENDING}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_ENDING = (signal.SIGINT, signal.SIGTERM)

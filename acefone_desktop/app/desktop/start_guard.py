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


class NoScreenError(AcefoneDesktopError):
    code = "no-screen"
    sentence = "There is no screen here to show a window on."
    remedy = "Start it in a desktop session; the commands, such as “acefone-desktop call”, need none."


class ScreenOutOfReachError(AcefoneDesktopError):
    code = "screen-out-of-reach"
    sentence = "The screen that the window is to be shown on cannot be reached."
    remedy = (
        "Start it in the desktop session itself, or set DISPLAY or WAYLAND_DISPLAY to a screen that runs and is yours; "
        "the commands, such as “acefone-desktop call”, need none."
    )


def missing_screen(environment: Mapping[str, str]) -> NoScreenError | ScreenOutOfReachError | None:
    """What to say where Qt would end the process without a word of ours: no screen is named, or nobody is there.

    It is asked at every start, and takes a fraction of a millisecond where the screen is on this computer.
    """
    if sys.platform != "linux":
        return None
    from acefone_desktop.app.desktop.screens import named_screens  # noqa: PLC0415 (elsewhere there is always a screen)

    screens = named_screens(environment)
    if screens is None or any(screen.answers() for screen in screens):
        return None
    if not screens:
        return NoScreenError()
    return ScreenOutOfReachError(f"(Nobody answers at {' or '.join(screen.variable for screen in screens)}.)")


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

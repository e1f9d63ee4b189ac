"""Where other programs' text can be had on this desktop."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    TextSource = Callable[[], str]


def text_sources(environment: Mapping[str, str], platform: str = sys.platform) -> tuple[TextSource, ...]:
    """What is selected first, where the desktop knows that; then what was copied. Nothing is read before it is called.

    Each gives at most 64 KiB within about a second, and raises `TimeoutError` or another `OSError` where it cannot.
    None where only the window in front may ask: on Wayland.
    """
    if platform == "win32":
        from acefone_desktop.desktop.selection.windows_clipboard import read_clipboard  # noqa: PLC0415

        return (read_clipboard,)
    if platform == "darwin":
        from acefone_desktop.desktop.selection.mac_pasteboard import read_pasteboard  # noqa: PLC0415

        return (read_pasteboard,)
    display = environment.get("DISPLAY", "")
    if not display:
        return ()
    from acefone_desktop.desktop.selection.x_selection import CLIPBOARD, PRIMARY, read_selection  # noqa: PLC0415

    return (partial(read_selection, display, PRIMARY), partial(read_selection, display, CLIPBOARD))

"""A link that reached nobody is told of where whoever clicked it looks: a click in a browser has no terminal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from typing import TYPE_CHECKING

from acefone_desktop.app.compose import desktop_notifier
from acefone_desktop.desktop.notifications.outlet import NotificationsUnavailableError
from acefone_desktop.domain.announcements import Announcement, Words
from acefone_desktop.domain.errors import AcefoneDesktopError, LinkNotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE = "The link was not opened"
PATIENCE_S = 2.0
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def tell_of_lost_link(error: Exception, environment: Mapping[str, str]) -> None:
    """Shows a notification with the reason, never with the link; gives up after two seconds.

    Not where a person reads it in a terminal, where there is no screen, and not of a link that holds no number: the
    running app tells of that itself.
    """
    reads_here = sys.stderr is not None and os.isatty(sys.stderr.fileno())
    has_screen = sys.platform != "linux" or any(environment.get(name) for name in _SCREENS)
    if has_screen and not reads_here and not isinstance(error, LinkNotUnderstoodError):
        asyncio.run(_show(error.explanation if isinstance(error, AcefoneDesktopError) else str(error)))


async def _show(reason: str) -> None:
    notifier = desktop_notifier(lambda _: None)
    words = Words(TITLE, reason)
    with contextlib.suppress(NotificationsUnavailableError, TimeoutError):
        await asyncio.wait_for(notifier.show(Announcement(key="lost-link", words=words, locked=words)), PATIENCE_S)
    await notifier.close()

"""What the notification mechanisms have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acefone_desktop.desktop.application_id import APPLICATION_ID, menu_name
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.redaction import redact

if TYPE_CHECKING:
    from acefone_desktop.domain.announcements import Press, Words

APP_NAME = "Acefone Desktop"
DESKTOP_ENTRY = menu_name(APPLICATION_ID)
"""The entry whose name and icon a notification server shows."""

LONGEST_TITLE, LONGEST_BODY = 120, 500
OnPress = Callable[["Press"], None]
"""Called with what the person pressed on a notification, on the event loop."""


class NotificationsUnavailableError(AcefoneDesktopError):
    """Nobody shows notifications: the caller falls back to a window or tray message of its own."""

    code = "notifications-unavailable"
    sentence = "This desktop shows no notifications."
    remedy = "Start a notification service, or allow notifications for Acefone Desktop in the system's settings."


@dataclass(frozen=True, slots=True)
class NotificationStatus:
    """What shows our notifications. `server` is its name and version; `inhibited` means do-not-disturb is on.

    `actions`: there are buttons. `tells_lock`: somebody says when the screen is locked.
    """

    available: bool
    server: str = ""
    actions: bool = False
    inhibited: bool = False
    tells_lock: bool = True
    remedy: str = ""


def presentable(words: Words) -> tuple[str, str]:
    """Title and text as they may be previewed on a screen that others see: short, one line a line, nothing secret.

    Numbers are masked unless the words say that the person allowed them. It is the last net: whoever made the words
    has left out what was not allowed.
    """
    title, body = words.title, words.body
    if not words.may_hold_number:
        title, body = redact(title), redact(body)
    return _line(title, LONGEST_TITLE), _line(body, LONGEST_BODY)


def _line(text: str, longest: int) -> str:
    printable = "".join(c if c.isprintable() or c in _KEPT else " " for c in text).strip()
    return printable if len(printable) <= longest else printable[: longest - 1] + "…"


_KEPT = "\n\u2068\u2069"
"""Line ends, and what keeps a name written from right to left from turning its sentence around."""

"""What the notification mechanisms have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from acefone_desktop.desktop.application_id import APPLICATION_ID, menu_name
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.redaction import mask_numbers

APP_NAME = "Acefone Desktop"
DESKTOP_ENTRY = menu_name(APPLICATION_ID)
"""The entry whose name and icon a notification server shows."""

LONGEST_TITLE, LONGEST_BODY = 120, 500
OnOpen = Callable[[str], None]
"""Called with a notification's key when the person clicks it, on the event loop."""


class NotificationsUnavailableError(AcefoneDesktopError):
    """Nobody shows notifications: the caller falls back to a window or tray message of its own."""

    code = "notifications-unavailable"
    sentence = "This desktop shows no notifications."
    remedy = "Start a notification service, or allow notifications for Acefone Desktop in the system's settings."


@dataclass(frozen=True, slots=True)
class NotificationStatus:
    """What shows our notifications. `server` is its name and version; `inhibited` means do-not-disturb is on."""

    available: bool
    server: str = ""
    actions: bool = False
    inhibited: bool = False
    remedy: str = ""


def presentable(title: str, body: str) -> tuple[str, str]:
    """Both texts as they may be previewed on a screen that others see: short, one line a line, numbers masked."""
    return _line(mask_numbers(title), LONGEST_TITLE), _line(mask_numbers(body), LONGEST_BODY)


def _line(text: str, longest: int) -> str:
    printable = "".join(c if c.isprintable() or c == "\n" else " " for c in text).strip()
    return printable if len(printable) <= longest else printable[: longest - 1] + "…"

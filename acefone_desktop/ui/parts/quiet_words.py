"""How long notifications are quiet, in words: the same in tray and settings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from acefone_desktop.domain.notification_settings import QuietSpan
from acefone_desktop.ui.parts.times_of_day import time_text

if TYPE_CHECKING:
    from acefone_desktop.domain.notification_settings import NotificationSettings

translate = QCoreApplication.translate


def span_words() -> dict[QuietSpan, str]:
    """What can be chosen."""
    return {
        QuietSpan.HOUR: translate("Quiet", "For an hour"),
        QuietSpan.TOMORROW: translate("Quiet", "Until tomorrow morning"),
        QuietSpan.OPEN_END: translate("Quiet", "Until switched off"),
    }


def quiet_words(settings: NotificationSettings, now: datetime | None = None) -> str:
    """Until when it is quiet; empty where it is not."""
    now = now or datetime.now().astimezone()
    if not settings.is_quiet_at(now):
        return ""
    if settings.quiet_until is None:
        return translate("Quiet", "Quiet until switched off")
    until = settings.quiet_until.astimezone(now.tzinfo)
    clock = time_text(until)
    if until.date() == now.date():
        return translate("Quiet", "Quiet until {0}").format(clock)
    return translate("Quiet", "Quiet until tomorrow, {0}").format(clock)

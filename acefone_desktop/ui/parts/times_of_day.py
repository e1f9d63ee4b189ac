"""A time of day as it is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTime

if TYPE_CHECKING:
    from datetime import datetime


def time_text(moment: datetime) -> str:
    """Hours and minutes of a moment that is local already."""
    return QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)

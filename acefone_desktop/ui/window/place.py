"""The four places of the window. Loaded before any widget is: the tray can lead to them, too."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication


class Place(Enum):
    """Where one can be; in the order of the bar and of Ctrl+1 to Ctrl+4."""

    DIAL = "dial"
    CONTACTS = "contacts"
    HISTORY = "history"
    SETTINGS = "settings"

    @property
    def title(self) -> str:
        """Its name on screen."""
        return QCoreApplication.translate("Places", _TITLES[self])


_TITLES = {
    Place.DIAL: str(QT_TRANSLATE_NOOP("Places", "Dial")),
    Place.CONTACTS: str(QT_TRANSLATE_NOOP("Places", "Contacts")),
    Place.HISTORY: str(QT_TRANSLATE_NOOP("Places", "History")),
    Place.SETTINGS: str(QT_TRANSLATE_NOOP("Places", "Settings")),
}

"""Whether the person asked the system for less motion."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings

_SPI_GETCLIENTAREAANIMATION = 0x1042


def system_wants_stillness() -> bool:
    """The system's own switch; False where it has none that can be read without asking another process."""
    if sys.platform == "win32":
        return _windows_is_still()
    if sys.platform == "darwin":
        preferences = Path.home() / "Library" / "Preferences" / "com.apple.universalaccess.plist"
        return _is_true(
            QSettings(str(preferences), QSettings.Format.NativeFormat).value("reduceMotion", defaultValue=False)
        )
    return any(_gtk_is_still(version) for version in ("gtk-4.0", "gtk-3.0"))


def _gtk_is_still(version: str) -> bool:
    """GTK keeps the switch that desktops set; it says whether to animate."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    settings = QSettings(str(folder / version / "settings.ini"), QSettings.Format.IniFormat)
    return not _is_true(settings.value("Settings/gtk-enable-animations", defaultValue=True))


def _windows_is_still() -> bool:
    """“Animation effects” under Accessibility → Visual effects."""
    animated = ctypes.c_int(1)
    user32 = getattr(ctypes, "windll").user32  # noqa: B009 (not there on other systems)
    user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(animated), 0)
    return not animated.value


def _is_true(value: object) -> bool:
    return str(value).strip().lower() in {"1", "true", "yes"}

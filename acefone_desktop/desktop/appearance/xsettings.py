"""What the settings manager of an X11 session tells all programs (XSETTINGS 0.5), under the names GTK has for it."""

from __future__ import annotations

import os
import struct

from acefone_desktop.desktop.appearance.gtk_settings import FONT, THEME

_LARGEST_COUNT = 4_096
_INTEGER, _STRING, _COLOUR = 0, 1, 2
_GTK_NAMES = {"Gtk/FontName": FONT, "Net/ThemeName": THEME}


def session_settings() -> dict[str, str]:
    """Font and theme as they are set now; nothing where no manager runs. Takes well under a millisecond."""
    from acefone_desktop.desktop.appearance.x_property import manager_settings  # noqa: PLC0415 (loads a library)

    try:
        settings = parsed(manager_settings(os.environ.get("DISPLAY", "")))
    except (OSError, ValueError):
        return {}
    return {_GTK_NAMES[name]: value for name, value in settings.items() if name in _GTK_NAMES}


def parsed(content: bytes) -> dict[str, str]:
    """The settings that are texts. Raises `ValueError` for what is no property _XSETTINGS_SETTINGS."""
    try:
        return _parsed(content)
    except (struct.error, IndexError) as error:
        raise ValueError("not a list of settings") from error


def _parsed(content: bytes) -> dict[str, str]:
    order = ">" if content[0] else "<"
    (count,) = struct.unpack_from(order + "I", content, 8)
    if count > _LARGEST_COUNT:
        raise ValueError("too many settings")
    settings: dict[str, str] = {}
    place = 12
    for _ in range(count):
        kind, length = struct.unpack_from(order + "BxH", content, place)
        name, place = _text(content, place + 4, length)
        place += 4  # the serial of its last change
        if kind == _STRING:
            (length,) = struct.unpack_from(order + "I", content, place)
            settings[name], place = _text(content, place + 4, length)
        elif kind in {_INTEGER, _COLOUR}:
            place += 4 if kind == _INTEGER else 8
        else:
            raise ValueError("a setting of an unknown kind")
    return settings


def _text(content: bytes, start: int, length: int) -> tuple[str, int]:
    """The text there, and where what follows begins: at the next multiple of four."""
    end = start + length
    if end > len(content):
        raise ValueError("cut off")
    return content[start:end].decode("utf-8", "replace"), (end + 3) & ~3

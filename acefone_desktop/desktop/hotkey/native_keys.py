"""Which key was pressed, where the toolkit only knows the letter or sign that it wrote."""

from __future__ import annotations

import sys

from acefone_desktop.desktop.hotkey.mac_hotkey import TYPED
from acefone_desktop.desktop.hotkey.x_keyboard import USUAL_PLACES
from acefone_desktop.domain.shortcut import DIGITS, LETTERS

_BY_PLACE = {code: letter.upper() for letter, code in USUAL_PLACES.items()}
_BY_MAC_CODE = {code: letter for letter, code in TYPED.items()}


def typed_key(scan_code: int, virtual_key: int, platform: str = sys.platform) -> str:
    """The letter or digit on the key, as a keyboard with Latin letters has it; empty for another key.

    With Shift a digit writes a sign, and a Cyrillic or Greek layout writes no Latin letter at all. X11 and Wayland
    tell the key's place, Windows its virtual key, macOS a code of its own.
    """
    if platform == "darwin":
        return _BY_MAC_CODE.get(virtual_key, "")
    if platform == "win32":
        letter = chr(virtual_key) if 0 < virtual_key < 128 else ""  # noqa: PLR2004 (ASCII)
        return letter if letter in LETTERS or letter in DIGITS else ""
    return _BY_PLACE.get(scan_code, "")

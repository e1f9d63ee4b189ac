"""Which way this desktop gives a key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from acefone_desktop.desktop.hotkey.hotkey_news import Mechanism

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acefone_desktop.desktop.hotkey.hotkey_news import Hotkey, Tell
    from acefone_desktop.domain.shortcut import Shortcut


def hotkey_mechanism(environment: Mapping[str, str], platform: str = sys.platform) -> Mechanism:
    """A Wayland session is asked through its portal, even where an X server runs in it: a grab would work in few
    programs there."""
    if platform == "win32":
        return Mechanism.WINDOWS
    if platform == "darwin":
        return Mechanism.MACOS
    if is_wayland(environment):
        return Mechanism.PORTAL
    return Mechanism.X11 if environment.get("DISPLAY") else Mechanism.NONE


def is_wayland(environment: Mapping[str, str]) -> bool:
    """Whether the session is a Wayland one."""
    return bool(environment.get("WAYLAND_DISPLAY")) or environment.get("XDG_SESSION_TYPE") == "wayland"


def hold_hotkey(mechanism: Mechanism, shortcut: Shortcut, environment: Mapping[str, str], tell: Tell) -> Hotkey | None:
    """Asks for the key; what becomes of it is told. None for the portal, which is for an event loop, and for none.

    To be called on the painting thread: macOS gives keys to no other.
    """
    if mechanism is Mechanism.X11:
        from acefone_desktop.desktop.hotkey.x_hotkey import XHotkey  # noqa: PLC0415

        return XHotkey(shortcut, environment.get("DISPLAY", ""), tell)
    if mechanism is Mechanism.WINDOWS:
        from acefone_desktop.desktop.hotkey.windows_hotkey import WindowsHotkey  # noqa: PLC0415

        return WindowsHotkey(shortcut, tell)
    if mechanism is Mechanism.MACOS:
        from acefone_desktop.desktop.hotkey.mac_hotkey import MacHotkey  # noqa: PLC0415

        return MacHotkey(shortcut, tell)
    return None

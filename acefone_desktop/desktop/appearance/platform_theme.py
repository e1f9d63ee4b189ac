"""Which of Qt's platform themes is loaded: never GTK's, unless it was asked for by name (docs/decisions/0009)."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

VARIABLE = "QT_QPA_PLATFORMTHEME"
_PLAIN = "gnome"  # no plug-in has this name, so that Qt takes the theme of this name that it has built in
_GTK_DESKTOPS = frozenset({"GNOME", "X-CINNAMON", "PANTHEON", "UNITY", "MATE", "XFCE", "LXDE"})
_SESSIONS = {"gnome": "GNOME", "xfce": "XFCE"}
_SCREENS = ("xcb", "wayland")


def would_load_gtk(environment: Mapping[str, str], system: str = sys.platform) -> bool:
    """Whether Qt would choose its GTK theme by itself, as its Unix platforms do (xcb and wayland, Qt 6.11)."""
    if not system.startswith("linux") or environment.get(VARIABLE):
        return False
    platform = environment.get("QT_QPA_PLATFORM") or _SCREENS[0]
    if not platform.startswith(_SCREENS):
        return False
    return not _GTK_DESKTOPS.isdisjoint(_desktop(environment).upper().split(":"))


def has_portal_dialogs(environment: Mapping[str, str], platform: str, system: str = sys.platform) -> bool:
    """Whether to ask the desktop's portal for file dialogues; not where a theme was chosen that may bring its own."""
    return system.startswith("linux") and platform.startswith(_SCREENS) and not environment.get(VARIABLE)


@contextmanager
def without_gtk(environment: MutableMapping[str, str]) -> Iterator[bool]:
    """Keeps GTK out while the application object is made; yields whether it had to.

    The variable is as before afterwards: programs that we start choose for themselves.
    """
    kept_out = would_load_gtk(environment)
    if not kept_out:
        yield False
        return
    before = environment.get(VARIABLE)
    environment[VARIABLE] = _PLAIN
    try:
        yield True
    finally:
        restore(environment, VARIABLE, before)


def restore(environment: MutableMapping[str, str], name: str, before: str | None) -> None:
    """Puts a variable back to what it was; `None`: there was none."""
    if before is None:
        environment.pop(name, None)
    else:
        environment[name] = before


def _desktop(environment: Mapping[str, str]) -> str:
    """What Qt takes the desktop for: names joined by colons, or nothing."""
    named = environment.get("XDG_CURRENT_DESKTOP")
    if named:
        return named
    if environment.get("KDE_FULL_SESSION"):
        return "KDE"
    if environment.get("GNOME_DESKTOP_SESSION_ID"):
        return "GNOME"
    return _SESSIONS.get(environment.get("DESKTOP_SESSION", ""), "")

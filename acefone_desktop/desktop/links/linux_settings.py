"""The page of this desktop's settings on which a person chooses default programs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

_PAGES = {
    "gnome": ("gnome-control-center", "default-apps"),
    "unity": ("gnome-control-center", "default-apps"),
    "kde": ("systemsettings", "kcm_componentchooser"),
    "xfce": ("xfce4-mime-settings",),
    "mate": ("mate-default-applications-properties",),
    "x-cinnamon": ("cinnamon-settings", "default"),
    "cinnamon": ("cinnamon-settings", "default"),
    "lxqt": ("lxqt-config-file-associations",),
}
"""By the desktop's name in XDG_CURRENT_DESKTOP, in lower case."""


def settings_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What opens the page of the desktop that runs; empty where it has none that we know, or it is not installed."""
    for desktop in environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":"):
        program, *arguments = _PAGES.get(desktop, ("",))
        found = shutil.which(program, path=environment.get("PATH")) if program else None
        if found is not None:
            return (found, *arguments)
    return ()

"""What GTK programs are told about their looks: by the session's settings manager, else by files (GtkSettings)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.desktop.appearance.font_name import USUAL, FontName, font_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST_FILE = 64 * 1024
_TRUE = frozenset({"1", "true", "yes"})
FONT, THEME = "gtk-font-name", "gtk-theme-name"
_DARK = "gtk-application-prefer-dark-theme"


@dataclass(frozen=True, slots=True)
class GtkLook:
    """The font of controls, and whether the theme is a dark one."""

    font: FontName = USUAL
    dark: bool = False


def gtk_look(environment: Mapping[str, str], session: Mapping[str, str]) -> GtkLook:
    """What holds now. `session` is what the settings manager says under GTK's names; it overrides the files."""
    said = {**_filed(environment), **session}
    theme = environment.get("GTK_THEME") or said.get(THEME, "")
    dark = theme.lower().endswith(("-dark", ":dark")) or said.get(_DARK, "").lower() in _TRUE
    return GtkLook(font_name(said.get(FONT, "")) or USUAL, dark)


def _filed(environment: Mapping[str, str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for folder in reversed(_folders(environment)):
        said |= _entries(folder / "gtk-3.0" / "settings.ini")
    return said


def _folders(environment: Mapping[str, str]) -> list[Path]:
    """Where GTK looks, what counts most first."""
    own = environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    shared = (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
    return [Path(folder) for folder in (own, *shared, "/etc") if Path(folder).is_absolute()]


def _entries(path: Path) -> dict[str, str]:
    """The keys of the group [Settings] (Desktop Entry Specification 1.5, “Basic format”); none of a file too large."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError:
        return {}
    if len(content) > _LARGEST_FILE:
        return {}
    said: dict[str, str] = {}
    group = ""
    for line in content.decode("utf-8", "replace").splitlines():
        text = line.strip()
        if text.startswith("["):
            group = text
        elif group == "[Settings]" and not text.startswith("#") and "=" in text:
            key, value = text.split("=", 1)
            said[key.strip()] = value.strip()
    return said

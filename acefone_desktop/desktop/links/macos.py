"""Links on macOS: the application bundle declares them, and the person chooses the default.

The schemes are in the bundle's Info.plist (CFBundleURLTypes); the choice is read from Launch Services' preferences.
The logic is tested against such a file; on a real macOS it could not be run here.
"""

from __future__ import annotations

import plistlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from acefone_desktop.desktop.links.registration import APP_NAME, LinkStatus
from acefone_desktop.domain.errors import LinkHandlerError

BUNDLE_ID = "org.acefone-desktop.app"
PREFERENCES = "Library/Preferences/com.apple.LaunchServices/com.apple.launchservices.secure.plist"
_CHOOSE = f"Open FaceTime → Settings → General → Default for calls, and choose {APP_NAME}."


class MacLinks:
    """`home` is the user's home folder, `bundle` the application bundle we run from, if we do."""

    def __init__(self, home: Path, bundle: Path | None) -> None:
        self._home, self._bundle = home, bundle

    def status(self) -> LinkStatus:
        """Who opens `tel:` links, as far as Launch Services tells."""
        chosen = self._chosen()
        installed, default = self._bundle is not None, chosen == BUNDLE_ID
        return LinkStatus(
            platform="macos",
            installed=installed,
            default=default,
            handler=APP_NAME if default else chosen,
            remedy="" if default else (_CHOOSE if installed else f"Install the application bundle. {_CHOOSE}"),
        )

    def install(self) -> None:
        """Nothing a program may do: raises `LinkHandlerError` with the way a person does it, unless it is done."""
        status = self.status()
        if not status.default:
            raise LinkHandlerError(status.remedy)

    def remove(self) -> None:
        """Links go with the bundle; nothing else was written."""

    def _chosen(self) -> str:
        try:
            with (self._home / PREFERENCES).open("rb") as file:
                handlers: list[Mapping[str, Any]] = plistlib.load(file).get("LSHandlers", [])
        except (OSError, ValueError, ExpatError, AttributeError):
            return ""
        chosen = (str(h.get("LSHandlerRoleAll", "")) for h in handlers if h.get("LSHandlerURLScheme") == "tel")
        return next(chosen, "").lower()

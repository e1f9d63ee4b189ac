"""Links on macOS: the application bundle declares them, and the person chooses the default.

The schemes are in the bundle's Info.plist (`mac_info`); the choice is read from Launch Services' preferences.
The logic is tested against such files; on a real macOS it could not be run here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from acefone_desktop.desktop.links.mac_info import (
    BUNDLE_ID,
    BUNDLE_VARIABLE,
    DECLARED,
    declared_schemes,
    is_ours,
    read_plist,
)
from acefone_desktop.desktop.links.registration import APP_NAME, LinkProblem, LinkStatus
from acefone_desktop.domain.errors import LinkHandlerError

PREFERENCES = "Library/Preferences/com.apple.LaunchServices/com.apple.launchservices.secure.plist"
_CHOOSE = f"Open FaceTime → Settings → General → Default for calls, and choose {APP_NAME}."


def bundle_of(executable: Path, environment: Mapping[str, str]) -> Path | None:
    """The bundle we run from: the one that holds the program or, where that lies elsewhere, that has started it."""
    inside = next((folder for folder in executable.parents if folder.suffix == ".app" and is_ours(folder)), None)
    named = Path(environment.get(BUNDLE_VARIABLE, ""))
    return inside or (named if named.is_absolute() and is_ours(named) else None)


class MacLinks:
    """`home` is the user's home folder, `bundle` the application bundle we run from, if we do."""

    def __init__(self, home: Path, bundle: Path | None) -> None:
        self._home, self._bundle = home, bundle

    def status(self) -> LinkStatus:
        """Who opens `tel:` links, as far as Launch Services tells."""
        chosen = self._chosen()
        problem, reason, remedy = self._problem(chosen)
        return LinkStatus(
            platform="macos",
            installed=self._bundle is not None and problem is not LinkProblem.STALE,
            default=chosen == BUNDLE_ID,
            handler=APP_NAME if chosen == BUNDLE_ID else chosen,
            problem=problem,
            reason=reason,
            remedy=remedy,
        )

    def install(self) -> None:
        """Nothing a program may do: raises `LinkHandlerError` with the way a person does it, unless it is done."""
        status = self.status()
        if status.problem is not LinkProblem.NONE:
            raise LinkHandlerError(status.remedy)

    def remove(self) -> None:
        """Links go with the bundle; nothing else was written."""

    def settings_command(self) -> tuple[str, ...]:
        """FaceTime, whose settings hold the choice."""
        return ("/usr/bin/open", "-b", "com.apple.FaceTime")

    def _problem(self, chosen: str) -> tuple[LinkProblem, str, str]:
        if self._bundle is None:
            return (
                LinkProblem.NOT_REGISTERED,
                "The app does not run from an application bundle.",
                f"Install the bundle. {_CHOOSE}",
            )
        if not declared_schemes(self._bundle) >= set(DECLARED):
            return LinkProblem.STALE, "The bundle does not say that it opens phone links.", "Install it anew."
        if chosen != BUNDLE_ID:
            opener = f"{chosen} opens phone links" if chosen else "No program was chosen for phone links"
            return LinkProblem.ANOTHER_DEFAULT, f"{opener}.", _CHOOSE
        return LinkProblem.NONE, "", ""

    def _chosen(self) -> str:
        handlers = read_plist(self._home / PREFERENCES).get("LSHandlers")
        if not isinstance(handlers, list):
            return ""
        phone = (entry for entry in handlers if isinstance(entry, dict) and entry.get("LSHandlerURLScheme") == "tel")
        return next((str(entry.get("LSHandlerRoleAll", "")).lower() for entry in phone), "")

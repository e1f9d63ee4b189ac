"""Links on Linux: a desktop entry of the user's own, preferred in the user's `mimeapps.list`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from acefone_desktop.desktop.launch import ICON, exec_value
from acefone_desktop.desktop.links.mime_defaults import MimeDefaults
from acefone_desktop.desktop.links.registration import APP_NAME, COMMENT, SCHEMES, LinkStatus
from acefone_desktop.domain.errors import LinkHandlerError

ENTRY = "acefone-desktop.desktop"
MIME_TYPES = tuple(f"x-scheme-handler/{scheme}" for scheme in SCHEMES)
_CACHE_DEADLINE_S = 10
_INSTALL = "Run “acefone-desktop handler install”."


class LinuxLinks:
    """Desktop entry, icon and preference below the user's XDG folders. `command` starts the app without arguments."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], icon: Path = ICON) -> None:
        self._command, self._icon = command, icon
        self._defaults = MimeDefaults(environment)
        self._entry = self._defaults.data / "applications" / ENTRY
        self._own_icon = self._defaults.data / "icons" / "hicolor" / "scalable" / "apps" / "acefone-desktop.svg"

    def status(self) -> LinkStatus:
        """Who opens `tel:` links in this session."""
        entry = self._defaults.default(MIME_TYPES[0])
        installed, default = self._entry.is_file(), entry == ENTRY
        return LinkStatus(
            platform="linux",
            installed=installed,
            default=default,
            handler=self._defaults.entry_name(entry) if entry else "",
            remedy=self._remedy(installed=installed, default=default),
        )

    def install(self) -> None:
        """Writes the entry and makes it the default. Raises `LinkHandlerError`."""
        text = desktop_entry(self._command)
        try:
            for path in (self._entry, self._own_icon):
                path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._icon, self._own_icon)
            draft = self._entry.with_suffix(".new")
            draft.write_text(text, encoding="utf-8")
            draft.replace(self._entry)
            for mime_type in MIME_TYPES:
                self._defaults.prefer(mime_type, ENTRY)
        except OSError as error:
            raise LinkHandlerError(f"({error.filename}: {error.strerror}.)") from error
        self._refresh_cache()

    def remove(self) -> None:
        """Takes entry, icon and preference away again. Raises `LinkHandlerError`."""
        try:
            self._defaults.forget(ENTRY)
            for path in (self._entry, self._own_icon):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise LinkHandlerError(f"({error.filename}: {error.strerror}.)") from error
        self._refresh_cache()
        _remove_empty_cache(self._entry.parent / "mimeinfo.cache")
        _remove_empty_folders(self._entry.parent, self._defaults.data)
        _remove_empty_folders(self._own_icon.parent, self._defaults.data)

    def _remedy(self, *, installed: bool, default: bool) -> str:
        if not installed:
            return f"Links do not open here yet. {_INSTALL}"
        try:
            current = desktop_entry(self._command) == self._entry.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            current = False
        if not current:
            return f"The registration starts another copy of the app or an older one. {_INSTALL}"
        if not default:
            return (
                f"Another program opens phone links. {_INSTALL} Or choose Acefone Desktop under Default Applications."
            )
        return ""

    def _refresh_cache(self) -> None:
        """Tells desktops that read the cache; those that do not will find the entry themselves."""
        tool, folder = shutil.which("update-desktop-database"), self._entry.parent
        if tool is None or not folder.is_dir():
            return
        try:
            subprocess.run([tool, str(folder)], check=False, capture_output=True, timeout=_CACHE_DEADLINE_S)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return  # the preference in mimeapps.list holds without the cache


def desktop_entry(command: Sequence[str]) -> str:
    """The text of the entry. `--` comes before the link, so that nothing a link says can be an option."""
    return "\n".join(
        [
            "[Desktop Entry]",
            "Type=Application",
            "Version=1.0",
            f"Name={APP_NAME}",
            f"Comment={COMMENT}",
            f"Exec={exec_value([*command, '--'], '%u')}",
            "Icon=acefone-desktop",
            "Terminal=false",
            "Categories=Network;Telephony;",
            f"MimeType={';'.join(MIME_TYPES)};",
            "StartupNotify=true",
            "StartupWMClass=acefone-desktop",
            "",
        ]
    )


def _remove_empty_cache(cache: Path) -> None:
    if cache.is_file() and cache.read_text(encoding="utf-8", errors="replace").strip() in {"", "[MIME Cache]"}:
        cache.unlink(missing_ok=True)


def _remove_empty_folders(folder: Path, top: Path) -> None:
    """Upwards from the folder, below `top`, as far as there is nothing in them."""
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

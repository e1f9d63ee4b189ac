"""Default programs by MIME type on Linux: the `mimeapps.list` files (MIME Applications Associations 1.0.1)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from acefone_desktop.desktop.links.mime_list import DEFAULTS, forgetting, preferring, values


class MimeDefaults:
    """Reads all lists in their order of precedence; writes the user's own alone."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        home = environment.get("HOME") or str(Path.home())
        self.config = Path(environment.get("XDG_CONFIG_HOME") or f"{home}/.config")
        self.data = Path(environment.get("XDG_DATA_HOME") or f"{home}/.local/share")
        config_dirs = [self.config, *_folders(environment.get("XDG_CONFIG_DIRS") or "/etc/xdg")]
        data_dirs = [self.data, *_folders(environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share")]
        self._applications = [folder / "applications" for folder in data_dirs]
        desktops = [name.lower() for name in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if name]
        names = [*(f"{desktop}-mimeapps.list" for desktop in desktops), "mimeapps.list"]
        self._lists = [folder / name for folder in [*config_dirs, *self._applications] for name in names]
        self.own_list = self.config / "mimeapps.list"

    def default(self, mime_type: str) -> str:
        """The desktop entry that opens this type, such as `acefone-desktop.desktop`; empty where none does."""
        for listed in self._lists:
            for entry in values(_read(listed) or "", DEFAULTS, mime_type):
                if self.entry_path(entry) is not None:
                    return entry
        caches = (_read(folder / "mimeinfo.cache") or "" for folder in self._applications)
        associated = (entry for cache in caches for entry in values(cache, "[MIME Cache]", mime_type))
        return next((entry for entry in associated if self.entry_path(entry) is not None), "")

    def entry_path(self, entry: str) -> Path | None:
        """Where this desktop entry lies, or None where it is not installed."""
        return next(iter(self.entry_paths(entry)), None)

    def entry_paths(self, entry: str) -> list[Path]:
        """Everywhere it lies; the first hides the others. An entry is a file's name, never a path."""
        if "/" in entry:
            return []
        return [path for folder in self._applications if (path := folder / entry).is_file()]

    def entry_name(self, entry: str) -> str:
        """The name people know the program by."""
        path = self.entry_path(entry)
        lines = (_read(path) or "").splitlines() if path else []
        return next((line.removeprefix("Name=") for line in lines if line.startswith("Name=")), entry)

    def prefer(self, mime_types: Iterable[str], entry: str) -> None:
        """Puts the entry first for these types; what was preferred before stays behind it.

        A list of the user's own for this desktop alone comes before the general one, and is changed where it names
        another program for the type.
        """
        for mime_type in mime_types:
            for path in (path for path in self._lists if path.parent == self.config):
                text = _read(path)
                if path == self.own_list or (text and values(text, DEFAULTS, mime_type)):
                    _write(path, text, preferring(text, mime_type, entry))

    def forget(self, entries: Collection[str]) -> None:
        """Takes the entries out of every list of the user's; what then is as we found it stays so."""
        for path in {
            self.own_list,
            *self.config.glob("*-mimeapps.list"),
            *self._applications[0].glob("*mimeapps.list"),
        }:
            text = _read(path)
            if text is not None:
                _write(path, text, forgetting(text, entries))


def _folders(listed: str) -> list[Path]:
    return [Path(folder) for folder in listed.split(":") if folder]


def _read(path: Path) -> str | None:
    """The file's text, line ends and all; None where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except OSError:
        return None


def _write(path: Path, before: str | None, text: str | None) -> None:
    """Atomically, and only what has changed; None removes the file."""
    if text == before:
        return
    target = path.resolve()  # people keep such files in a repository of theirs, behind a link
    if text is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_bytes(text.encode("utf-8", errors="surrogateescape"))
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()

"""Default programs by MIME type on Linux: the `mimeapps.list` files (MIME Applications Associations 1.0.1)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

DEFAULTS = "[Default Applications]"
_GROUP_NAMES = (DEFAULTS, "[Added Associations]", "[Removed Associations]")


class MimeDefaults:
    """Reads all lists in their order of precedence; writes the user's own alone, line by line."""

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
            for entry in _values(listed, DEFAULTS, mime_type):
                if self.entry_path(entry) is not None:
                    return entry
        caches = (folder / "mimeinfo.cache" for folder in self._applications)
        associated = (entry for cache in caches for entry in _values(cache, "[MIME Cache]", mime_type))
        return next((entry for entry in associated if self.entry_path(entry) is not None), "")

    def entry_path(self, entry: str) -> Path | None:
        """Where this desktop entry lies, or None where it is not installed."""
        candidates = (folder / entry for folder in self._applications)
        return next((path for path in candidates if path.is_file()), None)

    def entry_name(self, entry: str) -> str:
        """The name people know the program by."""
        path = self.entry_path(entry)
        lines = _lines(path) if path else []
        return next((line.removeprefix("Name=") for line in lines if line.startswith("Name=")), entry)

    def prefer(self, mime_type: str, entry: str) -> None:
        """Puts the entry first for this type; what was preferred before stays behind it."""
        lines = _lines(self.own_list)
        others = [value for value in _values(self.own_list, DEFAULTS, mime_type) if value != entry]
        line = f"{mime_type}={';'.join([entry, *others])};"
        for at in _positions(lines, DEFAULTS, mime_type):
            lines[at] = line
            break
        else:
            if DEFAULTS not in lines:
                lines.append(DEFAULTS)
            lines.insert(lines.index(DEFAULTS) + 1, line)
        _replace(self.own_list, lines)

    def forget(self, entry: str) -> None:
        """Takes the entry out of every list of the user's; groups and files that then hold nothing go, too."""
        for path in {self.own_list, *(p for p in self._lists if p.parent in {self.config, self.data / "applications"})}:
            lines = _lines(path)
            kept = [left for line in lines if (left := _without(line, entry)) is not None]
            if kept != lines:
                _replace(path, _without_empty_groups(kept))


def _folders(listed: str) -> list[Path]:
    return [Path(folder) for folder in listed.split(":") if folder]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []


def _positions(lines: list[str], group: str, mime_type: str) -> Iterator[int]:
    current = ""
    for at, line in enumerate(lines):
        if line.startswith("["):
            current = line.strip()
        elif current == group and line.partition("=")[0].strip() == mime_type:
            yield at


def _values(path: Path, group: str, mime_type: str) -> list[str]:
    lines = _lines(path)
    texts = (lines[at].partition("=")[2] for at in _positions(lines, group, mime_type))
    return [value.strip() for text in texts for value in text.split(";") if value.strip()]


def _without(line: str, entry: str) -> str | None:
    """The line without the entry; None where nothing is left of it."""
    key, equals, text = line.partition("=")
    values = text.split(";")
    if not equals or entry not in values:
        return line
    left = [value for value in values if value != entry]
    return f"{key}={';'.join(left)}" if any(value.strip() for value in left) else None


def _without_empty_groups(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in reversed(lines):
        followed = bool(kept) and not kept[-1].startswith("[")
        if line.strip() in _GROUP_NAMES and not followed:
            continue
        kept.append(line)
    return kept[::-1]


def _replace(path: Path, lines: list[str]) -> None:
    """Atomically; an empty file is removed."""
    target = path.resolve()  # people keep such files in a repository of theirs, behind a link
    if not any(line.strip() for line in lines):
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()

"""One profile's settings file: JSON, readable by its owner alone, replaced as a whole."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.database import prepare_folder
from acefone_desktop.adapters.storage.settings.settings_form import settings_from_plain, settings_to_plain
from acefone_desktop.domain.errors import SettingsNotReadableError, StorageError
from acefone_desktop.domain.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000
"""Bytes; a larger file is not ours."""


class SettingsFile:
    """Fills `SettingsStore`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Defaults where there is no file. Raises `SettingsNotReadableError`, whose detail names what is wrong."""
        try:
            with self._path.open("rb") as file:
                raw = file.read(LARGEST + 1)
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            raise SettingsNotReadableError(f"({self._path.name}: {error.strerror}.)") from error
        if len(raw) > LARGEST:
            raise SettingsNotReadableError(f"({self._path.name} is too large.)")
        try:
            plain = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise SettingsNotReadableError(f"({self._path.name} is not JSON.)") from error
        return settings_from_plain(plain)

    def save(self, settings: Settings) -> None:
        """Atomically: a crash leaves the old or the new file, never half of one. Raises `StorageError`."""
        text = json.dumps(settings_to_plain(settings), indent=2, ensure_ascii=False) + "\n"
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            prepare_folder(self._path.parent)
            try:
                _write_through(partial, text.encode("utf-8", "replace"))
                partial.replace(self._path)
            except OSError:
                with suppress(OSError):
                    partial.unlink(missing_ok=True)
                raise
            _synchronise_folder(self._path.parent)
        except OSError as error:
            raise StorageError(f"(The settings were not kept: {error.strerror}.)") from error


def _write_through(path: Path, content: bytes) -> None:
    """Writes a new file of our own all the way to the disk."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _synchronise_folder(folder: Path) -> None:
    """Makes the rename itself durable; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

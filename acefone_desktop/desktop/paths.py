"""Where one profile keeps its things on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.desktop.instance_address import (
    APPLICATION,
    DEFAULT_PROFILE,
    data_folder,
    instance_name,
    runtime_folder,
)
from acefone_desktop.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Places:
    """One profile's places, all absolute: `data` and `runtime` are folders, `settings` and `log` files."""

    profile: str
    data: Path
    settings: Path
    log: Path
    runtime: Path

    @property
    def socket(self) -> Path:
        """Address of the running app of this data folder and profile."""
        return self.runtime / f"{instance_name(str(self.data))}.sock"

    def prepare_runtime(self) -> Path:
        """Creates the runtime folder for this user alone; returns it.

        Raises `StorageError` when it cannot be made or somebody else owns it: a socket there could be another's.
        """
        try:
            self.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix":
                if self.runtime.is_symlink() or self.runtime.lstat().st_uid != os.getuid():
                    raise StorageError(f"({self.runtime} belongs to somebody else.)")
                self.runtime.chmod(0o700)
        except OSError as error:
            raise StorageError(f"({self.runtime}: {error.strerror}.)") from error
        return self.runtime


def places_for(profile: str, data_dir: Path | str | None, environment: Mapping[str, str]) -> Places:
    """The places of a profile (empty: the default one); creates nothing.

    `data_dir` comes first, then ACEFONE_DESKTOP_DATA_DIR, then the platform's own folder. Raises `ProfileNameError`.
    """
    folder = data_folder(profile, str(data_dir or ""), environment)
    data = Path(folder)
    return Places(
        profile=(profile or DEFAULT_PROFILE).lower(),
        data=data,
        settings=data / "settings.json",
        log=data / "log" / f"{APPLICATION}.log",
        runtime=Path(runtime_folder(folder, environment)),
    )

"""Where one profile keeps its things on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.desktop.instance_address import (
    APPLICATION,
    DATA_DIR_VARIABLE,
    DEFAULT_PROFILE,
    LONGEST_SOCKET_PATH,
    data_folder,
    instance_name,
    runtime_folder,
)
from acefone_desktop.domain.errors import ProfileNameError, StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "APPLICATION",
    "DATA_DIR_VARIABLE",
    "DEFAULT_PROFILE",
    "LONGEST_SOCKET_PATH",
    "Places",
    "ProfileNameError",
    "places_for",
]


@dataclass(frozen=True, slots=True)
class Places:
    """One profile's places: `data` and `runtime` are folders, `settings` and `log` files.

    `instance` names the pair of data folder and profile for this user, the same every time; of it `socket`, the
    running app's address, is made.
    """

    profile: str
    data: Path
    settings: Path
    log: Path
    runtime: Path

    @property
    def instance(self) -> str:
        """Sixteen hexadecimal digits, different for every data folder and profile."""
        return instance_name(str(self.data))

    @property
    def socket(self) -> Path:
        """Address of the running app on this computer (a Unix socket; on Windows a file that names a port)."""
        return self.runtime / f"{self.instance}.sock"

    def prepare_runtime(self) -> Path:
        """Creates the runtime folder for this user alone; returns it.

        Raises `StorageError` when it cannot be made or somebody else owns it: a socket there could be another's.
        """
        try:
            self.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix":
                facts = self.runtime.lstat()
                if facts.st_uid != os.getuid() or self.runtime.is_symlink():
                    raise StorageError(f"({self.runtime} belongs to somebody else.)")
                self.runtime.chmod(0o700)
        except OSError as error:
            raise StorageError(f"({self.runtime}: {error.strerror}.)") from error
        return self.runtime


def places_for(profile: str, data_dir: Path | None, environment: Mapping[str, str]) -> Places:
    """The places of a profile; creates nothing.

    `data_dir` comes first, then ACEFONE_DESKTOP_DATA_DIR, then the platform's own folder. Raises `ProfileNameError`.
    """
    folder = data_folder(profile or DEFAULT_PROFILE, str(data_dir or ""), environment)
    data = Path(folder)
    return Places(
        profile=data.name,
        data=data,
        settings=data / "settings.json",
        log=data / "log" / f"{APPLICATION}.log",
        runtime=Path(runtime_folder(folder, environment)),
    )

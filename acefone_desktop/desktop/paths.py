"""Where one profile keeps its things on this computer."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import EntryError, StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

APPLICATION = "acefone-desktop"
DEFAULT_PROFILE = "default"
DATA_DIR_VARIABLE = "ACEFONE_DESKTOP_DATA_DIR"
LONGEST_SOCKET_PATH = 100
"""Bytes; systems allow 104 (macOS) or 108 (Linux) with the closing zero."""

_PROFILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)")


class ProfileNameError(EntryError):
    """A profile's name is a folder's name, so that only harmless ones are taken."""

    code = "profile-name"
    sentence = "This profile name cannot be used."
    remedy = "Use up to 32 letters, digits, hyphens and underscores, beginning with a letter or digit."


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
        return sha256(os.fsencode(self.data)).hexdigest()[:16]

    @property
    def socket(self) -> Path:
        """Address of the running app on this computer (a Unix socket; on Windows its name names a pipe)."""
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
    if not _PROFILE.fullmatch(profile) or _RESERVED.fullmatch(profile):
        raise ProfileNameError
    named = data_dir or (Path(environment[DATA_DIR_VARIABLE]) if environment.get(DATA_DIR_VARIABLE) else None)
    root = Path(os.path.realpath((named or _platform_folder(environment)).expanduser()))
    data = root / "profiles" / profile.lower()
    return Places(
        profile=profile.lower(),
        data=data,
        settings=data / "settings.json",
        log=data / "log" / f"{APPLICATION}.log",
        runtime=_runtime_folder(data, environment),
    )


def _platform_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform.startswith("linux"):  # XDG Base Directory 0.8; said here as the hand-over starts on every click
        named = environment.get("XDG_DATA_HOME", "")
        home = Path(environment["HOME"]) if environment.get("HOME") else Path.home()
        return (Path(named) if Path(named).is_absolute() else home / ".local" / "share") / APPLICATION
    from platformdirs import user_data_path  # noqa: PLC0415 (24 ms that a click on a link need not wait for)

    return user_data_path(APPLICATION, appauthor=False)


def _runtime_folder(data: Path, environment: Mapping[str, str]) -> Path:
    """XDG_RUNTIME_DIR where there is one, else in the data folder; a short folder of the user's where that is too long.

    A socket's path must fit `LONGEST_SOCKET_PATH`.
    """
    named = Path(environment.get("XDG_RUNTIME_DIR") or ".")
    inside = named / APPLICATION if named.is_absolute() and named.is_dir() else data / "runtime"
    longest = len(os.fsencode(inside)) + len("/0123456789abcdef.sock")
    if longest <= LONGEST_SOCKET_PATH or os.name != "posix":
        return inside
    return Path("/tmp") / f"{APPLICATION}-{os.getuid()}"  # noqa: S108 (0700 and ours, or refused: `prepare_runtime`)

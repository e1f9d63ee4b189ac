"""Which folder a profile lives in, and where its running app listens.

A click on a link computes this before anything else, so the module loads nothing but what the interpreter has already.
"""

from __future__ import annotations

import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

APPLICATION = "acefone-desktop"
DEFAULT_PROFILE = "default"
DATA_DIR_VARIABLE = "ACEFONE_DESKTOP_DATA_DIR"
LONGEST_SOCKET_PATH = 100
"""Bytes; systems allow 104 (macOS) or 108 (Linux) with the closing zero."""

LONGEST_PROFILE = 32
_FOLLOWS_XDG = sys.platform.startswith("linux")
"""Whether XDG Base Directory 0.8 says where data goes."""

_HAS_PROFILE_FOLDER = os.name == "nt"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))})
_FNV_OFFSET, _FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3


def data_folder(profile: str, data_dir: str, environment: Mapping[str, str]) -> str:
    """The profile's own folder, absolute; creates nothing.

    `data_dir` comes first, then ACEFONE_DESKTOP_DATA_DIR, then the platform's folder for an application's data.
    Raises `ProfileNameError`: a profile's name is a folder's name, so that only harmless ones are taken.
    """
    name = (profile or DEFAULT_PROFILE).lower()
    if not _is_harmless(name):
        from acefone_desktop.domain.errors import ProfileNameError  # noqa: PLC0415

        raise ProfileNameError
    root = data_dir or environment.get(DATA_DIR_VARIABLE, "") or _platform_folder(environment)
    return os.path.join(os.path.realpath(os.path.expanduser(root)), "profiles", name)  # noqa: PTH111, PTH118


def instance_name(folder: str) -> str:
    """Sixteen hexadecimal digits, different for every data folder and profile (64-bit FNV-1a)."""
    number = _FNV_OFFSET
    for byte in os.fsencode(folder):
        number = ((number ^ byte) * _FNV_PRIME) & 0xFFFFFFFFFFFFFFFF
    return f"{number:016x}"


def runtime_folder(folder: str, environment: Mapping[str, str]) -> str:
    """XDG_RUNTIME_DIR where there is one and it is ours, as XDG Base Directory 0.8 has it; else in the data folder.

    Whoever became another user by `su` or `sudo` often has the first one's: what we made there would be in their way.
    A short one of the user's where the path would be too long. On Windows always in the user's own profile, which the
    system guards, wherever the data are.
    """
    if _HAS_PROFILE_FOLDER and os.path.isabs(local := environment.get("LOCALAPPDATA", "")):  # noqa: PTH117
        return os.path.join(local, APPLICATION, "runtime")  # noqa: PTH118
    named = environment.get("XDG_RUNTIME_DIR", "")
    inside = os.path.join(named, APPLICATION) if _is_ours(named) else os.path.join(folder, "runtime")  # noqa: PTH118
    longest = len(os.fsencode(inside)) + len("/0123456789abcdef.sock")
    if longest <= LONGEST_SOCKET_PATH or os.name != "posix":
        return inside
    return f"/tmp/{APPLICATION}-{os.getuid()}"  # noqa: S108 (must be 0700 and ours, or it is refused)


def socket_path(profile: str, data_dir: str, environment: Mapping[str, str]) -> str:
    """Address of the profile's running app on this computer. Raises `ProfileNameError`."""
    folder = data_folder(profile, data_dir, environment)
    return os.path.join(runtime_folder(folder, environment), f"{instance_name(folder)}.sock")  # noqa: PTH118


def _is_ours(folder: str) -> bool:
    """Whether it is an absolute path of a folder of this user's, to which nobody else can write."""
    try:
        entry = os.stat(folder)  # noqa: PTH116 (pathlib would double our start)
    except (OSError, ValueError):
        return False
    if not (os.path.isabs(folder) and stat.S_ISDIR(entry.st_mode)):  # noqa: PTH117
        return False
    return os.name != "posix" or (entry.st_uid == os.getuid() and not entry.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _is_harmless(name: str) -> bool:
    well_formed = 0 < len(name) <= LONGEST_PROFILE and name[0] in _LETTERS and set(name) <= _LETTERS | {"-", "_"}
    return well_formed and name not in _DEVICES


def _platform_folder(environment: Mapping[str, str]) -> str:
    if _FOLLOWS_XDG:
        named = environment.get("XDG_DATA_HOME", "")
        home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111
        base = named if os.path.isabs(named) else f"{home}/.local/share"  # noqa: PTH117
        return f"{base}/{APPLICATION}"
    from platformdirs import user_data_dir  # noqa: PLC0415 (a slow import that Linux does not need)

    return user_data_dir(APPLICATION, appauthor=False)

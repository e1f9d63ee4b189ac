"""Whether somebody follows a profile's calls: the app, or `call`. What nobody follows is old news."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Final

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "following.lock"
"""The app's mark."""
COMMAND_FILE_NAME: Final = "following-command.lock"
"""The mark of commands: they leave to the app what it follows, and so have to tell it from each other."""
_MOST_PROCESSES: Final = 1 << 22
"""Windows has no shared locks: each follower there locks a byte of its own, the one at its process id."""

_log = logging.getLogger(__name__)


class FollowingMark:
    """Fills `services.calling.Following`: a lock that many may share, and the system takes away however they end.

    flock(2) on Linux and macOS; `msvcrt.locking` on Windows, which could not be run here.
    """

    def __init__(self, folder: Path, name: str = FILE_NAME) -> None:
        self._path = folder / name
        self._descriptor: int | None = None

    def set(self) -> None:
        """From now on this process follows calls. Where that cannot be marked, calls work all the same."""
        if self._descriptor is not None:
            return
        descriptor = None
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            _share(descriptor)
        except OSError as error:
            _log.warning("That calls are followed could not be marked: %s", error.strerror)
            if descriptor is not None:
                os.close(descriptor)
            return
        self._descriptor = descriptor

    def clear(self) -> None:
        """This process follows no longer. May be called when it never did."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def is_followed(folder: Path) -> bool:
    """Whether a living process follows this folder's calls. Where that cannot be told, it is taken for granted."""
    return is_app_following(folder) or is_command_following(folder)


def is_app_following(folder: Path) -> bool:
    """The same, of the app alone."""
    return _is_shared(folder / FILE_NAME)


def is_command_following(folder: Path) -> bool:
    """The same, of commands: one of them may also be in the middle of a dial."""
    return _is_shared(folder / COMMAND_FILE_NAME)


class CommandsBeside:
    """Fills `OtherProcesses` for the app: it follows whatever it knows of; commands dial beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def follow(self) -> bool:
        """Nobody but the app, as long as it runs."""
        return False

    def may_be_dialing(self) -> bool:
        """A command lives, and each of them dials."""
        return is_command_following(self._folder)


def _is_shared(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        return not _nobody_shares(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)


def _share(descriptor: int) -> None:
    """Waits for no longer than somebody looks, which is for an instant."""
    if sys.platform == "win32":
        os.lseek(descriptor, os.getpid() % _MOST_PROCESSES, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_SH)


def _nobody_shares(descriptor: int) -> bool:
    """Tries to have it alone; closing the file gives it back. Raises OSError where locks are not to be had."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, _MOST_PROCESSES)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # what flock(2) and Windows say of a lock that others have
        return False
    return True

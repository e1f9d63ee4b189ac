"""Decides which of several processes is the running instance: the one that holds the lock beside the socket."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from pathlib import Path

from acefone_desktop.domain.errors import AcefoneDesktopError, InstanceNotRespondingError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class RuntimeFolderUnsafeError(AcefoneDesktopError, PermissionError):
    code = "runtime-folder-unsafe"
    sentence = "The folder through which running copies of the app find each other is not yours alone."
    remedy = "Remove it, or give it back to your user with mode 0700."


class FileLock:
    """An exclusive lock that the system gives back when its process ends, however it ends.

    flock(2) on Linux and macOS; `msvcrt.locking` of the first byte on Windows, which could not be run here.
    """

    def __init__(self, path: Path, inherited: int | None = None) -> None:
        """`inherited` is a descriptor of the file on which an earlier process has taken the lock for us."""
        self._descriptor = (
            inherited
            if inherited is not None
            else os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        )

    def try_acquire(self) -> bool:
        """Takes the lock unless somebody has it."""
        try:
            self._lock(blocking=False)
        except OSError:
            return False
        return True

    def acquire(self, deadline_s: float) -> None:
        """Waits for the lock; raises `InstanceNotRespondingError` when its holder keeps it beyond the deadline."""
        if self.try_acquire():
            return
        acquired = threading.Event()

        def wait() -> None:
            with contextlib.suppress(OSError):  # Windows gives up by itself after ten seconds
                self._lock(blocking=True)
                acquired.set()

        threading.Thread(target=wait, name="instance-lock", daemon=True).start()
        if not acquired.wait(deadline_s):
            raise InstanceNotRespondingError

    def fileno(self) -> int:
        """The descriptor: a process that inherits it has the lock, too."""
        return self._descriptor

    def close(self) -> None:
        """Gives the lock back, unless another process has inherited it.

        The file stays: removing it would let two processes lock two files of one name.
        """
        os.close(self._descriptor)

    def __enter__(self) -> FileLock:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def _lock(self, *, blocking: bool) -> None:
        if sys.platform == "win32":
            msvcrt.locking(self._descriptor, msvcrt.LK_LOCK if blocking else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | (0 if blocking else fcntl.LOCK_NB))


def make_runtime_folder(folder: Path) -> None:
    """Creates the folder for this user alone (0700); raises `RuntimeFolderUnsafeError` where it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        return  # the folder lies in the user's own profile, which the system guards
    entry = folder.lstat()
    if entry.st_uid != os.getuid() or not folder.is_dir() or folder.is_symlink():
        raise RuntimeFolderUnsafeError(str(folder))
    if entry.st_mode & 0o077:
        folder.chmod(0o700)

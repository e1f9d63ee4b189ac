"""How other processes reach the running instance: a listening socket and what lies around it."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Protocol

from acefone_desktop.app.instance.hand_over import peer_is_ourselves, socket_address
from acefone_desktop.app.instance.instance_claim import RuntimeFolderUnsafeError

_BACKLOG = 1024


class Door(Protocol):
    """How other processes reach this one: a listening socket and what lies around it."""

    listener: socket.socket
    greeting_size: int
    """Bytes a sender says before it is greeted; 0 where the system vouches for who it is."""

    def admits(self, connection: socket.socket) -> bool:
        """Whether the system does not say that the process at the other end is another user's."""
        ...

    def greet(self, nonce: bytes) -> tuple[bytes, bytes]:
        """The greeting for a sender, and the proof it must put before its message."""
        ...

    def close(self) -> None: ...


class UnixDoor:
    """A socket file (0600) in a folder of mode 0700; only processes of the same user are let in."""

    greeting_size = 0

    def __init__(self, socket_path: Path, inherited: socket.socket | None = None) -> None:
        """`inherited` listens at that path already: an earlier process has left it to us."""
        self._path = socket_path
        if inherited is not None:
            self.listener = inherited
            return
        _remove_stale(socket_path)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address, folder = socket_address(str(socket_path))
        try:
            self.listener.bind(address)
            socket_path.chmod(0o600)
            self.listener.listen(_BACKLOG)
        finally:
            if folder is not None:
                os.close(folder)

    def admits(self, connection: socket.socket) -> bool:
        """Whether the process at the other end belongs to this user."""
        return peer_is_ourselves(connection)

    def greet(self, nonce: bytes) -> tuple[bytes, bytes]:
        """Nothing is said and nothing expected: the socket itself proves who is there."""
        del nonce
        return b"", b""

    def close(self) -> None:
        """Takes the name away first, so that nobody connects to an ear that closes."""
        self._path.unlink(missing_ok=True)
        self.listener.close()


def _remove_stale(socket_path: Path) -> None:
    """Removes what a killed instance left; only the holder of the lock may. Anything but a socket is not ours."""
    if socket_path.is_symlink() or (socket_path.exists() and not socket_path.is_socket()):
        raise RuntimeFolderUnsafeError(f"{socket_path} is in the way.")
    socket_path.unlink(missing_ok=True)

"""The hand-over where there are no AF_UNIX sockets: 127.0.0.1, with a secret only this user can read.

For Windows, whose Python has none. The socket's path is then a plain file in the user's own profile with the port and
a secret, and both sides prove that they know the secret before a link is said: whoever else takes over the port of an
instance that crashed learns nothing. All of it runs, and is tested, on other systems too; what could not be run here
is the file's protection by the Windows profile folder and `AllowSetForegroundWindow`.

    client: nonce(16)    server: proof(32) server-nonce(16)    client: proof(32) frame    server: answer
"""

from __future__ import annotations

import _blake2
import _socket
import os
import sys
import time
from hmac import compare_digest
from pathlib import Path

from acefone_desktop.app.instance.hand_over import receive_exactly
from acefone_desktop.app.instance.instance_messages import ANSWER_SIZE

NONCE_SIZE = 16
PROOF_SIZE = 32
_SECRET_SIZE = 32
_LONGEST_NOTE = 256


def exchange(socket_path: str, frame: bytes, deadline_s: float) -> bytes:
    """Sends one frame and returns the answer; raises `OSError` and its kinds as a socket would."""
    ends_at = time.monotonic() + deadline_s
    port, secret, process = _read_note(Path(socket_path))
    connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    try:
        connection.settimeout(deadline_s)
        connection.connect(("127.0.0.1", port))
        nonce = os.urandom(NONCE_SIZE)
        connection.sendall(nonce)
        greeting = receive_exactly(connection, PROOF_SIZE + NONCE_SIZE, ends_at)
        if not compare_digest(greeting[:PROOF_SIZE], prove(secret, b"server", nonce)):
            raise ConnectionRefusedError("somebody else listens on the port")
        _allow_to_come_forward(process)
        connection.sendall(prove(secret, b"client", greeting[PROOF_SIZE:]) + frame)
        return receive_exactly(connection, ANSWER_SIZE, ends_at)
    finally:
        connection.close()


def prove(secret: bytes, side: bytes, nonce: bytes) -> bytes:
    """What only a holder of the secret can say about the nonce (keyed BLAKE2s, RFC 7693 §2.9)."""
    return _blake2.blake2s(side + nonce, key=secret, digest_size=PROOF_SIZE).digest()


class LoopbackDoor:
    """A listener on a free port of 127.0.0.1 and the note that tells this user's processes how to reach it."""

    greeting_size = NONCE_SIZE

    def __init__(self, note_path: Path) -> None:
        import socket  # noqa: PLC0415 (the client does without)

        self._path, self._secret = note_path, os.urandom(_SECRET_SIZE)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        port = self.listener.getsockname()[1]
        draft = note_path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as note:
            note.write(f"{port} {self._secret.hex()} {os.getpid()}\n")
        draft.replace(note_path)

    def admits(self, connection: object) -> bool:
        """The system cannot tell; the proof decides."""
        del connection
        return True

    def greet(self, nonce: bytes) -> tuple[bytes, bytes]:
        """What to say to a client's nonce, and what it must then say before its frame."""
        own = os.urandom(NONCE_SIZE)
        return prove(self._secret, b"server", nonce) + own, prove(self._secret, b"client", own)

    def close(self) -> None:
        """Takes the note away first, so that nobody connects to an ear that closes."""
        self._path.unlink(missing_ok=True)
        self.listener.close()


def _read_note(path: Path) -> tuple[int, bytes, int]:
    with path.open("rb") as note:
        words = note.read(_LONGEST_NOTE).split()
    try:
        port, secret, process = int(words[0]), bytes.fromhex(words[1].decode("ascii")), int(words[2])
    except (IndexError, ValueError) as error:
        raise ConnectionRefusedError("the note is not one of ours") from error
    if not 0 < port < 65536 or len(secret) != _SECRET_SIZE:  # noqa: PLR2004 (TCP ports)
        raise ConnectionRefusedError("the note is not one of ours")
    return port, secret, process


def _allow_to_come_forward(process: int) -> None:
    """Lets the running instance raise its window: the click on the link gave that right to us alone.

    Win32 `AllowSetForegroundWindow(dwProcessId)`; could not be run here.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        ctypes.windll.user32.AllowSetForegroundWindow(process)

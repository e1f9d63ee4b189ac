"""Hands a link, or the wish to see the window, to the instance that already runs.

This module is all that a second process loads before it ends, so that a click on a link costs hardly more than the
interpreter's own start: built-in modules only, `_socket` rather than `socket`.
"""

from __future__ import annotations

import _socket
import os
import stat
import sys
import time

from acefone_desktop.app.instance.instance_messages import (
    ANSWER_SIZE,
    BUSY,
    LINK,
    REFUSED_LINK,
    TAKEN,
    Message,
    MessageMalformedError,
    encode_answer,
    encode_message,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Literal

    HandOverResult = Literal["delivered", "nobody-there"]

DELIVERED: Final = "delivered"
NOBODY_THERE: Final = "nobody-there"
DEADLINE_S = 2.0
USES_LOOPBACK = sys.platform == "win32"
"""Whether the platform's Python has no AF_UNIX sockets."""
INHERITED = "ACEFONE_DESKTOP_INHERITED"
"""Variable that tells a process that it is to be the running instance, and by which descriptors (`succession`)."""

_OTHER_VERSION = "It is of another version than this program: quit it from its tray menu first."
_REFUSALS = {encode_answer(BUSY): "Too much waits in it already."}
_LONGEST_ADDRESS = 100  # sun_path holds 108 bytes on Linux, 104 on macOS


def hand_over(socket_path: str, message: Message, deadline_s: float = DEADLINE_S) -> HandOverResult:
    """Gives the message to the running instance; `delivered` once that has queued it, `nobody-there` where none runs.

    Raises `InstanceNotRespondingError` when one runs and does not take it in time, and `RuntimeFolderUnsafeError` (a
    `PermissionError`) where socket or folder are not this user's alone. Of a link that is too long or not Unicode the
    running instance is told so much, since whoever clicked it looks there; then `LinkNotUnderstoodError` is raised.
    On Windows, whose Python has no AF_UNIX, `loopback_hand_over` does the same over 127.0.0.1.
    """
    frame, refusal = _frame_of(message)
    if USES_LOOPBACK:
        from acefone_desktop.app.instance.loopback_hand_over import exchange  # noqa: PLC0415
    else:
        exchange = _exchange
    try:
        answer = exchange(socket_path, frame, deadline_s)
    except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError, ConnectionResetError, BrokenPipeError):
        return NOBODY_THERE  # reset: it ended before it queued the message
    except PermissionError as error:
        raise _unsafe(error) from error
    except OSError as error:  # includes TimeoutError, a full backlog and a connection broken half-way
        raise _not_responding("") from error
    if answer != encode_answer(TAKEN):
        raise _not_responding(_REFUSALS.get(answer, _OTHER_VERSION))
    if refusal is not None:
        raise refusal
    return DELIVERED


def somebody_listens(socket_path: str) -> bool:
    """Whether an instance runs there, for all that the system knows. Nothing is said to it."""
    try:
        address, folder = socket_address(socket_path)
    except OSError:
        return False
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        connection.settimeout(DEADLINE_S)  # without one a full backlog would be waited for
        connection.connect(address)
    except OSError:
        return False
    finally:
        connection.close()
        if folder is not None:
            os.close(folder)
    return True


def require_own_socket(socket_path: str) -> None:
    """Raises `PermissionError` unless the path is a socket of ours in a folder that nobody else can write to."""
    folder = os.stat(os.path.dirname(socket_path) or ".")  # noqa: PTH116, PTH120 (pathlib would double our start)
    entry = os.lstat(socket_path)
    if folder.st_uid != os.getuid() or folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"others can write to the folder of {socket_path}")
    if entry.st_uid != os.getuid() or not stat.S_ISSOCK(entry.st_mode):
        raise PermissionError(f"{socket_path} is not a socket of this user")


def peer_is_ourselves(connection: _socket.socket) -> bool:
    """Whether a process of this user is at the other end; True where the system cannot tell (the folder guards then).

    Linux: SO_PEERCRED (unix(7)). macOS: LOCAL_PEERCRED, struct xucred (unix(4)); that branch could not be run here.
    """
    if sys.platform == "linux":
        credentials = connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
    elif sys.platform == "darwin":
        credentials = connection.getsockopt(0, 1, 76)
    else:
        return True
    return int.from_bytes(credentials[4:8], sys.byteorder) == os.getuid()


def socket_address(socket_path: str) -> tuple[str, int | None]:
    """An address that fits, and a descriptor to close after use: a long path is reached through its open folder."""
    if len(os.fsencode(socket_path)) <= _LONGEST_ADDRESS or sys.platform != "linux":
        return socket_path, None
    folder, name = os.path.split(socket_path)
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    return f"/proc/self/fd/{descriptor}/{name}", descriptor


def receive_exactly(connection: _socket.socket, size: int, ends_at: float) -> bytes:
    """Reads `size` bytes before `ends_at` (monotonic); raises `TimeoutError` or `ConnectionResetError`."""
    received = b""
    while len(received) < size:
        left_s = ends_at - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        connection.settimeout(left_s)
        chunk = connection.recv(size - len(received))
        if not chunk:
            raise ConnectionResetError("closed before the end")
        received += chunk
    return received


def _exchange(socket_path: str, frame: bytes, deadline_s: float) -> bytes:
    ends_at = time.monotonic() + deadline_s
    require_own_socket(socket_path)
    address, folder = socket_address(socket_path)
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        connection.settimeout(deadline_s)
        connection.connect(address)
        if not peer_is_ourselves(connection):
            raise PermissionError(f"somebody else listens at {socket_path}")
        connection.sendall(frame)
        return receive_exactly(connection, ANSWER_SIZE, ends_at)
    finally:
        connection.close()
        if folder is not None:
            os.close(folder)


def _frame_of(message: Message) -> tuple[bytes, Exception | None]:
    """What to send, and why it is not the message itself."""
    try:
        return encode_message(message), None
    except MessageMalformedError:
        if message.kind != LINK:
            raise
        from acefone_desktop.app.instance.refused_links import refusal_of_link  # noqa: PLC0415

        return encode_message(Message(REFUSED_LINK, "", message.activation_token)), refusal_of_link()


def _unsafe(error: PermissionError) -> Exception:
    from acefone_desktop.app.instance.instance_claim import RuntimeFolderUnsafeError  # noqa: PLC0415

    return RuntimeFolderUnsafeError(f"({error}.)")


def _not_responding(detail: str) -> Exception:
    from acefone_desktop.domain.errors import InstanceNotRespondingError  # noqa: PLC0415

    return InstanceNotRespondingError(detail)

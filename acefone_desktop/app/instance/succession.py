"""What an instance that ends leaves to the next: its ear, its lock, and what it has acknowledged and not shown.

The next one is started by it and inherits the descriptors. So there is no moment in which nobody listens or a third
process could come between, and links keep their order. What was acknowledged goes through a pipe: in a command line
others could read it, and there is an end to its length. On Windows only that is left; the ear is opened anew.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from typing import TYPE_CHECKING, NamedTuple

from acefone_desktop.app.instance.hand_over import INHERITED
from acefone_desktop.app.instance.instance_claim import FileLock
from acefone_desktop.app.instance.instance_door import UnixDoor
from acefone_desktop.app.instance.instance_inbox import LARGEST_HELD
from acefone_desktop.app.instance.instance_messages import (
    DIAL_CLIPBOARD,
    HEADER_SIZE,
    LINK,
    QUICK_DIAL,
    RAISE,
    REFUSED_LINK,
    MessageMalformedError,
    decode_message,
    encode_message,
    message_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from pathlib import Path

    from acefone_desktop.app.instance.instance_messages import Message

PASSED_ON = frozenset({RAISE, LINK, REFUSED_LINK, QUICK_DIAL, DIAL_CLIPBOARD})
"""What somebody waits to see; anything else ends with the instance that heard it."""
_LETTERS_ALONE = "-"
_LETTERS = 0  # the standard input


class Heirloom(NamedTuple):
    """Descriptors of a listening socket and of a file that is locked."""

    listener: int
    lock: int


class Estate(NamedTuple):
    """What an heir begins with."""

    door: UnixDoor
    lock: FileLock
    letters: tuple[Message, ...]


def start_heir(profile: str, data_dir: str, letters: tuple[Message, ...], heirloom: Heirloom | None) -> None:
    """Starts the app anew with what nobody has heard yet; returns when it has that.

    Raises `OSError`, and `LinkHandlerError` for a copy that could only be started from its own folder.
    """
    import subprocess  # noqa: PLC0415 (needed at the end, if ever)

    from acefone_desktop.desktop.launch import launch_command  # noqa: PLC0415

    needs_no_window = {letter.kind for letter in letters} <= {QUICK_DIAL, DIAL_CLIPBOARD}
    named = ",".join(map(str, heirloom)) if heirloom else _LETTERS_ALONE
    process = subprocess.Popen(  # noqa: S603 (our own program)
        [*launch_command(profile, data_dir), *(["--tray"] if needs_no_window else [])],
        stdin=subprocess.PIPE,
        start_new_session=True,
        pass_fds=heirloom or (),
        env={**os.environ, INHERITED: named},
    )
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write(b"".join(map(encode_message, letters)))


def take_estate(socket_path: Path, environment: MutableMapping[str, str]) -> Estate | None:
    """What an earlier instance of this path left to this process; nobody whom we start finds it again.

    None where nothing was left, or what is named there is something else.
    """
    if environment.get(INHERITED, _LETTERS_ALONE) == _LETTERS_ALONE:
        return None
    try:
        heirloom = Heirloom(*map(int, environment.pop(INHERITED).split(",")))
        if not (_listens(heirloom.listener) and _is_file(heirloom.lock, socket_path.with_suffix(".lock"))):
            return None
        for descriptor in heirloom:
            os.set_inheritable(descriptor, False)  # noqa: FBT003 (the system's call)
        lock = FileLock(socket_path, heirloom.lock)
    except (OSError, TypeError, ValueError, OverflowError):
        return None
    if not lock.try_acquire():
        return None
    return Estate(UnixDoor(socket_path, socket.socket(fileno=heirloom.listener)), lock, tuple(_read_letters()))


def take_letters(environment: MutableMapping[str, str]) -> tuple[Message, ...]:
    """The same where an ear cannot be inherited: only what was acknowledged."""
    if environment.get(INHERITED) != _LETTERS_ALONE:
        return ()
    del environment[INHERITED]
    return () if os.isatty(_LETTERS) else tuple(_read_letters())


def _read_letters() -> Iterator[Message]:
    """Until the end, or something that is no message."""
    with open(_LETTERS, "rb", closefd=False) as pipe:
        read = pipe.read(LARGEST_HELD)
    at = 0
    while at < len(read):
        try:
            end = at + message_size(read[at : at + HEADER_SIZE])
            yield decode_message(read[at:end])
        except MessageMalformedError:
            return
        at = end


def _listens(descriptor: int) -> bool:
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        return False
    with socket.socket(fileno=os.dup(descriptor)) as ear:
        return ear.family == socket.AF_UNIX and bool(ear.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _is_file(descriptor: int, path: Path) -> bool:
    return os.path.samestat(os.fstat(descriptor), path.stat())

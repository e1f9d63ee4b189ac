"""Runs a child up to its n-th write and kills it there; seen from outside, so that what runs needs no hooks for it.

The kernel stops the child at every system call (ptrace(2)). Those that change a file, make it durable, or send or take
something over the network are counted, on all its threads; before the n-th of them is carried out, SIGKILL comes.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.power_cuts import LOG_NAME

_TRACEME, _SYSCALL, _SETOPTIONS, _GET_SYSCALL_INFO = 0, 24, 0x4200, 0x420E
_OPTIONS = 0x1 | 0x8 | 0x10_0000  # syscall stops told apart, new threads traced too, all killed with the tracer
_SYSCALL_STOP = signal.SIGTRAP | 0x80 if sys.platform != "win32" else 0
_ANY_CHILD: Final = 0x4000_0000  # __WALL: threads too
_ENTRY = 1

_NAMES: Final = {
    "x86_64": {
        1: "write", 18: "pwrite64", 20: "writev", 44: "sendto", 45: "recvfrom", 46: "sendmsg", 47: "recvmsg",
        42: "connect", 74: "fsync", 75: "fdatasync", 77: "ftruncate", 82: "rename", 87: "unlink", 263: "unlinkat",
        264: "renameat", 316: "renameat2",
    },
    "aarch64": {
        64: "write", 68: "pwrite64", 66: "writev", 206: "sendto", 207: "recvfrom", 211: "sendmsg", 212: "recvmsg",
        203: "connect", 82: "fsync", 83: "fdatasync", 46: "ftruncate", 38: "renameat", 35: "unlinkat",
        276: "renameat2",
    },
}  # fmt: skip
_CALLS: Final = _NAMES.get(platform.machine(), {})
_NETWORK: Final = frozenset({"sendto", "recvfrom", "sendmsg", "recvmsg"})
_BY_PATH: Final = frozenset({"rename", "renameat", "renameat2", "unlink", "unlinkat"})
_INET: Final = (2, 10)
_SYNCHRONISING: Final = frozenset({f"fsync {LOG_NAME}", f"fdatasync {LOG_NAME}"})
FROM_HERE: Final = "from here"
"""A file in which a child writes to say that from then on its writes count."""


class _SyscallInfo(ctypes.Structure):
    _fields_ = (
        ("op", ctypes.c_uint8), ("padding", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64), ("sp", ctypes.c_uint64), ("nr", ctypes.c_uint64), ("args", ctypes.c_uint64 * 6),
        ("rest", ctypes.c_uint64 * 2),
    )  # fmt: skip


@dataclass
class Trace:
    """What came of one run: the writes it made, and its exit status (negative: the signal that ended it)."""

    points: list[str] = field(default_factory=list)
    status: int = 0
    synchronised: int = 0
    """How much of the database's log was certainly on disk at the end."""

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL


def can_trace() -> bool:
    """Whether this system lets a parent trace its child, and its calls are known here."""
    if sys.platform != "linux" or not _CALLS:
        return False
    try:
        return run_traced(lambda: 0, None).status == 0
    except OSError:
        return False


def run_traced(
    child: Callable[[], int], kill_at: int | str | None, *, each: bool = True, from_here: bool = False
) -> Trace:
    """Forks, runs `child` there and returns when it is gone. None lets it run.

    `kill_at` counts from 1; or it names a kind of write, of which the first is meant. With `from_here` they count from
    the moment that the child says so; see `FROM_HERE`.

    Without `each`, several writes to one file with nothing in between count as one, before its first: of a transaction
    that is not yet whole, nobody sees how far it has come.
    To be used by a process with a single thread. Raises OSError where tracing is not allowed.
    """
    pid = os.fork()
    if pid == 0:
        _be_traced(child)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSTOPPED(status):
        raise OSError("tracing is not allowed")
    _ptrace(_SETOPTIONS, pid, _OPTIONS)
    _ptrace(_SYSCALL, pid, 0)
    return _follow(pid, kill_at, each=each, counting=not from_here)


def _be_traced(child: Callable[[], int]) -> None:
    status = 70
    try:
        _ptrace(_TRACEME, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        status = child()
    finally:
        os._exit(status)


def _follow(pid: int, kill_at: int | str | None, *, each: bool, counting: bool) -> Trace:
    trace, network, synchronising = Trace(), set[int](), dict[int, int]()
    last = ""
    while True:
        stopped, status = os.waitpid(-1, _ANY_CHILD)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if stopped == pid:
                trace.status = os.waitstatus_to_exitcode(status)
                return trace
            continue
        passed_on = 0
        if os.WSTOPSIG(status) == _SYSCALL_STOP:
            if stopped in synchronising:  # this is the end of that call
                trace.synchronised = synchronising.pop(stopped)
            point = _point(pid, stopped, network)
            if point == f"write {FROM_HERE}":
                counting = True
            elif point is not None and counting and (each or point != last):
                last = point
                trace.points.append(point)
                if kill_at in {len(trace.points), point}:
                    os.kill(pid, signal.SIGKILL)
                    continue
            if point in _SYNCHRONISING:
                synchronising[stopped] = _log_size(pid)
        elif os.WSTOPSIG(status) not in {signal.SIGTRAP, signal.SIGSTOP}:
            passed_on = os.WSTOPSIG(status)
        _ptrace(_SYSCALL, stopped, passed_on)


def _point(pid: int, thread: int, network: set[int]) -> str | None:
    """What is about to be done, if it is one of the calls that count."""
    info = _SyscallInfo()
    _ptrace(_GET_SYSCALL_INFO, thread, ctypes.addressof(info), ctypes.sizeof(info))
    name = _CALLS.get(info.nr) if info.op == _ENTRY else None
    if name is None:
        return None
    descriptor = info.args[0]
    if name == "connect":
        if _family(pid, info.args[1]) not in _INET:
            return None
        network.add(descriptor)
    if name in _NETWORK or name == "connect":
        return f"{name} network" if descriptor in network else None
    if name in _BY_PATH:
        return name
    target = _target(pid, descriptor)
    return f"{name} {target}" if target else None


def _target(pid: int, descriptor: int) -> str:
    """The file's name; empty for what is none, such as the pipe by which threads wake each other."""
    try:
        path = str(Path(f"/proc/{pid}/fd/{descriptor}").readlink())
    except OSError:
        return ""
    return Path(path).name if path.startswith("/") and not path.startswith("/dev/") else ""


def _log_size(pid: int) -> int:
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            if descriptor.readlink().name == LOG_NAME:
                return descriptor.stat().st_size
    return 0


def _family(pid: int, address: int) -> int:
    with Path(f"/proc/{pid}/mem").open("rb") as memory:
        memory.seek(address)
        return int.from_bytes(memory.read(2), sys.byteorder)


_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _ptrace(request: int, pid: int, data: int, address: int = 0) -> None:
    if _libc is None:
        raise OSError("there is no ptrace here")
    call = _libc.ptrace
    call.restype = ctypes.c_long
    if request == _GET_SYSCALL_INFO:
        data, address = address, data
        result = call(ctypes.c_long(request), ctypes.c_long(pid), ctypes.c_void_p(data), ctypes.c_void_p(address))
    else:
        result = call(ctypes.c_long(request), ctypes.c_long(pid), None, ctypes.c_void_p(data))
    if result < 0:
        error = ctypes.get_errno()
        if error != 3:  # ESRCH: it has just been killed
            raise OSError(error, os.strerror(error))

"""What a power cut leaves of a database: writes that were never made durable are there, not there, or half there.

SQLite's log (https://sqlite.org/fileformat2.html#walformat) is a head of 32 bytes, then frames, each 24 bytes about a
page and the page. Until it is synchronised nobody knows which of its newest bytes are on disk.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.storage.database import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG_NAME: Final = f"{FILE_NAME}-wal"
SHARED_NAME: Final = f"{FILE_NAME}-shm"
HEAD, FRAME_HEAD = 32, 24
_PAGE_SIZE_AT, _SECTOR = 8, 512


@dataclass(frozen=True, slots=True)
class Log:
    """The bytes of a log."""

    whole: bytes

    @property
    def frame(self) -> int:
        """Length of one frame."""
        return FRAME_HEAD + int.from_bytes(self.whole[_PAGE_SIZE_AT : _PAGE_SIZE_AT + 4], "big")

    def frames(self, begin: int = HEAD) -> range:
        """Where each frame begins, from there on."""
        return range(begin, len(self.whole), self.frame)

    def pages(self) -> Iterator[tuple[int, bytes]]:
        """Number (from 1) and content of each page, oldest first."""
        for at in self.frames():
            yield int.from_bytes(self.whole[at : at + 4], "big"), self.whole[at + FRAME_HEAD : at + self.frame]


def cuts(log: Log) -> Iterator[int]:
    """Lengths to which the log may have come: up to each frame, and somewhere in it."""
    yield 0
    yield HEAD // 2
    for place, at in enumerate(log.frames()):
        yield at
        yield at + (log.frame // 3, log.frame // 2, log.frame - 1)[place % 3]
    yield len(log.whole)


def damages(log: Log, synchronised: int) -> Iterator[bytes]:
    """The log with one frame after what is synchronised left out, scrambled, or half written, and all others whole."""
    chance = random.Random(synchronised)  # noqa: S311 (repeatable)
    for place, at in enumerate(log.frames(max(synchronised, HEAD))):
        end, middle = at + log.frame, at + log.frame // 2 // _SECTOR * _SECTOR
        begin = middle if place % 3 == 2 else at
        filling = bytes(end - begin) if place % 3 == 0 else chance.randbytes(end - begin)
        yield log.whole[:begin] + filling + log.whole[end:]


def left_behind(folder: Path, target: Path, log: bytes) -> Path:
    """A copy of the database's folder as it is found when power is back: with this log, and without shared memory."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copy(folder / FILE_NAME, target)
    (target / LOG_NAME).write_bytes(log)
    return target


def cut_power(folder: Path, synchronised: int) -> None:
    """Takes away what was not yet synchronised, but for half of it: the first part of a write is the likelier one."""
    log = folder / LOG_NAME
    if log.exists() and (size := log.stat().st_size) > synchronised:
        with log.open("r+b") as file:
            file.truncate(synchronised + (size - synchronised) // 2)
    (folder / SHARED_NAME).unlink(missing_ok=True)

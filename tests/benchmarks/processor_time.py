"""What a process has used of the processor, as Linux tells (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path

_USER, _SYSTEM = 11, 12  # places after the command's name


def processor_s(pid: int) -> float:
    """Seconds of all its threads so far, for itself and in the system."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(parts[_USER]) + int(parts[_SYSTEM])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that it has started and that run."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text(encoding="utf-8").split()]


def command_line(pid: int) -> str:
    """The program and its arguments."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")

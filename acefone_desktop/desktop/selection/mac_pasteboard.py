"""Copied text on macOS: pbpaste(1), which comes with the system. Could not be run here."""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 64 * 1024
"""Bytes; more of a longer text is not looked at."""
DEADLINE_S = 1.0
COMMAND = ("/usr/bin/pbpaste", "-Prefer", "txt")


def read_pasteboard(command: Sequence[str] = COMMAND, deadline_s: float = DEADLINE_S) -> str:
    """The text; empty where there is none. Raises `TimeoutError` where it does not come in time.

    A process of its own can be ended when the program that copied hangs; its text is UTF-8 where the locale says so.
    """
    process = subprocess.Popen(  # noqa: S603 (the system's own program, without a shell)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"LC_CTYPE": "UTF-8"}
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    deadline = threading.Timer(deadline_s, end)
    deadline.daemon = True
    deadline.start()
    try:
        with process:
            content = process.stdout.read(LARGEST) if process.stdout is not None else b""
            process.kill()  # what it has beyond that
    finally:
        deadline.cancel()
    if late.is_set():
        raise TimeoutError
    return content.decode("utf-8", "ignore")

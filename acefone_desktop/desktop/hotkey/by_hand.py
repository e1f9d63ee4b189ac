"""What to bind to a key in the desktop's own keyboard settings, where a program is given no key."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from acefone_desktop.desktop.launch import launch_command

COMMAND = "dial-clipboard"
_PROGRAM = "acefone-desktop.exe" if sys.platform == "win32" else "acefone-desktop"


def by_hand_command(profile: str = "", data_dir: str = "") -> str:
    """The whole line, with the program's full path: desktops do not look where a terminal looks.

    Raises `LinkHandlerError` for a copy that could only be started from its own folder.
    """
    program, *rest = launch_command(profile, data_dir)
    short = Path(sys.executable).with_name(_PROGRAM)
    if not getattr(sys, "frozen", False) and short.is_file():
        program, rest = str(short), rest[2:]  # in the place of: interpreter -P __main__.py
    words = [program, *rest, COMMAND]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)

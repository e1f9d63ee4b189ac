"""How the desktop starts this program again: for links, menus and autostart."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from acefone_desktop.desktop.resources import resource
from acefone_desktop.domain.errors import LinkHandlerError

MAIN = Path(__file__).parent.parent / "__main__.py"
ICON = resource("mark.svg")

_ENV = "/usr/bin/env"
_RESERVED = re.compile(r"[\s\"'\\><~|&;$*?#()`%=]")  # Desktop Entry Specification 1.5, “The Exec key”; and = for safety


def launch_command(profile: str = "", data_dir: str = "") -> tuple[str, ...]:
    """Program and arguments that start the app as it runs now, for this profile and data folder where they are named.

    Raises `LinkHandlerError` for a copy that could only be started from its own folder.
    """
    options = [*(("--profile", profile) if profile else ()), *(("--data-dir", data_dir) if data_dir else ())]
    if getattr(sys, "frozen", False):
        return (sys.executable, *options)
    if not _is_installed():
        raise LinkHandlerError("This copy is not installed: set it up first.")
    # The file itself rather than `-m`, which would import runpy first: a fifth of what a link costs. -P keeps the
    # file's folder off the import path.
    return (_interpreter(), "-P", str(MAIN), *options)


def exec_value(arguments: Sequence[str], *field_codes: str) -> str:
    """The value of a desktop entry's Exec key that runs exactly these arguments, then the field codes.

    Quoting as in the Desktop Entry Specification 1.5 (“The Exec key” and “Basic format”): reserved characters within
    double quotes, `%` doubled, and every backslash doubled once more as in any string value. Raises
    `LinkHandlerError` for what the format cannot hold: line breaks, or a program whose path contains `=`.

    A program with `%` in its path is started through env(1): GLib looks for it before it has read `%%` as `%`, finds
    nothing, and takes the whole entry for one of a program that is not installed.
    """
    if any(c in argument for argument in arguments for c in "\n\r\0") or "=" in arguments[0]:
        raise LinkHandlerError("The program's path holds a character that desktop entries do not allow.")
    if "%" in arguments[0]:
        arguments = (_ENV, *arguments)
    return " ".join([*map(_quoted, arguments), *field_codes])


def _is_installed() -> bool:
    """Whether an installer's record of us is on the import path. `importlib.metadata` asks the same and takes 3 MB."""
    return any(True for folder in sys.path for _ in Path(folder).glob("acefone_desktop-*.dist-info"))


def _quoted(argument: str) -> str:
    if argument and not _RESERVED.search(argument):
        return argument
    escaped = re.sub(r'(["`$\\])', r"\\\1", argument).replace("%", "%%")
    return '"' + escaped.replace("\\", "\\\\") + '"'


def _interpreter() -> str:
    """The interpreter without a console window, where there are two.

    Under one name of several, whichever the app was started by: an environment has `python`, `python3` and more for the
    same program, and what was registered by one is no other copy for the next.
    """
    running = Path(sys.executable)
    if sys.platform == "win32":
        windowed = running.with_name("pythonw.exe")
        return str(windowed if windowed.exists() else running)
    usual = running.with_name("python3")
    return str(usual if usual.exists() and usual.samefile(running) else running)

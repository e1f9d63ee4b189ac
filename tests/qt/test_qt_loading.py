"""Qt is loaded without PySide's own `import`, which reads the source of every later module, and without signatures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import shiboken6

_AFTERWARDS = """
import linecache
from acefone_desktop.app.desktop.qt_loading import load_qt
{first}
import acefone_desktop.app.desktop.qt_run
print(sum("acefone_desktop" in name for name in linecache.cache))
"""


def _sources_read(first: str) -> int:
    """How many of our source files a process has read when the app's modules are loaded."""
    script = _AFTERWARDS.format(first=first)
    return int(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)


def test_modules_loaded_after_qt_are_not_read_as_text() -> None:
    assert _sources_read("load_qt()") == 0


def test_pyside_would_read_them() -> None:
    """Where this fails, PySide has changed and `load_qt` may have become superfluous."""
    assert _sources_read("import PySide6.QtCore") > 0


_ASKED_WRONGLY = """
import sys
from acefone_desktop.app.desktop.qt_loading import load_qt
{first}
from PySide6.QtCore import QPoint, QTimer
print("argparse" in sys.modules)
for wrong in (lambda: QPoint("a", 1), lambda: QTimer.singleShot("x"), lambda: QPoint().setX([])):
    try:
        wrong()
    except TypeError as error:
        print(error)
import PySide6.support.signature.lib.enum_sig
print(len(PySide6.support.signature.parser.using_snake_case.__name__))
"""


def _told_about_wrong_calls(first: str) -> list[str]:
    script = _ASKED_WRONGLY.format(first=first)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_what_words_messages_is_loaded_with_the_first_message_and_says_the_same() -> None:
    loaded, *told = _told_about_wrong_calls("load_qt()")
    usually_loaded, *usually_told = _told_about_wrong_calls("import PySide6.QtCore")
    assert told == usually_told
    assert any("Supported signatures" in line for line in told)
    is_unpacked = (Path(shiboken6.__file__).parent / "files.dir").is_dir()  # as `bootstrap.py setup` leaves it
    assert loaded == ("False" if is_unpacked else usually_loaded)
    assert usually_loaded == "True", "PySide has changed, and `load_qt` may have become superfluous"

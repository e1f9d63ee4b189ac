"""Qt is loaded without PySide's own `import`, which reads the source of every later module."""

from __future__ import annotations

import subprocess
import sys

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

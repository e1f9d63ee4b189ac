"""A program that copies a file's text, as another application would, and holds it until it is ended.

Run as: python -m tests.support.clipboard_owner FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication


def main() -> int:
    """Copies and stays, for on X11 the text lives in the program that copied it."""
    application = QGuiApplication([])
    QGuiApplication.clipboard().setText(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print("copied", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

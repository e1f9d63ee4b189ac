"""A program in which a text is selected, or copied, and which says each time somebody asks for it.

Run as: python -m tests.support.selection_owner primary|clipboard FILE. It prints “ready”, then “asked” for each time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = {"primary": QClipboard.Mode.Selection, "clipboard": QClipboard.Mode.Clipboard}


class CountedText(QMimeData):
    """Text that is given out while somebody counts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def formats(self) -> list[str]:
        return ["text/plain"]

    def hasFormat(self, mime_type: str) -> bool:  # noqa: N802
        return mime_type == "text/plain"

    def retrieveData(self, mime_type: str, preferred: object) -> object:  # noqa: N802, ARG002 (Qt names it)
        print("asked", flush=True)
        return self._text if mime_type == "text/plain" else None


def main() -> int:
    """Owns the text until it is ended: on X11 it lives in the program that it was selected in."""
    application = QGuiApplication([])
    text = Path(sys.argv[2]).read_text(encoding="utf-8")
    QGuiApplication.clipboard().setMimeData(CountedText(text), _MODES[sys.argv[1]])
    print("ready", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

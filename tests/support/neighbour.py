"""Another program's window over the whole screen, to be typed into: `python -m tests.support.neighbour`."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QPlainTextEdit

TITLE = "A letter"


def main() -> int:
    """Shows the window, and says each time what is in it."""
    application = QApplication(sys.argv)
    letter = QPlainTextEdit()
    letter.setWindowTitle(TITLE)
    letter.textChanged.connect(lambda: print(letter.toPlainText(), flush=True))
    letter.showMaximized()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

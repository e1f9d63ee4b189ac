"""A small Qt program with a field, an icon in the tray and a menu, for the tests of the desktop session itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSystemTrayIcon


def say(*words: object) -> None:
    print(*words, flush=True)


def main() -> int:
    application = QApplication(sys.argv)
    application.setApplicationName("session-probe")
    application.setQuitOnLastWindowClosed(False)
    picture = QPixmap(22, 22)
    picture.fill(Qt.GlobalColor.darkGreen)
    menu = QMenu()
    menu.addAction("&Dial a number").triggered.connect(lambda: say("dial"))
    menu.addSeparator()
    menu.addMenu("More").addAction("Quit").triggered.connect(application.quit)
    icon = QSystemTrayIcon(QIcon(picture))
    icon.setContextMenu(menu)
    icon.setToolTip("Nothing to do")
    icon.activated.connect(lambda reason: say("activated", reason.name))
    icon.show()
    field = QLineEdit()
    field.setWindowTitle("Session probe")
    field.textChanged.connect(lambda text: say("text", text))
    field.resize(300, 40)
    field.show()
    say("tray", QSystemTrayIcon.isSystemTrayAvailable())
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

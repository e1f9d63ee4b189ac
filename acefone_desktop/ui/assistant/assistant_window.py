"""The assistant as a window of its own, the size of the main one that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.app_mark import app_icon
from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.window.main_window import centred

if TYPE_CHECKING:
    from acefone_desktop.ui.assistant.assistant import Assistant
    from acefone_desktop.ui.window.main_window import WindowKeeper


class AssistantWindow(QWidget):
    """Closing it leaves the app in the tray, or ends it where there is none."""

    painted = Signal()  # once, after the first painting
    hidden_to_tray = Signal()
    quit_wanted = Signal()

    def __init__(self, assistant: Assistant, keeper: WindowKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._assistant = assistant
        self._was_painted = False
        self.setWindowTitle(self.tr("Acefone Desktop"))
        self.setWindowIcon(app_icon())
        column(self, (assistant, 1), margins=(0, 0, 0, 0), spacing=0)
        self.setFocusProxy(assistant)
        self.setGeometry(centred(QSize(tokens.NARROW_WIDTH, tokens.NARROW_HEIGHT)))

    @Slot()
    def come_to_front(self) -> None:
        """Shows the window and gives it the keyboard."""
        self.showNormal()
        self.raise_()
        self.activateWindow()
        self.setFocus()

    def show_banner(self, kind: str, text: str) -> None:
        """A sentence above the steps that needs no answer."""
        self._assistant.show_banner(kind, text)

    def hide_banner(self) -> None:
        """What it said no longer holds."""
        self._assistant.hide_banner()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self._keeper.stays_in_tray():
            event.ignore()
            self.hide()
            self.hidden_to_tray.emit()
        else:
            event.accept()
            self.quit_wanted.emit()

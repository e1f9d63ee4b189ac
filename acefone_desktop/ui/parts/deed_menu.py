"""A menu for the moment, whose lines each say what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from acefone_desktop.ui.look.icons import Glyph, glyph_icon

if TYPE_CHECKING:
    from collections.abc import Callable


class DeedMenu(QMenu):
    """Gone once it is closed. Show it with `popup`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.triggered.connect(self._do)

    def add(self, glyph: Glyph, text: str, deed: Callable[[], None], *, enabled: bool = True) -> None:
        """One line. An ampersand in the text is a letter."""
        action = self.addAction(glyph_icon(glyph), text.replace("&", "&&"))
        action.setEnabled(enabled)
        action.setData(deed)

    @Slot(QAction)
    def _do(self, action: QAction) -> None:
        action.data()()

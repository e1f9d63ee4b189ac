"""A list, or what is said in its place while it has no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.parts.layouts import row

if TYPE_CHECKING:
    from acefone_desktop.ui.parts.empty_state import EmptyState


class ListOrNothing(QWidget):
    """The keyboard goes to `refuge` when the button that has it is hidden: else Qt would send it anywhere."""

    def __init__(self, rows: QWidget, empty: EmptyState, refuge: QWidget) -> None:
        super().__init__()
        self._rows, self._empty, self._refuge = rows, empty, refuge
        side = tokens.SPACE_S
        self.setLayout(row((rows, 1), (empty, 1), spacing=0, margins=(side, 0, side, 0)))

    def show_rows(self, *, there_are: bool) -> None:
        """The list where there are rows, the words where there are none."""
        if there_are and self._empty.isAncestorOf(self.window().focusWidget() or self):
            self._refuge.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rows.setVisible(there_are)
        self._empty.setVisible(not there_are)

"""Which version this is, and where it keeps things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.layouts import button, column, row
from acefone_desktop.ui.parts.page_parts import caption

if TYPE_CHECKING:
    from acefone_desktop.ui.settings.settings_system import SystemSettings


class AboutSection(QWidget):
    """Texts that can be selected, for a mail to support."""

    def __init__(self, system: SystemSettings) -> None:
        super().__init__()
        self._system = system
        self._version = QLabel()
        names = (self.tr("Settings, contacts and history"), self.tr("Log"))
        self._rows = tuple((caption(name), _path(name)) for name in names)
        self._open = button(self.tr("Open data folder"))
        self._open.setIcon(glyph_icon(Glyph.FOLDER_OPEN))
        column(
            self,
            self._version,
            *(column(None, caption_label, path, spacing=tokens.SPACE_XS) for caption_label, path in self._rows),
            row(self._open, 1),
        )
        self._open.clicked.connect(system.folder_wanted)
        system.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        state = self._system.state
        self._version.setText(self.tr("Acefone Desktop {0}").format(state.version).strip())
        for (caption_label, label), text in zip(self._rows, (state.data_folder, state.log_file), strict=True):
            label.setText(text)
            label.setCursorPosition(0)
            label.setVisible(bool(text))
            caption_label.setVisible(bool(text))
        self._open.setVisible(bool(state.data_folder))


def _path(name: str) -> QLineEdit:
    field = QLineEdit(readOnly=True)
    field.setAccessibleName(name)
    return field

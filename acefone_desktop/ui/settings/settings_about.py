"""Which version this is, and where it keeps things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import button, column, icon_button, row
from acefone_desktop.ui.parts.page_parts import caption
from acefone_desktop.ui.parts.strip import announce

if TYPE_CHECKING:
    from acefone_desktop.ui.settings.settings_system import SystemSettings


class PlaceLine(QWidget):
    """A path under its name, cut in the middle where it is long; the button copies the whole of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._path = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle)
        self._copy = icon_button(Glyph.COPY, self.tr("Copy: {0}").format(name))
        self._copy.clicked.connect(self._copy_path)
        path = column(None, caption(name), self._path, spacing=tokens.SPACE_XS)
        self.setLayout(row((path, 1), self._copy))

    def show_path(self, path: str) -> None:
        """Hidden for none."""
        self._path.set_whole_text(path)
        self.setVisible(bool(path))

    @Slot()
    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(self._path.whole_text)
        announce(self, self.tr("Copied"))


class AboutSection(QWidget):
    """Paths that can be copied, for a mail to support."""

    def __init__(self, system: SystemSettings) -> None:
        super().__init__()
        self._system = system
        self._version = QLabel()
        names = (self.tr("Settings, contacts and history"), self.tr("Log"))
        self._places = tuple(PlaceLine(name) for name in names)
        self._open = button(self.tr("Open data folder"))
        self._open.setIcon(glyph_icon(Glyph.FOLDER_OPEN))
        column(self, self._version, *self._places, row(self._open, 1))
        self._open.clicked.connect(system.folder_wanted)
        system.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        state = self._system.state
        self._version.setText(self.tr("Acefone Desktop {0}").format(state.version).strip())
        for line, path in zip(self._places, (state.data_folder, state.log_file), strict=True):
            line.show_path(path)
        self._open.setVisible(bool(state.data_folder))

"""Light or dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.parts.toggles import Segment, Segments

if TYPE_CHECKING:
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.ui.look.theme import Theme


class AppearanceSection(QWidget):
    """Takes effect at once."""

    def __init__(self, settings: SettingsStore, theme: Theme) -> None:
        super().__init__()
        self._settings, self._theme = settings, theme
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self._choices = {choice: Segment(name, theme) for choice, name in names.items()}
        self._group = QButtonGroup(self)
        for choice, segment in self._choices.items():
            segment.setProperty("choice", choice)
            self._group.addButton(segment)
        column(self, Segments(self.tr("Appearance"), tuple(self._choices.values())))
        self._group.buttonClicked.connect(self._choose)
        settings.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        self._choices.get(self._settings.state.theme, self._choices["system"]).setChecked(True)

    @Slot(QAbstractButton)
    def _choose(self, segment: QAbstractButton) -> None:
        choice = segment.property("choice")
        self._theme.choose(choice)
        self._settings.change(theme=choice)

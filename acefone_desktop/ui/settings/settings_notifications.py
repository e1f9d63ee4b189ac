"""Whether, when and with how many particulars notifications come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from acefone_desktop.domain.notification_settings import Preview, QuietSpan
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.layouts import column
from acefone_desktop.ui.parts.page_parts import rule
from acefone_desktop.ui.parts.quiet_words import quiet_words, span_words
from acefone_desktop.ui.parts.toggles import Switch

if TYPE_CHECKING:
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.ui.look.theme import Theme

_END = "end"


class NotificationsSection(QWidget):
    """The system's own do-not-disturb is minded whatever is chosen here."""

    quiet_wanted = Signal(object)  # QuietSpan
    quiet_end_wanted = Signal()

    def __init__(self, settings: SettingsStore, theme: Theme) -> None:
        super().__init__()
        self._settings = settings
        self._switch = Switch(
            self.tr("Notifications"), theme, self.tr("When a call moves on and the window is not in front.")
        )
        self._preview = ChoiceBox(self.tr("Notifications show"), theme)
        self._locked = ChoiceBox(self.tr("On a locked screen they show"), theme)
        self._leave = Switch(
            self.tr("Take notifications away once the window is looked at"),
            theme,
            self.tr("Else they stay, up to date."),
        )
        self._quiet = ChoiceBox(self.tr("Quiet: nothing pops up"), theme)
        for box in (self._preview, self._locked):
            for preview, words in self._preview_words().items():
                box.addItem(words, preview)
        column(self, self._switch, rule(), self._preview, self._locked, rule(), self._leave, rule(), self._quiet)
        self._switch.clicked.connect(self._set_switch)
        self._preview.activated.connect(self._choose_preview)
        self._locked.activated.connect(self._choose_locked)
        self._leave.clicked.connect(self._set_leave)
        self._quiet.activated.connect(self._choose_quiet)
        settings.changed.connect(self._draw)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """What is said of tomorrow may be of today by now."""
        super().showEvent(event)
        self._draw()

    def _preview_words(self) -> dict[Preview, str]:
        return {
            Preview.NAME_AND_NUMBER: self.tr("Name and number"),
            Preview.NAME_OR_DIGITS: self.tr("Name, else the number's last digits"),
            Preview.NAME: self.tr("Name only"),
            Preview.DIGITS: self.tr("Number's last digits only"),
            Preview.NOTHING: self.tr("Neither name nor number"),
        }

    @Slot()
    def _draw(self) -> None:
        state = self._settings.state
        notifying = state.notifying
        self._switch.setChecked(state.notifications)
        self._preview.setCurrentIndex(self._preview.findData(notifying.preview))
        self._locked.setCurrentIndex(self._locked.findData(notifying.locked_preview))
        self._leave.setChecked(notifying.leave_when_seen)
        for part in (self._preview, self._locked, self._leave, self._quiet):
            part.setEnabled(state.notifications)
        self._draw_quiet(quiet_words(notifying))

    def _draw_quiet(self, quiet: str) -> None:
        """The first row says how it is now; the others change it."""
        self._quiet.clear()
        self._quiet.addItem(quiet or self.tr("Not quiet"), None)
        for span, words in span_words().items():
            self._quiet.addItem(words, span)
        if quiet:
            self._quiet.addItem(self.tr("Notify again"), _END)

    @Slot(bool)
    def _set_switch(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._settings.change(notifications=wanted)

    @Slot(bool)
    def _set_leave(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._settings.change(notifying=replace(self._settings.state.notifying, leave_when_seen=wanted))

    @Slot(int)
    def _choose_preview(self, place: int) -> None:
        chosen = self._preview.itemData(place)
        self._settings.change(notifying=replace(self._settings.state.notifying, preview=chosen))

    @Slot(int)
    def _choose_locked(self, place: int) -> None:
        chosen = self._locked.itemData(place)
        self._settings.change(notifying=replace(self._settings.state.notifying, locked_preview=chosen))

    @Slot(int)
    def _choose_quiet(self, place: int) -> None:
        chosen = self._quiet.itemData(place)
        if isinstance(chosen, QuietSpan):
            self.quiet_wanted.emit(chosen)
        elif chosen == _END:
            self.quiet_end_wanted.emit()

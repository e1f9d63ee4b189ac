"""The key that takes a number from any program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from acefone_desktop.ui.parts.layouts import column, dress, row
from acefone_desktop.ui.parts.page_parts import rule, small, wrapped
from acefone_desktop.ui.parts.toggles import Switch
from acefone_desktop.ui.settings.hotkey_status import HotkeyStanding
from acefone_desktop.ui.settings.key_field import KeyField
from acefone_desktop.ui.settings.settings_about import PlaceLine

if TYPE_CHECKING:
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.ui.look.theme import Theme
    from acefone_desktop.ui.settings.hotkey_status import HotkeyState, HotkeyStatus


class HotkeySection(QWidget):
    """On or off, which key, whether it works, and what to bind by hand where it cannot."""

    def __init__(self, settings: SettingsStore, status: HotkeyStatus, theme: Theme) -> None:
        super().__init__()
        self._settings, self._status = settings, status
        self._refusal = ""
        self._on = Switch(
            self.tr("Dial what is selected or copied"),
            theme,
            self.tr("Press a key in any program. Nothing is read before you press it."),
        )
        self._key = KeyField()
        self._note = small(wrapped(role="muted"))
        self._by_hand = PlaceLine(self.tr("Command for a key of your own"))
        self._at_once = Switch(
            self.tr("Call at once"),
            theme,
            self.tr("Expensive, short and emergency numbers are never called straight from the key."),
        )
        self._key_row = QWidget()
        self._key_row.setLayout(row((self._note, 1), self._key))
        self._at_once_rule = rule()
        column(self, self._on, self._key_row, self._by_hand, self._at_once_rule, self._at_once)
        self._on.clicked.connect(self._set_on)
        self._at_once.clicked.connect(self._set_at_once)
        self._key.chosen.connect(self._set_key)
        self._key.refused.connect(self._refuse)
        self._key.recording.connect(status.recording)
        self._key.recording.connect(self._forget_refusal)
        settings.changed.connect(self._draw)
        status.changed.connect(self._draw)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._status.look_wanted.emit()

    @Slot()
    def _draw(self) -> None:
        hotkey, status = self._settings.state.hotkey, self._status.state
        self._on.setChecked(hotkey.enabled and status.is_offered)
        self._on.setEnabled(status.is_offered)
        self._key.show_key(hotkey.shortcut)
        self._key.setVisible(status.is_offered and not status.chosen_there)
        self._at_once.setChecked(hotkey.dial_at_once)
        shown = hotkey.enabled or not status.is_offered
        self._key_row.setVisible(shown)
        self._draw_note(status)
        needed = shown and (not status.is_offered or status.standing is HotkeyStanding.UNAVAILABLE)
        self._by_hand.show_path(status.command if needed else "")

    def _draw_note(self, status: HotkeyState) -> None:
        by_hand = self.tr(
            "This desktop gives the app no key. Bind the command below to one in the desktop's keyboard settings."
        )
        held = self.tr("The key works in every program.")
        if status.chosen_there and status.trigger:
            held = self.tr("In every program: {0}. Change it in the desktop's settings.").format(status.trigger)
        taken = self.tr("Another program has this key. The app takes it once it is free; or choose another.")
        words = {
            HotkeyStanding.OFF: ("", "muted"),
            HotkeyStanding.ASKING: (self.tr("Asking the desktop for the key…"), "muted"),
            HotkeyStanding.HELD: (held, "call"),
            HotkeyStanding.TAKEN: (taken, "caution"),
            HotkeyStanding.UNAVAILABLE: (by_hand, "caution"),
        }
        text, role = words[status.standing] if status.is_offered else (by_hand, "muted")
        if self._refusal:
            text, role = self._refusal, "caution"
        self._note.setText(text)
        dress(self._note, role)

    def _change(self, **wanted: Any) -> None:
        self._settings.change(hotkey=replace(self._settings.state.hotkey, **wanted))

    @Slot(bool)
    def _set_on(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._change(enabled=wanted)

    @Slot(bool)
    def _set_at_once(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._change(dial_at_once=wanted)

    @Slot(str)
    def _set_key(self, key: str) -> None:
        self._change(shortcut=key)

    @Slot(str)
    def _refuse(self, reason: str) -> None:
        self._refusal = reason
        self._draw()

    @Slot()
    def _forget_refusal(self) -> None:
        self._refusal = ""
        self._draw()

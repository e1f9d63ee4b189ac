"""How the app behaves on this desktop: tray, start, phone links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QLabel, QWidget

from acefone_desktop.ui.parts.layouts import button, column, dress, row
from acefone_desktop.ui.parts.page_parts import rule, small, wrapped
from acefone_desktop.ui.parts.strip import Strip
from acefone_desktop.ui.parts.toggles import Switch
from acefone_desktop.ui.settings.settings_system import LinkHandling

if TYPE_CHECKING:
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.domain.errors import AcefoneDesktopError
    from acefone_desktop.ui.look.theme import Theme
    from acefone_desktop.ui.settings.settings_system import SystemSettings, SystemState


class DesktopSection(QWidget):
    """Some of it is kept in the settings, some in the system itself."""

    def __init__(self, settings: SettingsStore, system: SystemSettings, theme: Theme) -> None:
        super().__init__()
        self._settings, self._system = settings, system
        self._tray = Switch(self.tr("Keep running in the tray"), theme)
        self._start = Switch(self.tr("Start when you sign in to this computer"), theme)
        self._links = QLabel(self.tr("Phone links"))
        self._link_note = small(wrapped())
        self._link_button = button(self.tr("Open links here"))
        self._trouble = Strip(theme)
        self._link_page = button(self.tr("System settings"))
        self._link_page.setAccessibleName(self.tr("Choose the app for phone links in the system's settings"))
        link_words = column(None, self._links, self._link_note, spacing=2)
        column(
            self,
            self._tray,
            rule(),
            self._start,
            rule(),
            row((link_words, 1), self._link_button),
            row(self._link_page, 1),
            self._trouble,
        )
        self._tray.clicked.connect(self._set_tray)
        self._start.clicked.connect(system.autostart_wanted)
        self._link_button.clicked.connect(self._change_links)
        self._link_page.clicked.connect(self._open_link_page)
        self._trouble.closed.connect(self._trouble.hide)
        settings.changed.connect(self._draw)
        system.changed.connect(self._draw)
        system.failed.connect(self._show_failure)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Looks again when the person comes back, perhaps from the system's own page."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and self.isActiveWindow():
            self._system.look_wanted.emit()

    @Slot()
    def _draw(self) -> None:
        settings, system = self._settings.state, self._system.state
        self._tray.setChecked(settings.close_to_tray and system.tray_available)
        self._tray.setEnabled(system.tray_available)
        self._tray.show_detail(
            self.tr("Closing the window leaves the app ready in the tray.")
            if system.tray_available
            else self.tr("This desktop shows no tray, so closing the window ends the app.")
        )
        self._start.setChecked(bool(system.autostart))
        self._start.setEnabled(system.autostart is not None)
        self._start.show_detail("" if system.autostart is not None else self.tr("This system offers no way to do so."))
        self._draw_links(system)

    def _draw_links(self, system: SystemState) -> None:
        words = {
            LinkHandling.UNKNOWN: (self.tr("Looking…"), "muted"),
            LinkHandling.OURS: (self.tr("Phone links in browsers and mails open here."), "call"),
            LinkHandling.OUT_OF_DATE: (self.tr("Phone links open here, but may soon not."), "caution"),
            LinkHandling.PARTLY_OURS: (self.tr("Phone links do not all open here."), "caution"),
            LinkHandling.OTHERS: (self.tr("Phone links do not open here."), "muted"),
            LinkHandling.UNSUPPORTED: (self.tr("Choose this app in the system's own settings."), "muted"),
        }
        text, role = words[system.links]
        self._link_note.setText(" ".join(part for part in (text, system.link_note) if part))
        dress(self._link_note, role)
        actions = {
            LinkHandling.OURS: (self.tr("Stop"), self.tr("Stop opening phone links here")),
            LinkHandling.OUT_OF_DATE: (self.tr("Register again"), self.tr("Register again for phone links")),
        }
        action, name = actions.get(system.links, (self.tr("Open links here"), self.tr("Open phone links here")))
        self._link_button.setText(action)
        self._link_button.setAccessibleName(name)
        self._link_button.setVisible(system.links not in {LinkHandling.UNKNOWN, LinkHandling.UNSUPPORTED})
        self._link_button.setEnabled(not system.links_busy)
        is_elsewhere = system.links in {LinkHandling.PARTLY_OURS, LinkHandling.OTHERS}
        self._link_page.setVisible(system.link_page and is_elsewhere)

    @Slot(bool)
    def _set_tray(self, wanted: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._settings.change(close_to_tray=wanted)

    @Slot()
    def _change_links(self) -> None:
        self._trouble.hide()
        self._system.links_wanted.emit(self._system.state.links is not LinkHandling.OURS)

    @Slot()
    def _open_link_page(self) -> None:
        self._trouble.hide()
        self._system.link_page_wanted.emit()

    @Slot(object)
    def _show_failure(self, error: AcefoneDesktopError) -> None:
        self._draw()
        self._trouble.say("danger", error.explanation)

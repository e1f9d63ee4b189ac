"""The desktop's font, and whether it is dark, on desktops whose toolkit we do not load (docs/decisions/0009)."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFont

from acefone_desktop.desktop.appearance.gtk_settings import FONT, GtkLook, gtk_look
from acefone_desktop.desktop.appearance.xsettings import session_settings
from acefone_desktop.ui.look.portal_look import portal_look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from acefone_desktop.desktop.appearance.font_name import FontName


class SystemLook(QObject):
    """Gives the application the desktop's font; reads again whenever the person comes back to the program.

    Qt follows the desktop portal's light or dark setting by itself; the theme's name counts where no portal decides.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._look = GtkLook()
        self._take(self._wanted())
        application.applicationStateChanged.connect(self._look_again)

    def is_dark(self) -> bool:
        """The appearance that the desktop wants."""
        scheme = self._application.styleHints().colorScheme()
        return self._look.dark if scheme is Qt.ColorScheme.Unknown else scheme is Qt.ColorScheme.Dark

    @Slot(Qt.ApplicationState)
    def _look_again(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            look = self._wanted()
            if look != self._look:
                self._take(look)
                self.changed.emit()

    def _wanted(self) -> GtkLook:
        if self._application.platformName() == "xcb":
            return gtk_look(os.environ, session_settings())
        portal = portal_look()
        look = gtk_look(os.environ, {FONT: portal.font} if portal.font else {})
        return replace(look, dark=look.dark or portal.dark)

    def _take(self, look: GtkLook) -> None:
        self._look = look
        font = font_of(look.font)
        if font != self._application.font():
            self._application.setFont(font)


def font_of(name: FontName) -> QFont:
    """The font that a name means."""
    font = QFont(list(name.families))
    if name.in_pixels:
        font.setPixelSize(round(name.size))
    else:
        font.setPointSizeF(name.size)
    font.setWeight(QFont.Weight(name.weight))
    font.setItalic(name.italic)
    return font

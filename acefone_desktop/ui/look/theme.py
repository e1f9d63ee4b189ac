"""The appearance of the whole program: Fusion, a palette and one style sheet, light or dark as is wanted."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPalette

from acefone_desktop.desktop.appearance.platform_theme import restore
from acefone_desktop.ui.look.style_sheet import style_sheet
from acefone_desktop.ui.look.tokens import DARK, LIGHT, SMALL_FACTOR, TITLE_FACTOR, with_accent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

    from acefone_desktop.ui.look.tokens import Colours

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger_text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "outline",
    QPalette.ColorRole.Shadow: "outline",
}
_STYLE, _STYLE_VARIABLE = "Fusion", "QT_STYLE_OVERRIDE"
_DIMMED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Theme(QObject):
    """Dresses the application, and again whenever the system's light or dark setting or accent changes.

    The application has been made in `fusion_preferred`. Widgets that paint themselves read `colours` when they paint
    and update themselves on `changed`.
    """

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        choice: str = "system",
        *,
        reduced_motion: bool | None = None,
        system_is_dark: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._system_is_dark = system_is_dark or self._hints_are_dark
        self._reduced_motion = reduced_motion
        self._choice = choice
        self._system_accent = application.palette().color(QPalette.ColorRole.Accent).name()
        self._dressing = False
        self.colours: Colours = LIGHT
        self._dress()
        application.styleHints().colorSchemeChanged.connect(self.follow_system)

    @property
    def is_dark(self) -> bool:
        """Whether the appearance is dark at present."""
        if self._choice != "system":
            return self._choice == "dark"
        return self._system_is_dark()

    def _hints_are_dark(self) -> bool:
        return self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark

    @property
    def reduced_motion(self) -> bool:
        """Whether the person wants no animation: as the system says, unless told otherwise."""
        if self._reduced_motion is None:
            from acefone_desktop.ui.look.motion import system_wants_stillness  # noqa: PLC0415 (asked with the first motion)

            self._reduced_motion = system_wants_stillness()
        return self._reduced_motion

    @Slot(str)
    def choose(self, choice: str) -> None:
        """`system`, `light` or `dark`; takes effect at once."""
        if choice != self._choice:
            self._choice = choice
            self._dress()
            self.changed.emit()

    @Slot()
    def follow_system(self) -> None:
        """Dresses anew as the system now wants it, unless the person decided; for when the system has changed."""
        if self._choice == "system" and not self._dressing:
            before = self.colours
            self._dressing = True
            self._application.setPalette(QPalette())  # the system's own again, to read its accent
            self._system_accent = self._application.palette().color(QPalette.ColorRole.Accent).name()
            self._dress(before)
            if self.colours != before:
                self.changed.emit()

    def _dress(self, before: Colours | None = None) -> None:
        """Puts colours on; the style sheet only when they differ from those before: it makes every widget anew."""
        self._dressing = True
        base = DARK if self.is_dark else LIGHT
        self.colours = with_accent(base, self._system_accent) if self._has_own_accent() else base
        self._application.setPalette(palette(self.colours))
        if self.colours != before:
            self._application.setStyleSheet(style_sheet(self.colours))
        self._dressing = False

    def _has_own_accent(self) -> bool:
        """Whether the system names an accent: Qt's own default blue says only that it does not know one."""
        return self._system_accent not in {"#308cc6", "#000000", "#0078d7"}


@contextmanager
def fusion_preferred() -> Iterator[None]:
    """While the application is made: it then starts in the style that `Theme` dresses.

    To change the style later, or only to ask for it, costs 10 ms: PySide makes all of `QStyle`'s many lists of names.
    The variable is as before afterwards: programs that we start have their own style.
    """
    before = os.environ.get(_STYLE_VARIABLE)
    os.environ[_STYLE_VARIABLE] = _STYLE
    try:
        yield
    finally:
        restore(os.environ, _STYLE_VARIABLE, before)


def palette(colours: Colours) -> QPalette:
    """The palette of an appearance, for everything that the style sheet does not dress."""
    result = QPalette()
    for role, name in _ROLES.items():
        result.setColor(role, QColor(getattr(colours, name)))
    for role in _DIMMED:
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return result


def sized(font: QFont, points: float, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The same font in another size, with figures of equal width where the font has them."""
    result = QFont(font)
    result.setPointSizeF(points)
    result.setWeight(weight)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def title_font(font: QFont) -> QFont:
    """For names and headings."""
    return sized(font, _points(font) * TITLE_FACTOR, weight=QFont.Weight.DemiBold)


def small_font(font: QFont) -> QFont:
    """For what accompanies."""
    return sized(font, _points(font) * SMALL_FACTOR)


def _points(font: QFont) -> float:
    """The size in points, also of a font that was given in pixels."""
    return font.pointSizeF() if font.pointSizeF() > 0 else font.pixelSize() * 0.75

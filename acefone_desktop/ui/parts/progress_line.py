"""A thin bar that shows how far something has come, or only that it is going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QPropertyAnimation, QRectF, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar

if TYPE_CHECKING:
    from acefone_desktop.ui.look.theme import Theme

_HEIGHT = 4
_LAP_MS = 1100
_SHARE = 0.3


class ProgressLine(QProgressBar):
    """A range of 0 to 0 means that the end is not known: a piece of the bar then wanders, unless motion is unwanted."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self._theme, self._place = theme, 0.35
        self.setTextVisible(False)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(name)
        self._lap = QPropertyAnimation(self, b"place", self)
        self._lap.setStartValue(0.0)
        self._lap.setEndValue(1.0)
        self._lap.setDuration(_LAP_MS)
        self._lap.setLoopCount(-1)
        theme.changed.connect(self.update)

    def _get_place(self) -> float:
        return self._place

    def _set_place(self, place: float) -> None:
        self._place = place
        if self.maximum() == 0:
            self.update()

    place = Property(float, _get_place, _set_place)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if not self._theme.reduced_motion:
            self._lap.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._lap.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect())
        painter.setBrush(QColor(self._theme.colours.border))
        painter.drawRoundedRect(track, _HEIGHT / 2, _HEIGHT / 2)
        painter.setBrush(QColor(self._theme.colours.accent))
        if self.maximum() == 0:
            left = self._place * (1 + _SHARE) - _SHARE
            part = QRectF(track.width() * left, 0, track.width() * _SHARE, _HEIGHT).intersected(track)
        else:
            done = (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1)
            part = QRectF(0, 0, track.width() * done, _HEIGHT)
        painter.drawRoundedRect(part, _HEIGHT / 2, _HEIGHT / 2)

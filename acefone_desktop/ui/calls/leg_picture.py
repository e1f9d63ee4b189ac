"""The two-step picture of a call: you, then the customer; the phone that is being rung pulses."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QFont, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from acefone_desktop.ui.calls.call_words import Tone
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, paint_glyph
from acefone_desktop.ui.look.theme import Theme, sized, small_font

_DISC = 44.0
_HALO = 8.0
_CAPTION = 18.0


class LegPicture(QWidget):
    """Draws `step` (0 you, 1 the customer, 2 both connected) in a tone; pulses while `ringing`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._step, self._tone, self._ringing, self._open = 0, Tone.QUIET, False, True
        self._incoming = False
        self._customer = ""
        self._pulse = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=tokens.PULSE_MS)
        self._pulse.setLoopCount(-1)
        self._pulse.valueChanged.connect(self._beat)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, int(_DISC + 2 * _HALO + _CAPTION))

    def show_step(
        self, step: int, tone: Tone, customer: str, *, ringing: bool, is_open: bool, incoming: bool = False
    ) -> None:
        """The whole picture, any time. `incoming`: the customer is on the line from the first, at 1 only they are."""
        self._incoming = incoming
        self._step, self._tone, self._customer, self._ringing, self._open = step, tone, customer, ringing, is_open
        self._run_or_rest()
        self.update()

    @property
    def is_pulsing(self) -> bool:
        """Whether it moves at present."""
        return self._pulse.state() == QVariantAnimation.State.Running

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._run_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._pulse.stop()

    def _run_or_rest(self) -> None:
        wanted = self._ringing and self.isVisible() and not self._theme.reduced_motion
        if wanted and not self.is_pulsing:
            self._pulse.start()
        elif not wanted:
            self._pulse.stop()

    @Slot()
    def _beat(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = _HALO + _DISC / 2
        spread = min(self.width() / 4, 88.0)
        you, customer = QPointF(self.width() / 2 - spread, middle), QPointF(self.width() / 2 + spread, middle)
        self._paint_link(painter, you, customer)
        self._paint_disc(painter, you, Glyph.HEADSET_FILL, self.tr("You"), place=0)
        self._paint_disc(painter, customer, Glyph.USER_FILL, self._customer or self.tr("Customer"), place=1)

    def _paint_link(self, painter: QPainter, you: QPointF, customer: QPointF) -> None:
        colours = self._theme.colours
        reached = self._step == 2 if self._incoming else self._step >= 1  # noqa: PLR2004
        pen = QPen(QColor(self._solid() if reached else colours.outline), 2.5 if self._step == 2 else 2)  # noqa: PLR2004
        if self._step < 2:  # noqa: PLR2004 (not connected yet)
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([0.1, 3.0])
            pen.setWidthF(3.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        gap = _DISC / 2 + 12
        painter.drawLine(you + QPointF(gap, 0), customer - QPointF(gap, 0))

    def _paint_disc(self, painter: QPainter, centre: QPointF, glyph: Glyph, caption: str, *, place: int) -> None:
        colours = self._theme.colours
        active = place == min(self._step, 1) or self._step == 2  # noqa: PLR2004
        passed = place > self._step if self._incoming else place < self._step
        if active and self._ringing and self._step < 2:  # noqa: PLR2004
            self._paint_halo(painter, centre)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._solid() if active or passed else colours.hover))
        painter.drawEllipse(centre, _DISC / 2, _DISC / 2)
        ink = self._ink() if active or passed else colours.muted
        paint_glyph(painter, glyph, QRectF(centre.x() - 12, centre.y() - 12, 24, 24), ink)
        self._paint_caption(painter, centre, caption, active=active)

    def _paint_halo(self, painter: QPainter, centre: QPointF) -> None:
        """Grows and fades; stands still at half its size where no motion is wanted."""
        moment = float(self._pulse.currentValue() or 0.0) if self.is_pulsing else 0.5
        colour = QColor(self._solid())
        colour.setAlphaF(0.55 * (1 - moment))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = _DISC / 2 + _HALO * moment
        painter.drawEllipse(centre, radius, radius)

    def _paint_caption(self, painter: QPainter, centre: QPointF, caption: str, *, active: bool) -> None:
        colours = self._theme.colours
        weight = QFont.Weight.DemiBold if active else QFont.Weight.Normal
        painter.setFont(sized(self.font(), small_font(self.font()).pointSizeF(), weight=weight))
        painter.setPen(QColor(colours.text if active else colours.muted))
        room = min(self.width() / 2, 176.0)
        fitted = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, int(room) - 8)
        top = centre.y() + _DISC / 2 + _HALO - 3
        painter.drawText(QRectF(centre.x() - room / 2, top, room, _CAPTION), Qt.AlignmentFlag.AlignCenter, fitted)

    def _solid(self) -> str:
        colours = self._theme.colours
        tones = {
            Tone.GOOD: colours.call,
            Tone.BAD: colours.danger,
            Tone.PERHAPS: colours.caution,
            Tone.QUIET: colours.muted,
        }
        return tones[self._tone]

    def _ink(self) -> str:
        colours = self._theme.colours
        inks = {Tone.GOOD: colours.on_solid, Tone.BAD: colours.on_solid, Tone.PERHAPS: colours.on_caution}
        return inks.get(self._tone, colours.window)

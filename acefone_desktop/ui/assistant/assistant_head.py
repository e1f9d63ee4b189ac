"""The assistant's heading: where one is of three steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.app_mark import app_icon
from acefone_desktop.ui.look.theme import title_font
from acefone_desktop.ui.parts.layouts import column, row
from acefone_desktop.ui.parts.page_parts import small, wrapped
from acefone_desktop.ui.parts.strip import Strip

if TYPE_CHECKING:
    from acefone_desktop.ui.look.theme import Theme

STEPS = 3
_MARK = 32


class StepBar(QWidget):
    """As many bars as there are steps, filled up to where one is; the text beside it says the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._step = theme, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, 4)

    def show_step(self, step: int) -> None:
        """Counted from 0."""
        self._step = step
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - (STEPS - 1) * tokens.SPACE_XS) / STEPS
        for place in range(STEPS):
            colours = self._theme.colours
            painter.setBrush(QColor(colours.accent if place <= self._step else colours.border))
            painter.drawRoundedRect(QRectF(place * (width + tokens.SPACE_XS), 0, width, self.height()), 2, 2)


class AssistantHead(QWidget):
    """Mark, title and a sentence. What must be said comes over them, so that nothing one can click moves.

    `banner` is about the app, `trouble` about the step; while both are shown, `trouble` is the one in view.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(QSize(_MARK, _MARK)))
        self._title = QLabel(wordWrap=True)
        self._title.setFont(title_font(self.font()))
        self._text = small(wrapped(role="muted"))
        self._bar = StepBar(theme)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        side = tokens.SPACE_L
        column(
            self,
            row(mark, (self._title, 1), spacing=tokens.SPACE_M),
            self._text,
            self._bar,
            spacing=tokens.SPACE_S,
            margins=(side, tokens.SPACE_L, side, tokens.SPACE_S),
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.overhang = 0
        self.banner, self.trouble = Strip(theme, self), Strip(theme, self)
        for strip in (self.banner, self.trouble):
            strip.installEventFilter(self)
        self.banner.closed.connect(self.banner.hide)

    def lie_over(self, page: QWidget, overhang: int) -> None:
        """Lets what is said reach so far beyond the heading, over what only names the things below it on the page."""
        self.overhang = overhang
        for strip in (self.banner, self.trouble):
            if strip.parentWidget() is not page:
                was_hidden = strip.isHidden()
                strip.setParent(page)
                strip.setHidden(was_hidden)
        self._cover()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        super().moveEvent(event)
        self._cover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What is said may be longer than what was said before."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}:
            self._cover()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._cover()

    def _cover(self) -> None:
        """The strips lie over the whole heading; what is longer is written smaller, and only then makes it higher."""
        room = self.rect().adjusted(tokens.SPACE_L, tokens.SPACE_S, -tokens.SPACE_L, -tokens.SPACE_S)
        needed, most = 0, self.sizeHint().height() - tokens.SPACE_S - max(tokens.SPACE_S - self.overhang, 0)
        for strip in (self.banner, self.trouble):
            if strip.isHidden():
                continue
            wanted = strip.height_within(room.width(), most + self.overhang)
            place = room.topLeft() + (QPoint() if strip.parentWidget() is self else self.pos())
            strip.setGeometry(QRect(place, QSize(room.width(), self._covered(room.height(), wanted))))
            needed = max(needed, wanted)
        below = max(tokens.SPACE_S - self.overhang, 0)
        self.setMinimumHeight(max(tokens.SPACE_S + needed + below - self.overhang, 0) if needed else 0)
        self._bar.setVisible(not needed)  # it would show beside the strips' round corners
        self.trouble.raise_()

    def _covered(self, room: int, wanted: int) -> int:
        """The heading alone, or the line below it, too: half a line would be left to see."""
        whole = room + tokens.SPACE_S + self.overhang if self.overhang else 0
        return room if wanted <= room else max(wanted, whole)

    @property
    def title(self) -> str:
        """What is read out when the step changes."""
        return self._title.text()

    def show_step(self, step: int) -> None:
        """Counted from 0."""
        titles = (self.tr("Welcome to Acefone Desktop"), self.tr("Who are you?"), self.tr("All set"))
        texts = (
            self.tr("Step 1 of 3: sign in to your account."),
            self.tr("Step 2 of 3: your phone rings when you call."),
            self.tr("Step 3 of 3"),
        )
        self._title.setText(titles[step])
        self._text.setText(texts[step])
        self._bar.show_step(step)

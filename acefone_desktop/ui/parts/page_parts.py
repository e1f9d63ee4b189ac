"""Parts that several pages are put together from: captions, cards of a section, scrolled contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import small_font
from acefone_desktop.ui.parts.layouts import column, dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """A small, quiet line over what it names."""
    label = QLabel(text)
    label.setFont(small_font(label.font()))
    dress(label, "muted")
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def captioned(text: str, widget: QWidget) -> QVBoxLayout:
    """A widget with its caption."""
    return column(None, caption(text, widget), widget, spacing=tokens.SPACE_XS)


def wrapped(text: str = "", role: str = "") -> QLabel:
    """Plain text over as many lines as it needs."""
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    if role:
        dress(label, role)
    return label


def small(label: QLabel) -> QLabel:
    """The same label in the smaller size."""
    label.setFont(small_font(label.font()))
    return label


def section(title: str, *items: QWidget | QLayout) -> QVBoxLayout:
    """A heading, and a card with lines between its items."""
    return headed(title, card(*items))


def headed(title: str, content: QWidget) -> QVBoxLayout:
    """A heading over something that is framed already."""
    heading = QLabel(title)
    font = QFont(small_font(heading.font()))
    font.setWeight(QFont.Weight.DemiBold)
    heading.setFont(font)
    dress(heading, "muted")
    heading.setContentsMargins(tokens.SPACE_XS, 0, 0, 0)
    return column(None, heading, content, spacing=tokens.SPACE_XS)


def card(*items: QWidget | QLayout) -> QFrame:
    """A framed group of rows."""
    frame = QFrame()
    frame.setObjectName("card")
    layout = column(
        frame, spacing=tokens.SPACE_S, margins=(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
    )
    for place, item in enumerate(items):
        if place:
            layout.addWidget(rule())
        if isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return frame


def rule() -> QFrame:
    """A hairline between two rows."""
    line = QFrame()
    line.setObjectName("divider")
    line.setFixedHeight(1)
    return line


class Scroller(QScrollArea):
    """Scrolls up and down only. The bar takes its room from the content's right margin: nothing moves as it comes."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content.setAutoFillBackground(False)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        layout = content.layout()
        self._right = layout.contentsMargins().right() if layout is not None else 0
        self.verticalScrollBar().rangeChanged.connect(self._make_room_for_bar)

    @Slot(int, int)
    def _make_room_for_bar(self, _: int, last: int) -> None:
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is not None:
            margins = layout.contentsMargins()
            taken = self.verticalScrollBar().sizeHint().width() if last > 0 else 0
            margins.setRight(max(self._right - taken, 0))
            layout.setContentsMargins(margins)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Less room must not hide what a person is typing into."""
        super().resizeEvent(event)
        focused = self.focusWidget()
        if focused is not None and focused.hasFocus():
            self.ensureWidgetVisible(focused)

    def come_to(self, part: QWidget) -> None:
        """Scrolls no further than it takes to have the whole part in view. Qt looks at its text cursor alone."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = bar.value() + part.mapTo(self.viewport(), QPoint()).y() - tokens.SPACE_S
        bottom = top + part.height() + 2 * tokens.SPACE_S
        bar.setValue(min(max(bar.value(), bottom - height), top))


class FittedScroller(Scroller):
    """As high as its content at the width there is, up to a limit; scrolls beyond that."""

    def __init__(self, content: QWidget, most_height: int) -> None:
        super().__init__(content)
        self._most_height = most_height
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def limit(self, most_height: int) -> None:
        """Another limit; with none left it is hidden."""
        if most_height != self._most_height:
            self._most_height = most_height
            self.setVisible(most_height > 0)
            self.refit()

    def refit(self) -> None:
        """The content has changed."""
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is None:
            return
        layout.activate()
        width = max(self.viewport().width(), 200)
        natural = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        self.setFixedHeight(min(natural, self._most_height))
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.refit()


def scrolled(content: QWidget) -> Scroller:
    """The content, scrolled where it is taller than its room."""
    return Scroller(content)

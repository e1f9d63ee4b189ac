"""The dial pad: twelve keys with their letters."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QGridLayout, QSizePolicy, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.theme import Theme, sized, small_font

KEYS = (
    ("1", ""), ("2", "ABC"), ("3", "DEF"),
    ("4", "GHI"), ("5", "JKL"), ("6", "MNO"),
    ("7", "PQRS"), ("8", "TUV"), ("9", "WXYZ"),
    ("*", ""), ("0", "+"), ("#", ""),
)  # fmt: skip
LONG_PRESS_MS = 500
_DIGIT_POINTS = 17.0
_LETTERS_BESIDE_BELOW = 40
"""A key that is lower than this has its letters beside the digit."""


class PadShape(Enum):
    """Columns, height of a key and distance between keys, the tallest first."""

    FULL = (3, 48, tokens.SPACE_S)
    LOW = (3, 30, tokens.SPACE_XS)
    FLAT = (6, 40, tokens.SPACE_XS)

    def __init__(self, columns: int, key_height: int, spacing: int) -> None:
        self.columns, self.key_height, self.spacing = columns, key_height, spacing

    @property
    def height(self) -> int:
        """The whole pad's."""
        rows = len(KEYS) // self.columns
        return rows * self.key_height + (rows - 1) * self.spacing

    @classmethod
    def tallest(cls, room: int) -> PadShape | None:
        """The tallest that fits; None where none does."""
        return next((shape for shape in cls if shape.height <= room), None)


class PadKey(QAbstractButton):
    """One key. `entered` tells its character; holding 0, or Shift with it, gives its `+`."""

    entered = Signal(str)

    def __init__(self, character: str, letters: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.character, self._letters, self._theme = character, letters, theme
        self._held = QTimer(self, singleShot=True, interval=LONG_PRESS_MS)
        self._held.timeout.connect(self._enter_second)
        self._second_entered = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self._spoken())
        if letters == "+":
            self.setAccessibleDescription(self.tr("Hold, or press with Shift, for plus"))
        self.clicked.connect(self._enter)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(40, 48)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        self._second_entered = False
        if self._letters == "+":
            self._held.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._held.stop()
        super().mouseReleaseEvent(event)

    @Slot()
    def _enter(self) -> None:
        if self._second_entered:
            self._second_entered = False
            return
        shifted = self._letters == "+" and QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.entered.emit("+" if shifted else self.character)

    @Slot()
    def _enter_second(self) -> None:
        if self.isDown():
            self._second_entered = True
            self.entered.emit(self._letters)

    def _spoken(self) -> str:
        names = {"*": self.tr("Star"), "#": self.tr("Hash")}
        return names.get(self.character, f"{self.character} {self._letters}".strip())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = colours.pressed if self.isDown() else colours.hover if self.underMouse() else colours.surface
        painter.setPen(QPen(QColor(colours.border), 1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            area.adjust(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, tokens.RADIUS_M, tokens.RADIUS_M)
        self._paint_characters(painter, area)

    def _paint_characters(self, painter: QPainter, area: QRectF) -> None:
        colours = self._theme.colours
        painter.setFont(sized(self.font(), _DIGIT_POINTS))
        painter.setPen(QColor(colours.text))
        is_low = self.height() < _LETTERS_BESIDE_BELOW
        upper, lower = self._beside(area) if is_low else self._above(area)
        shown = "∗" if self.character == "*" else self.character
        painter.drawText(upper if self._letters else area, Qt.AlignmentFlag.AlignCenter, shown)
        if self._letters:
            font = small_font(self.font())
            font.setPointSizeF(font.pointSizeF() * (1.2 if self._letters == "+" else 0.84))
            font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 1.2)
            painter.setFont(font)
            painter.setPen(QColor(colours.muted))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(lower, left if is_low else Qt.AlignmentFlag.AlignCenter, self._letters)

    def _above(self, area: QRectF) -> tuple[QRectF, QRectF]:
        """Where the digit and the letters under it go."""
        lower = QRectF(area.left() + 0.6, area.top() + area.height() * 0.6, area.width(), area.height() * 0.32)
        return QRectF(area.left(), area.top() + 1, area.width(), area.height() * 0.66), lower

    def _beside(self, area: QRectF) -> tuple[QRectF, QRectF]:
        """Where the digit and the letters beside it go; the digit stands in the middle as on keys without letters."""
        return area, area.adjusted(area.width() * 0.5 + 16, 1, 0, 1)


class DialPad(QWidget):
    """Twelve keys; one of them takes part in the tab order, the arrow keys move among them."""

    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._shape: PadShape | None = None
        self.keys = [PadKey(character, letters, theme, self) for character, letters in KEYS]
        for key in self.keys:
            key.entered.connect(self.entered)
            key.installEventFilter(self)
        self.take_shape(PadShape.FULL)
        self.keys[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def shape(self) -> PadShape | None:
        """How it is laid out."""
        return self._shape

    def take_shape(self, shape: PadShape) -> None:
        """Lays the keys out anew; their order, and so that of the arrow keys, stays that of a telephone."""
        if shape is self._shape:
            return
        self._shape = shape
        self._grid.setSpacing(shape.spacing)
        for place, key in enumerate(self.keys):
            key.setFixedHeight(shape.key_height)
            self._grid.addWidget(key, place // shape.columns, place % shape.columns)
        self.updateGeometry()

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self.keys:
            return self._moved(self.keys.index(watched), event.key())
        return False

    def _moved(self, place: int, key: int) -> bool:
        columns = self._shape.columns if self._shape else len(self.keys)
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns,
        }  # fmt: skip
        if key not in steps:
            return False
        target = place + steps[Qt.Key(key)]
        if 0 <= target < len(self.keys):
            self.keys[place].setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.keys[target].setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.keys[target].setFocus(Qt.FocusReason.TabFocusReason)
        return True

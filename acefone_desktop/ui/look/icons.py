"""Icons: glyphs of the Phosphor font, painted in a colour of the palette and sharp at any scale."""

from __future__ import annotations

import importlib.util
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPalette,
    QPixmap,
    QRawFont,
    QTransform,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FONT_FILE = "phosphor-1.3.0.ttf"
_EM = 256.0


class Glyph(Enum):
    """Glyphs that the app uses; the value is the character in the font (its charmap is checked by a test)."""

    ADDRESS_BOOK = "\uf372"
    ADDRESS_BOOK_FILL = "\ufadc"
    ARROW_CLOCKWISE = "\uf020"
    ARROW_LEFT = "\uf03b"
    ARROW_RIGHT_BOLD = "\uf3c2"
    BACKSPACE = "\uf06f"
    BELL = "\uf082"
    CARET_DOWN_BOLD = "\uf440"
    CARET_LEFT_BOLD = "\uf441"
    CARET_RIGHT_BOLD = "\uf442"
    CARET_UP_BOLD = "\uf443"
    CHECK_BOLD = "\uf465"
    CHECK_CIRCLE_FILL = "\uf851"
    CLOCK = "\uf0f9"
    CLOCK_COUNTER_CLOCKWISE = "\uf0fc"
    CLOCK_COUNTER_CLOCKWISE_FILL = "\uf865"
    COPY = "\uf114"
    DOTS_NINE = "\uf142"
    DOTS_NINE_FILL = "\uf8ac"
    DOTS_THREE_BOLD = "\uf4dd"
    DOTS_THREE_VERTICAL_BOLD = "\uf4e2"
    DOWNLOAD_SIMPLE = "\uf14c"
    EYE = "\uf15b"
    EYE_SLASH = "\uf15e"
    FOLDER_OPEN = "\uf18c"
    GEAR_SIX = "\uf19c"
    GEAR_SIX_FILL = "\uf906"
    GLOBE = "\uf1af"
    HEADSET_FILL = "\uf933"
    INFO_FILL = "\uf94a"
    KEY = "\uf1e4"
    LINK = "\uf1f3"
    MAGNIFYING_GLASS = "\uf20a"
    NOTE_PENCIL = "\uf22e"
    PENCIL_SIMPLE = "\uf266"
    PHONE = "\uf26e"
    PHONE_CALL = "\uf26f"
    PHONE_DISCONNECT_FILL = "\uf9d9"
    PHONE_FILL = "\uf9da"
    PHONE_INCOMING = "\uf271"
    PHONE_OUTGOING = "\uf272"
    PHONE_X_FILL = "\uf9de"
    PLUS_BOLD = "\uf661"
    POWER = "\uf284"
    PROHIBIT_BOLD = "\uf66c"
    QUESTION_FILL = "\uf9fd"
    SIGN_OUT = "\uf2c7"
    STAR = "\uf2f3"
    STAR_FILL = "\ufa5d"
    TRASH = "\uf334"
    UPLOAD_SIMPLE = "\uf345"
    USER_FILL = "\ufab4"
    USER_PLUS = "\uf34f"
    WARNING_CIRCLE_FILL = "\ufac6"
    WARNING_FILL = "\ufac7"
    WIFI_SLASH = "\uf367"
    X_BOLD = "\uf759"
    X_CIRCLE_FILL = "\ufad7"

    @property
    def font_name(self) -> str:
        """The glyph's name in the font's own list."""
        return self.name.lower().replace("_", "-")


@cache
def font_path() -> Path:
    """Where the icon font lies: in the package `qtawesome`, which is found but not imported (that takes 0.4 s)."""
    package = importlib.util.find_spec("qtawesome")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package qtawesome, which carries the icon font, is not installed")
    return Path(package.origin).parent / "fonts" / FONT_FILE


@cache
def _font() -> QRawFont:
    font = QRawFont(str(font_path()), _EM, QFont.HintingPreference.PreferNoHinting)
    if not font.isValid():
        raise FileNotFoundError(f"the icon font cannot be read: {font_path()}")
    return font


@cache
def outline(glyph: Glyph) -> QPainterPath:
    """The glyph in a square of one unit, y downwards."""
    font = _font()
    path = font.pathForGlyph(font.glyphIndexesForString(glyph.value)[0])
    path.translate(0, font.ascent())
    return QTransform.fromScale(1 / _EM, 1 / _EM).map(path)


def paint_glyph(painter: QPainter, glyph: Glyph, area: QRectF, colour: QColor | str) -> None:
    """Paints the glyph into the largest square centred in `area`."""
    side = min(area.width(), area.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center() - QPointF(side / 2, side / 2))
    painter.scale(side, side)
    painter.fillPath(outline(glyph), QColor(colour))
    painter.restore()


class GlyphEngine(QIconEngine):
    """Paints one glyph. The colour is asked for at each painting, so icons follow the theme by themselves."""

    def __init__(self, glyph: Glyph, colour: Callable[[QIcon.Mode], QColor]) -> None:
        super().__init__()
        self._glyph, self._colour = glyph, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        paint_glyph(painter, self._glyph, QRectF(rect), self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        """`size` is in device-independent pixels; there is none in a button that has no room at the moment."""
        pixmap = QPixmap(size * scale)
        if pixmap.isNull():
            return pixmap
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPointF(0, 0).toPoint(), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> GlyphEngine:
        return GlyphEngine(self._glyph, self._colour)


def glyph_icon(glyph: Glyph, colour: str | QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """An icon in a fixed colour, or in whatever a palette role is at the time of painting."""

    def chosen(mode: QIcon.Mode) -> QColor:
        disabled = mode == QIcon.Mode.Disabled
        if isinstance(colour, str) and not disabled:
            return QColor(colour)
        role = QPalette.ColorRole.PlaceholderText if isinstance(colour, str) else colour
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        return QGuiApplication.palette().color(group, role)

    return QIcon(GlyphEngine(glyph, chosen))

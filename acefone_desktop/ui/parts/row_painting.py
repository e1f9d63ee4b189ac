"""What the rows of several lists have in common: avatar, ground, two lines of text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, paint_glyph
from acefone_desktop.ui.look.theme import Theme, sized, small_font
from acefone_desktop.ui.look.tokens import mixed

_AVATAR, _STAR, _AIR = 36, 16, 7
"""Sides of the disc and of the star, and what a row keeps free above and below its words."""


def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def paint_avatar(painter: QPainter, area: QRectF, name: str, theme: Theme, font: QFont) -> None:
    """A disc with the name's initials; a figure where it has none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mixed(theme.colours.accent_soft, theme.colours.accent, 0.08)))
    painter.drawEllipse(area)
    letters = initials(name)
    if not letters or letters[0].isdigit():
        paint_glyph(painter, Glyph.USER_FILL, area.adjusted(9, 9, -9, -9), theme.colours.accent)
        return
    painter.setPen(QColor(theme.colours.accent))
    painter.setFont(sized(font, small_font(font).pointSizeF(), weight=QFont.Weight.DemiBold))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letters)


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """The rounded ground of a chosen row or one under the pointer."""
    chosen = option.state & QStyle.StateFlag.State_Selected
    hovered = option.state & QStyle.StateFlag.State_MouseOver
    if chosen or hovered:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours.accent_soft if chosen else theme.colours.hover))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), tokens.RADIUS_M, tokens.RADIUS_M)


def paint_two_lines(painter: QPainter, area: QRectF, lines: tuple[str, str], font: QFont, theme: Theme) -> None:
    """A line and a smaller, quieter one below it, each cut with an ellipsis where it is too long."""
    half = area.height() / 2
    dresses = ((font, theme.colours.text), (small_font(font), theme.colours.muted))
    for place, (text, (its_font, colour)) in enumerate(zip(lines, dresses, strict=True)):
        painter.setFont(its_font)
        painter.setPen(QColor(colour))
        fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        part = QRectF(area.left(), area.top() + place * half, area.width(), half)
        painter.drawText(part, Qt.AlignmentFlag.AlignVCenter, fitted)


def paint_person_row(
    painter: QPainter,
    option: QStyleOptionViewItem,
    theme: Theme,
    person: str,
    lines: tuple[str, str],
    *,
    favourite: bool = False,
) -> None:
    """A whole row of a list of people: ground, avatar, two lines, and a star for a favourite."""
    painter.save()
    paint_row_ground(painter, option, theme)
    area = QRectF(option.rect).adjusted(tokens.SPACE_S, 0, -tokens.SPACE_S, 0)
    disc = QRectF(area.left(), area.center().y() - _AVATAR / 2, _AVATAR, _AVATAR)
    paint_avatar(painter, disc, person, theme, option.font)
    if favourite:
        star = QRectF(area.right() - _STAR, area.center().y() - _STAR / 2, _STAR, _STAR)
        paint_glyph(painter, Glyph.STAR_FILL, star, theme.colours.caution)
        area.setRight(star.left() - tokens.SPACE_S)
    words = area.adjusted(_AVATAR + tokens.SPACE_M, _AIR, 0, -_AIR)
    paint_two_lines(painter, words, lines, option.font, theme)
    painter.restore()

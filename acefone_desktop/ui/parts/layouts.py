"""Short words for putting widgets together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

Item = QWidget | QLayout | int
"""An int is an empty stretch of that weight."""


def row(
    *items: Item | tuple[Item, int], spacing: int = tokens.SPACE_S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Side by side; an item may come with its stretch."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def column(
    parent: QWidget | None,
    *items: Item | tuple[Item, int],
    spacing: int = tokens.SPACE_S,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> QVBoxLayout:
    """One below the other, in `parent` where there is one."""
    layout = QVBoxLayout(parent) if parent else QVBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def _fill(
    layout: QBoxLayout, items: tuple[Item | tuple[Item, int], ...], spacing: int, margins: tuple[int, int, int, int]
) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for entry in items:
        item, stretch = entry if isinstance(entry, tuple) else (entry, 0)
        if isinstance(item, QWidget):
            layout.addWidget(item, stretch)
        elif isinstance(item, QLayout):
            layout.addLayout(item, stretch)
        else:
            layout.addStretch(item)


def dress(widget: QWidget, role: str, name: str = "role") -> None:
    """Sets a property that the style sheet looks at, and has the widget dressed again if it changed."""
    if widget.property(name) == role:
        return
    widget.setProperty(name, role)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is dressed when it is first shown
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def sign_size(side: int) -> QSize:
    """The size of an icon beside a word: Qt alone leaves four pixels between them, so the icon brings its own air."""
    return QSize(side + 2 * tokens.SPACE_XS, side)


def button(text: str, kind: str = "", parent: QWidget | None = None) -> QPushButton:
    """A push button of one of the style sheet's kinds: primary, call, danger, caution, quiet, link."""
    result = QPushButton(text, parent)
    if kind:
        result.setProperty("kind", kind)
    result.setAutoDefault(False)
    result.setIconSize(sign_size(tokens.SIGN_SIDE))
    return result


def icon_button(glyph: Glyph, name: str, parent: QWidget | None = None) -> QToolButton:
    """A button that shows an icon alone; its name is read out and shown as a tool tip."""
    result = QToolButton(parent)
    result.setIcon(glyph_icon(glyph))
    result.setAccessibleName(name)
    result.setToolTip(name)
    result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return result

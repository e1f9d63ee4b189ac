"""Every screen of the gallery fits the window it is for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.ui.look.theme import Theme
from tests.qt.page_screens import SCREENS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NARROWEST = 320
"""Pixels: the least width of the main window."""


def shown(qtbot: QtBot, theme: Theme, name: str) -> QWidget:
    page = SCREENS[name](theme)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


def place(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_can_be_as_narrow_as_the_window(qtbot: QtBot, theme: Theme, name: str) -> None:
    page = shown(qtbot, theme, name)
    assert page.minimumSizeHint().width() <= NARROWEST
    for area in page.findChildren(QScrollArea):
        content = area.widget()
        if area.isVisible() and content is not None:
            assert content.minimumSizeHint().width() <= NARROWEST


@pytest.mark.parametrize("name", SCREENS)
def test_no_text_is_cut_off_and_no_buttons_overlap(qtbot: QtBot, theme: Theme, name: str) -> None:
    page = shown(qtbot, theme, name)
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.wordWrap() and label.text():
            needed = label.heightForWidth(label.width())
            assert label.height() >= needed, f"“{label.text()}” needs {needed} pixels and has {label.height()}"
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.parent() is not None]
    for parent in {b.parentWidget() for b in buttons}:
        areas = [place(b, page) for b in buttons if b.parentWidget() is parent]
        assert not any(one.intersects(other) for one, other in pairwise(sorted(areas, key=_position)))


@pytest.mark.parametrize("name", ["contacts-chosen", "contact-form", "history-chosen", "settings", "assistant-start"])
def test_a_large_font_is_borne(qtbot: QtBot, theme: Theme, name: str) -> None:
    page = SCREENS[name](theme)
    qtbot.addWidget(page)
    font = page.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    page.setFont(font)
    with qtbot.waitExposed(page):
        page.show()
    assert page.minimumSizeHint().width() <= 400
    assert page.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)


def _position(area: QRect) -> tuple[int, int]:
    return area.top(), area.left()

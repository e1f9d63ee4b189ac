from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.ui.parts.page_parts import scrolled


def test_less_room_does_not_hide_the_field_that_is_typed_into(qtbot: QtBot) -> None:
    content = QWidget()
    layout = QVBoxLayout(content)
    fields = [QLineEdit() for _ in range(12)]
    for field in fields:
        field.setMinimumHeight(40)
        layout.addWidget(field)
    scroller = scrolled(content)
    qtbot.addWidget(scroller)
    scroller.resize(300, 700)
    with qtbot.waitActive(scroller):
        scroller.show()
        scroller.activateWindow()
    fields[8].setFocus()
    qtbot.waitUntil(fields[8].hasFocus)
    scroller.resize(300, 200)
    assert fields[8].visibleRegion().boundingRect() == fields[8].rect()

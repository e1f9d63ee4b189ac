from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph, glyph_icon
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.parts.deed_menu import DeedMenu
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import button
from acefone_desktop.ui.parts.page_parts import scrolled
from acefone_desktop.ui.parts.strip import Strip, breakable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


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


def test_an_icon_has_air_between_itself_and_the_word(qtbot: QtBot, theme: Theme) -> None:
    """Qt leaves four pixels; what is missing the icon brings along."""
    for kind in ("", "call", "danger", "quiet", "primary"):
        push = button("Call", kind)
        push.setIcon(glyph_icon(Glyph.PHONE_DISCONNECT_FILL, "#ff0000"))
        qtbot.addWidget(push)
        image = push.icon().pixmap(push.iconSize()).toImage()
        inked = {x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha()}
        assert inked, kind
        assert image.width() - 1 - max(inked) >= tokens.SPACE_XS, kind


def test_a_menu_does_what_its_line_says_and_shows_an_ampersand_as_a_letter(qtbot: QtBot) -> None:
    page, done = QWidget(), list[str]()
    qtbot.addWidget(page)
    menu = DeedMenu(page)
    menu.add(Glyph.PHONE, "Call Field & Sons", partial(done.append, "call"))
    menu.add(Glyph.TRASH, "Delete", partial(done.append, "delete"), enabled=False)
    for action in menu.actions():
        action.trigger()
    assert done == ["call"]
    assert menu.actions()[0].text() == "Call Field && Sons"


@pytest.mark.parametrize("text", ["Deleted Tom Field", "No contact matches “zebra”. Try another name."])
def test_ordinary_words_stay_whole(text: str) -> None:
    assert breakable(text) == text


@given(st.text())
def test_a_text_with_places_to_break_reads_the_same(text: str) -> None:
    text = text.replace("\u200b", "")
    assert breakable(text).replace("\u200b", "") == text
    assert all(len(piece) < 24 for piece in re.split(r"[\s\u200b]", breakable(text)))


def test_a_long_word_in_a_strip_is_broken_rather_than_clipped(qtbot: QtBot, theme: Theme) -> None:
    strip = Strip(theme)
    qtbot.addWidget(strip)
    strip.resize(360, 80)
    name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    with qtbot.waitExposed(strip):
        strip.say("plain", f"Deleted {name}", "Undo")
    label = next(label for label in strip.findChildren(QLabel) if "Deleted" in label.text())
    assert label.accessibleName() == f"Deleted {name}", "read out as one word"
    drawn = label.fontMetrics().boundingRect(label.rect(), Qt.TextFlag.TextWordWrap, label.text())
    assert drawn.width() <= label.width()
    assert strip.heightForWidth(strip.width()) >= drawn.height()


def test_a_path_is_cut_in_the_middle_and_told_in_full_on_demand(qtbot: QtBot) -> None:
    path = "/home/priya/.local/state/acefone-desktop/log/of/many/folders/acefone-desktop.log"
    label = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    label.resize(240, 20)
    label.set_whole_text(path)
    assert label.text().startswith("/home")
    assert label.text().endswith(".log")
    assert "…" in label.text()
    assert (label.toolTip(), label.whole_text) == (path, path)


def test_the_scroll_bar_moves_nothing_as_it_comes(qtbot: QtBot, theme: Theme) -> None:
    content, field, other = QWidget(), QLineEdit(), QLineEdit()
    layout = QVBoxLayout(content)
    layout.setContentsMargins(tokens.SPACE_L, 0, tokens.SPACE_L, 0)
    other.setMinimumHeight(300)
    for part in (field, other):
        layout.addWidget(part)
    scroller = scrolled(content)
    qtbot.addWidget(scroller)
    scroller.resize(300, 700)
    with qtbot.waitExposed(scroller):
        scroller.show()
    before = field.width()
    assert before == 300 - 2 * tokens.SPACE_L
    scroller.resize(300, 200)
    qtbot.waitUntil(scroller.verticalScrollBar().isVisible)
    qtbot.waitUntil(lambda: field.width() == before)
    scroller.resize(300, 700)
    qtbot.waitUntil(lambda: not scroller.verticalScrollBar().isVisible())
    qtbot.waitUntil(lambda: field.width() == before)

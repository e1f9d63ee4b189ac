"""Lines to be pasted elsewhere: all of them are seen, and no room is kept for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from acefone_desktop.ui.settings.copy_block import CopyBlock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SHORT = "hooks.example.com {\n    respond 404\n}"
LONG = "ssh " + "-o ServerAliveInterval=30 " * 12 + "server.example.com"


@pytest.fixture
def block(theme: Theme, qtbot: QtBot) -> CopyBlock:
    block = CopyBlock("Caddy")
    qtbot.addWidget(block)
    block.resize(420, 200)
    with qtbot.waitExposed(block):
        block.show()
    return block


def edit(block: CopyBlock) -> QPlainTextEdit:
    found = block.findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


def spare_lines(block: CopyBlock) -> float:
    """Room below the last line, in lines."""
    text = edit(block)
    last = text.document().lastBlock()
    bottom = text.blockBoundingGeometry(last).translated(text.contentOffset()).bottom()
    return float((text.viewport().height() - bottom) / text.fontMetrics().lineSpacing())


@pytest.mark.parametrize("lines", [SHORT, "one line", "\n".join("abcdefghij"), LONG, f"{SHORT}\n{LONG}"])
def test_every_line_is_seen_and_there_is_no_empty_one_below(qtbot: QtBot, block: CopyBlock, lines: str) -> None:
    block.show_text(lines)
    qtbot.waitUntil(lambda: 0 <= spare_lines(block) < 0.6, timeout=20_000)
    assert edit(block).verticalScrollBar().maximum() == 0
    assert (edit(block).horizontalScrollBar().maximum() > 0) == (LONG in lines)


def test_the_bar_takes_room_only_while_there_is_something_to_scroll(qtbot: QtBot, block: CopyBlock) -> None:
    block.show_text(f"{'wide ' * 20}")
    qtbot.waitUntil(lambda: edit(block).horizontalScrollBar().maximum() > 0, timeout=20_000)
    qtbot.waitUntil(lambda: 0 <= spare_lines(block) < 0.6, timeout=20_000)
    with_bar = edit(block).height()
    block.resize(1600, 200)
    qtbot.waitUntil(lambda: edit(block).height() < with_bar, timeout=20_000)
    block.resize(420, 200)
    qtbot.waitUntil(lambda: edit(block).height() == with_bar, timeout=20_000)

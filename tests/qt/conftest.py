"""What the screen tests share: one theme, and the sample scene."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.look.theme import Theme
from tests.qt.scene import NOW, Scene

PATIENCE_MS = 20_000
"""Until a condition is given up where a test says nothing of it: a busy machine takes its time."""


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """pytest-qt's own, with more patience than its five seconds."""
    monkeypatch.setattr(qtbot, "waitUntil", partial(qtbot.waitUntil, timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, with nothing moving."""
    qapp.setStyle("Fusion")
    theme = Theme(qapp, "light", reduced_motion=True)
    yield theme
    theme.deleteLater()


@pytest.fixture
def scene(qapp: QApplication) -> Scene:
    """Stores over sample people."""
    return Scene()


@pytest.fixture
def dial_page(qtbot: QtBot, scene: Scene, theme: Theme) -> DialPage:
    """The dial page over the sample scene, as it is in the smallest usual window, the keyboard in its number field."""
    page = DialPage(scene.dial, scene.suggestions, theme, lambda: NOW)
    page.resize(400, 616)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.warm_up()
    page.field.setFocus()
    return page


@pytest.fixture
def no_double_click(qapp: QApplication) -> Iterator[None]:
    """Two clicks are two wishes, however soon they follow each other."""
    interval = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(interval)

"""What the screen tests share: one theme, and the sample scene."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from acefone_desktop.ui.look.theme import Theme
from tests.qt.scene import Scene


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
def no_double_click(qapp: QApplication) -> Iterator[None]:
    """Two clicks are two wishes, however soon they follow each other."""
    interval = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(interval)

"""Whatever the height of the dial page, nothing on it is cut or lies over something else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from acefone_desktop.ui.dial.call_button import CallButton
from acefone_desktop.ui.dial.dial_pad import DialPad
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.dial.more_panel import MorePanel
from acefone_desktop.ui.dial.number_details import NumberDetails
from acefone_desktop.ui.dial.number_field import NumberField
from acefone_desktop.ui.parts.choice_box import ChoiceBox
from acefone_desktop.ui.parts.strip import Strip
from tests.qt.scene import Scene

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(dial_page: DialPage) -> DialPage:
    return dial_page


def parts(page: DialPage) -> list[QWidget]:
    kinds = (NumberField, NumberDetails, DialPad, ChoiceBox, MorePanel, Strip, CallButton)
    return [part for kind in kinds for part in page.findChildren(kind) if part.isVisible()]


def lies(page: DialPage, part: QWidget) -> QRect:
    return QRect(part.mapTo(page, QPoint()), part.size())


@pytest.mark.parametrize("turned", [False, True], ids=["as it is", "keypad wanted"])
@pytest.mark.parametrize("more", [False, True], ids=["folded", "more"])
@pytest.mark.parametrize("text", ["", "0770", "07700 900123", "0909 879 0123", "+1 202 555 0188"])
def test_everything_is_whole_and_apart_at_every_height(
    page: DialPage, scene: Scene, text: str, more: bool, turned: bool
) -> None:
    scene.dial.set_text(text)
    page.show_more(shown=more)
    page._pad_place.toggle.setChecked(turned)
    for asked in (False, True):
        if asked:
            scene.dial.dial()
        for height in range(244, 720, 7):
            page.resize(400, height)
            page._page.activate()
            areas = sorted((lies(page, part) for part in parts(page)), key=QRect.top)
            assert all(above.bottom() < below.top() for above, below in pairwise(areas)), (height, areas)
            assert areas[-1].bottom() < height
            for part in parts(page):
                assert part.height() >= min(part.minimumSizeHint().height(), part.sizeHint().height()), (height, part)

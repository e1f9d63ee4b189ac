from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.style_sheet import style_sheet
from acefone_desktop.ui.look.theme import Theme
from acefone_desktop.ui.look.tokens import DARK, LIGHT, Colours, contrast, with_accent

APPEARANCES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
ACCENTS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@APPEARANCES
@pytest.mark.parametrize(("text", "ground"), tokens.TEXT_PAIRS)
def test_every_text_can_be_read_on_its_ground(colours: Colours, text: str, ground: str) -> None:
    ratio = contrast(getattr(colours, text), getattr(colours, ground))
    assert ratio >= tokens.READABLE_CONTRAST, f"{text} on {ground}: {ratio:.2f}"


@APPEARANCES
def test_edges_of_fields_stand_out(colours: Colours) -> None:
    assert contrast(colours.outline, colours.window) >= 3
    assert contrast(colours.outline, colours.surface) >= 3


@given(ACCENTS, st.sampled_from([LIGHT, DARK]))
def test_any_accent_of_the_system_becomes_readable(accent: str, colours: Colours) -> None:
    dressed = with_accent(colours, accent)
    for ground in (dressed.window, dressed.surface, dressed.accent_soft):
        assert contrast(dressed.accent, ground) >= tokens.READABLE_CONTRAST
    assert contrast(dressed.on_accent, dressed.accent) >= tokens.READABLE_CONTRAST


def test_a_readable_accent_is_kept_as_it_is() -> None:
    assert with_accent(LIGHT, "#8a1c5c").accent == "#8a1c5c"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@APPEARANCES
def test_the_style_sheet_leaves_no_token_open(colours: Colours) -> None:
    sheet = style_sheet(colours)
    assert "$" not in sheet
    assert colours.accent in sheet


def test_distances_lie_on_the_grid() -> None:
    assert all(d % 4 == 0 for d in (tokens.SPACE_XS, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_XL))


def test_the_theme_follows_the_system_until_the_person_decides(qapp: QApplication, qtbot: QtBot, theme: Theme) -> None:
    hints, dark = qapp.styleHints(), [False]
    own = Theme(qapp, system_is_dark=lambda: dark[0])

    def ground() -> str:
        return qapp.palette().color(QPalette.ColorRole.Window).name()

    try:
        assert ground() == LIGHT.window
        dark[0] = True
        with qtbot.waitSignal(own.changed):
            hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert ground() == DARK.window
        with qtbot.waitSignal(own.changed):
            own.choose("light")
        with qtbot.assertNotEmitted(own.changed):
            hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert ground() == LIGHT.window
    finally:
        own.deleteLater()
        theme.choose("dark")
        theme.choose("light")


def test_a_change_that_changes_nothing_dresses_nobody(qapp: QApplication, qtbot: QtBot, theme: Theme) -> None:
    own = Theme(qapp, system_is_dark=lambda: False)
    try:
        own.follow_system()  # made over another theme's accent, it reads the system's own only now
        with qtbot.assertNotEmitted(own.changed):
            qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.window
    finally:
        own.deleteLater()
        theme.choose("dark")
        theme.choose("light")


def test_choosing_the_same_again_does_not_dress_anew(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose("light")

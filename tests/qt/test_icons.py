from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from acefone_desktop.ui.look.app_mark import app_icon, tray_icon
from acefone_desktop.ui.look.icons import Glyph, font_path, glyph_icon, outline

LATE = ("asyncio", "httpx", "keyring", "msgspec", "phonenumbers", "qtawesome", "sqlite3", "uvicorn")


def colours_in(image: QImage) -> set[str]:
    """Colours of all opaque pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_every_glyph_is_the_one_its_name_says() -> None:
    charmap = json.loads(next(font_path().parent.glob("phosphor-charmap-*.json")).read_text())
    for glyph in Glyph:
        assert int(charmap[glyph.font_name], 16) == ord(glyph.value), glyph


@pytest.mark.parametrize("glyph", Glyph)
def test_every_glyph_fills_its_square_without_leaving_it(qapp: QApplication, glyph: Glyph) -> None:
    box = outline(glyph).boundingRect()
    assert not box.isEmpty()
    assert -0.01 <= box.left() <= box.right() <= 1.01
    assert -0.01 <= box.top() <= box.bottom() <= 1.01


def test_an_icon_takes_the_palette_of_the_moment(qapp: QApplication) -> None:
    icon = glyph_icon(Glyph.STAR_FILL)
    before = qapp.palette()
    changed = QPalette(before)
    changed.setColor(QPalette.ColorRole.ButtonText, QColor("#123456"))
    try:
        qapp.setPalette(changed)
        assert colours_in(icon.pixmap(QSize(32, 32)).toImage()) == {"#123456"}
    finally:
        qapp.setPalette(before)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_has_a_pixel_for_every_pixel_of_the_screen(qapp: QApplication, scale: float) -> None:
    pixmap = glyph_icon(Glyph.PHONE_FILL, "#000000").pixmap(QSize(20, 20), scale)
    assert pixmap.width() == round(20 * scale)
    assert pixmap.deviceIndependentSize().width() == pytest.approx(20)


def test_a_disabled_icon_is_not_painted_in_its_own_colour(qapp: QApplication) -> None:
    image = glyph_icon(Glyph.STAR_FILL, "#ff0000").pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage()
    assert "#ff0000" not in colours_in(image)


def test_the_mark_is_drawn(qapp: QApplication) -> None:
    assert "#ffffff" in colours_in(app_icon().pixmap(QSize(64, 64)).toImage())


def test_the_tray_symbol_has_one_colour_and_a_dot_for_a_state(qapp: QApplication) -> None:
    plain = colours_in(tray_icon("#f2f4f7").pixmap(QSize(22, 22)).toImage())
    dotted = colours_in(tray_icon("#f2f4f7", "#1fa854").pixmap(QSize(22, 22)).toImage())
    assert plain == {"#f2f4f7"}
    assert dotted == {"#f2f4f7", "#1fa854"}


def test_what_the_first_window_needs_loads_nothing_heavy() -> None:
    code = (
        "import sys, acefone_desktop.ui.window.main_window, acefone_desktop.ui.dial.dial_page;"
        "import acefone_desktop.ui.look.theme, acefone_desktop.ui.tray.tray_icon;"
        "import acefone_desktop.bridge.dialing.dial_store, acefone_desktop.bridge.call_store;"
        f"print([name for name in {LATE!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"

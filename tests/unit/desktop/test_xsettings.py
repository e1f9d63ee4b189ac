"""The settings manager's list, as it may come from any program on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.desktop.appearance.xsettings import parsed, session_settings
from tests.support.settings_manager import content

NAMES = st.text(max_size=20)


@given(st.dictionaries(NAMES, NAMES, max_size=8), st.sampled_from("<>"))
def test_texts_are_read_in_either_byte_order(settings: dict[str, str], order: str) -> None:
    assert parsed(content(settings, order)) == settings


def test_numbers_and_colours_are_passed_over() -> None:
    number = b"\0\0\x04\0Size\1\0\0\0\x10\0\0\0"
    colour = b"\2\0\x01\0C\0\0\0\1\0\0\0" + b"\xff" * 8
    text = b"\1\0\x01\0T\0\0\0\1\0\0\0\4\0\0\0Sans"
    assert parsed(b"\0\0\0\0\1\0\0\0\3\0\0\0" + number + colour + text) == {"T": "Sans"}


@given(st.binary(max_size=200))
def test_anything_else_is_refused_or_read_but_never_more(content: bytes) -> None:
    try:
        settings = parsed(content)
    except ValueError:
        return
    assert sum(map(len, settings.values())) <= len(content)


@pytest.mark.parametrize("cut", [0, 5, 12, 15, 30])
def test_a_list_that_breaks_off_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed(content({"Gtk/FontName": "Sans 10", "Net/ThemeName": "Greybird"})[:cut])


@pytest.mark.parametrize("display", ["", ":4242", "no such display"])
def test_without_a_server_there_are_no_settings(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert session_settings() == {}

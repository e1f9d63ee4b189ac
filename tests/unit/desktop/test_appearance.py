"""How the desktop wants programs to look: which theme Qt takes, and what GTK's settings say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.desktop.appearance.font_name import USUAL, FontName, font_name
from acefone_desktop.desktop.appearance.gtk_settings import GtkLook, gtk_look
from acefone_desktop.desktop.appearance.platform_theme import VARIABLE, without_gtk, would_load_gtk

GTK_DESKTOPS = ["XFCE", "GNOME", "ubuntu:GNOME", "X-Cinnamon", "MATE", "Unity:Unity7:ubuntu", "LXDE", "pantheon"]


@pytest.mark.parametrize("desktop", GTK_DESKTOPS)
def test_gtk_is_kept_out_where_qt_would_take_it(desktop: str) -> None:
    environment = {"XDG_CURRENT_DESKTOP": desktop}
    with without_gtk(environment) as kept_out:
        assert kept_out
        assert environment[VARIABLE] == "gnome"
    assert environment == {"XDG_CURRENT_DESKTOP": desktop}


@pytest.mark.parametrize(
    "environment",
    [
        {"XDG_CURRENT_DESKTOP": "KDE"},
        {"XDG_CURRENT_DESKTOP": "LXQt"},
        {"XDG_CURRENT_DESKTOP": "sway"},
        {"KDE_FULL_SESSION": "true", "GNOME_DESKTOP_SESSION_ID": "this-is-deprecated"},
        {},
        {"XDG_CURRENT_DESKTOP": "XFCE", VARIABLE: "gtk3"},
        {"XDG_CURRENT_DESKTOP": "GNOME", VARIABLE: "qt6ct"},
        {"XDG_CURRENT_DESKTOP": "XFCE", "QT_QPA_PLATFORM": "offscreen"},
    ],
)
def test_any_other_choice_of_a_theme_is_left_alone(environment: dict[str, str]) -> None:
    before = dict(environment)
    with without_gtk(environment) as kept_out:
        assert not kept_out
        assert environment == before
    assert environment == before


def test_an_empty_variable_is_none_and_comes_back_empty() -> None:
    environment = {"XDG_CURRENT_DESKTOP": "XFCE", VARIABLE: ""}
    with without_gtk(environment) as kept_out:
        assert kept_out
    assert environment[VARIABLE] == ""


def test_the_variable_is_gone_too_when_the_application_cannot_be_made() -> None:
    environment = {"XDG_CURRENT_DESKTOP": "XFCE"}
    with pytest.raises(RuntimeError), without_gtk(environment):
        raise RuntimeError
    assert VARIABLE not in environment


def test_sessions_that_name_no_desktop_are_known_by_older_signs() -> None:
    assert would_load_gtk({"DESKTOP_SESSION": "xfce"}, "linux")
    assert would_load_gtk({"GNOME_DESKTOP_SESSION_ID": "1", "QT_QPA_PLATFORM": "wayland;xcb"}, "linux")
    assert not would_load_gtk({"XDG_CURRENT_DESKTOP": "GNOME"}, "darwin")
    assert not would_load_gtk({"XDG_CURRENT_DESKTOP": "GNOME"}, "win32")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Sans 10", FontName(("Sans",), 10)),
        ("Ubuntu Sans 11", FontName(("Ubuntu Sans",), 11)),
        ("Cantarell Bold 11", FontName(("Cantarell",), 11, weight=700)),
        ("Segoe UI Semi-Bold Italic 10.5", FontName(("Segoe UI",), 10.5, weight=600, italic=True)),
        ("Noto Sans,Sans Condensed 9", FontName(("Noto Sans", "Sans"), 9)),
        ("Noto Sans,  10", FontName(("Noto Sans",), 10)),
        ("Inter Variable 13px", FontName(("Inter Variable",), 13, in_pixels=True)),
        ("Adwaita Sans 11 @wght=450", FontName(("Adwaita Sans",), 11)),
        ("Monaco", FontName(("Monaco",), 10)),
        ("DIN 1451 12", FontName(("DIN 1451",), 12)),
    ],
)
def test_a_font_name_says_family_style_and_size(text: str, meant: FontName) -> None:
    assert font_name(text) == meant


@pytest.mark.parametrize("text", ["", "  ", "12", "Bold 12", ",, 12", "Sans 0", "Sans 900", "Sans\n10", "S" * 300])
def test_what_names_no_font_is_none(text: str) -> None:
    assert font_name(text) is None


@given(st.text(max_size=250))
def test_any_text_is_a_font_that_can_be_read_or_none(text: str) -> None:
    found = font_name(text)
    if found is not None:
        assert found.families
        assert 4 <= found.size <= 72
        assert 1 <= found.weight <= 1000


def written(home: Path, text: str) -> dict[str, str]:
    """An environment whose GTK settings are these."""
    folder = home / "settings" / "gtk-3.0"
    folder.mkdir(parents=True)
    (folder / "settings.ini").write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder.parent), "XDG_CONFIG_DIRS": str(home / "shared")}


def test_without_any_settings_the_font_is_gtks_own(home: Path) -> None:
    nowhere = {"XDG_CONFIG_HOME": str(home), "XDG_CONFIG_DIRS": str(home)}
    assert gtk_look(nowhere, {}) == GtkLook(USUAL, dark=False)


def test_the_persons_file_names_font_and_theme(home: Path) -> None:
    text = "[Settings]\n# gtk-font-name=Wrong 20\ngtk-font-name = Noto Sans, 11\ngtk-theme-name=Greybird-dark\n"
    assert gtk_look(written(home, text), {}) == GtkLook(FontName(("Noto Sans",), 11), dark=True)


def test_a_shared_file_counts_where_the_persons_own_is_silent(home: Path) -> None:
    environment = written(home, "[Settings]\ngtk-font-name=Noto Sans 11\n[Other]\ngtk-theme-name=Wrong-dark\n")
    shared = home / "shared" / "gtk-3.0"
    shared.mkdir(parents=True)
    text = "[Settings]\ngtk-font-name=Wrong 20\ngtk-application-prefer-dark-theme=1\n"
    (shared / "settings.ini").write_text(text, encoding="utf-8")
    assert gtk_look(environment, {}) == GtkLook(FontName(("Noto Sans",), 11), dark=True)


def test_the_settings_manager_overrides_files_and_a_variable_both(home: Path) -> None:
    environment = written(home, "[Settings]\ngtk-font-name=Wrong 20\ngtk-theme-name=Wrong-dark\n")
    session = {"gtk-font-name": "Ubuntu 12", "gtk-theme-name": "Greybird"}
    assert gtk_look(environment, session) == GtkLook(FontName(("Ubuntu",), 12), dark=False)
    assert gtk_look({**environment, "GTK_THEME": "Adwaita:dark"}, session).dark


@pytest.mark.parametrize("text", ["\xff" * 100_000, "[Settings]\n" + "a=b\n" * 50_000, "gtk-font-name=Early 20\n"])
def test_a_file_that_is_no_settings_file_changes_nothing(home: Path, text: str) -> None:
    assert gtk_look(written(home, text), {}) == GtkLook()

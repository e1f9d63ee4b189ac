"""The desktop's font and its light or dark setting, in a real session, without the desktop's toolkit in the process."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import desktop_portal
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.desktop_session import DesktopSession
    from tests.support.session_processes import Process

pytestmark = pytest.mark.desktop(keyring="none", tray=False)


def program(desktop: DesktopSession, name: str, *arguments: str, assigned: Sequence[str] = ()) -> Process:
    """Starts one of the tests' programs, and waits for its first line."""
    process = desktop.start(["env", *assigned, sys.executable, "-m", f"tests.support.{name}", *arguments])
    wait_until(lambda: "\n" in process.output, 15, f"{name} to be ready: {process.errors}")
    return process


def looks(probe: Process) -> list[dict[str, Any]]:
    return [json.loads(line) for line in probe.output.splitlines()]


def the_portal(desktop: DesktopSession) -> None:
    program(desktop, "desktop_portal")


def prefer(desktop: DesktopSession, scheme: int) -> None:
    portal = desktop_portal
    desktop.bus.call(portal.NAME, portal.PATH, portal.PERSON, "Prefer", "u", (scheme,))


def test_gtk_stays_out_and_no_variable_is_left_behind(desktop: DesktopSession) -> None:
    look = looks(program(desktop, "look_probe"))[0]
    assert not look["gtk"]
    assert look["variables"] == []
    assert look["font"] == "Sans 10"
    assert not look["dark"]


def test_whoever_wants_gtks_theme_gets_it(desktop: DesktopSession) -> None:
    look = looks(program(desktop, "look_probe", assigned=["QT_QPA_PLATFORMTHEME=gtk3"]))[0]
    assert look["gtk"]
    assert look["variables"] == ["QT_QPA_PLATFORMTHEME"]


def test_font_and_theme_are_those_of_the_settings_manager(desktop: DesktopSession) -> None:
    settings = ["Gtk/FontName=DejaVu Serif Bold 12", "Net/ThemeName=Greybird-dark", "Xft/Hinting=1"]
    program(desktop, "settings_manager", *settings)
    look = looks(program(desktop, "look_probe"))[0]
    assert look["font"] == "DejaVu Serif 12"
    assert look["dark"]


def test_a_change_of_the_theme_is_seen_on_coming_back(desktop: DesktopSession) -> None:
    first = program(desktop, "settings_manager", "Gtk/FontName=DejaVu Sans 11", "Net/ThemeName=Greybird")
    probe = program(desktop, "look_probe")
    window = desktop.screen.await_window("Look probe")
    wait_until(lambda: looks(probe)[-1]["active"], 10, "the window to be used")
    first.end()
    program(desktop, "settings_manager", "Gtk/FontName=DejaVu Serif 13", "Net/ThemeName=Greybird-dark")
    program(desktop, "look_probe")  # another window
    wait_until(lambda: not looks(probe)[-1]["active"], 10, "the other window to be used")
    desktop.screen.focus(window)
    wait_until(lambda: looks(probe)[-1]["dark"], 10, "the change to be seen")
    assert looks(probe)[-1]["font"] == "DejaVu Serif 13"


def test_the_portals_light_or_dark_is_followed_live(desktop: DesktopSession) -> None:
    the_portal(desktop)
    probe = program(desktop, "look_probe")
    for scheme, dark in ((1, True), (2, False), (1, True), (0, False)):
        prefer(desktop, scheme)
        wait_until(lambda dark=dark: looks(probe)[-1]["dark"] is dark, 10, "the change")  # type: ignore[misc]
    assert len({look["ground"] for look in looks(probe)}) == 2
    assert {look["font"] for look in looks(probe)} == {"Sans 10"}, "the portal speaks of GNOME's font"


def test_where_the_portal_has_no_preference_the_theme_counts(desktop: DesktopSession) -> None:
    the_portal(desktop)
    program(desktop, "settings_manager", "Net/ThemeName=Adwaita-dark")
    probe = program(desktop, "look_probe")
    assert looks(probe)[0]["dark"]
    prefer(desktop, 2)
    wait_until(lambda: not looks(probe)[-1]["dark"], 10, "the portal's word to count")


def test_the_portal_is_asked_where_no_settings_manager_can_be(desktop: DesktopSession) -> None:
    the_portal(desktop)
    probe = program(desktop, "look_probe")
    assert looks(probe)[0]["portal"] == ["DejaVu Serif 14", False]
    prefer(desktop, 1)
    wait_until(lambda: looks(probe)[-1]["portal"] == ["DejaVu Serif 14", True], 10, "the change")


def test_without_a_portal_asking_it_says_nothing(desktop: DesktopSession) -> None:
    assert looks(program(desktop, "look_probe"))[0]["portal"] == ["", False]

"""What the settings page shows of the system and does to it, in a home folder of the test's own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.app.desktop.system_settings import SystemDesk
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.ui.settings.settings_system import LinkHandling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="registers in the files of a Linux desktop")


@pytest.fixture
def network(qapp: object) -> Iterator[NetworkThread]:
    network = NetworkThread()
    yield network
    network.close()


def desk_of(network: NetworkThread, folder: Path, *, lasting: bool = True) -> SystemDesk:
    return SystemDesk(places_for("work", folder, {}), network, "work", str(folder), lasting=lasting)


def test_links_are_taken_over_and_given_back(network: NetworkThread, tmp_path: Path, qtbot: QtBot) -> None:
    desk = desk_of(network, tmp_path)
    settings = desk.settings
    assert settings.state.links is LinkHandling.UNKNOWN
    settings.look_wanted.emit()
    qtbot.waitUntil(lambda: settings.state.links is LinkHandling.OTHERS)
    assert settings.state.link_note == ""  # no command to be typed for what the button beside it does
    settings.links_wanted.emit(True)
    assert settings.state.links_busy
    qtbot.waitUntil(lambda: settings.state.links is LinkHandling.OURS and not settings.state.links_busy)
    settings.links_wanted.emit(False)
    qtbot.waitUntil(lambda: settings.state.links is LinkHandling.OTHERS and not settings.state.links_busy)


def test_a_registration_that_is_out_of_date_is_told_and_renewed(
    network: NetworkThread, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = desk_of(network, tmp_path)
    settings = desk.settings
    settings.links_wanted.emit(True)
    qtbot.waitUntil(lambda: settings.state.links is LinkHandling.OURS)
    (service,) = (home / ".local" / "share" / "dbus-1" / "services").iterdir()
    service.unlink()
    settings.look_wanted.emit()
    qtbot.waitUntil(lambda: settings.state.links is LinkHandling.OUT_OF_DATE)
    assert settings.state.link_note == "The service of the session bus is missing."
    settings.links_wanted.emit(True)
    qtbot.waitUntil(lambda: settings.state.links is LinkHandling.OURS and not settings.state.links_busy)
    assert service.is_file()


def test_the_page_of_the_system_is_opened(
    network: NetworkThread, home: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, opened = tmp_path / "xfce4-mime-settings", tmp_path / "opened"
    page.write_text(f"#!/bin/sh\n: > '{opened}'\n")
    page.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    desk = desk_of(network, tmp_path)
    settings = desk.settings
    settings.look_wanted.emit()
    qtbot.waitUntil(lambda: settings.state.link_page)
    settings.link_page_wanted.emit()
    qtbot.waitUntil(opened.exists)
    page.unlink()
    with qtbot.waitSignal(settings.failed):
        settings.link_page_wanted.emit()


def test_what_starts_with_the_session_starts_this_profile(
    network: NetworkThread, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = desk_of(network, tmp_path)
    settings = desk.settings
    settings.autostart_wanted.emit(True)
    qtbot.waitUntil(lambda: settings.state.autostart is True)
    (entry,) = (home / ".config" / "autostart").iterdir()
    assert "work" in entry.read_text()
    settings.autostart_wanted.emit(False)
    qtbot.waitUntil(lambda: settings.state.autostart is False)
    assert list((home / ".config" / "autostart").iterdir()) == []


def test_a_demo_registers_nothing(network: NetworkThread, home: Path, tmp_path: Path, qtbot: QtBot) -> None:
    desk = desk_of(network, tmp_path, lasting=False)
    settings = desk.settings
    assert settings.state.links is LinkHandling.UNSUPPORTED
    spy = QSignalSpy(settings.changed)
    settings.links_wanted.emit(True)
    settings.autostart_wanted.emit(True)
    settings.look_wanted.emit()
    network.close()
    assert spy.count() == 0
    assert not (home / ".config").exists()

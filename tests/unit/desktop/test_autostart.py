"""Starting with the session."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest

from acefone_desktop.desktop.autostart import (
    APP_NAME,
    RUN_KEY,
    Autostart,
    AutostartError,
    RegistryAutostart,
    launch_agent,
    xdg_autostart,
)
from tests.unit.desktop.memory_registry import MemoryRegistry

COMMAND = ("/opt/acefone desktop/acefone-desktop", "--profile", "sales")


@pytest.fixture(params=["xdg", "registry", "launchd"])
def autostart(request: pytest.FixtureRequest, home: Path) -> Autostart:
    if request.param == "registry":
        return RegistryAutostart(COMMAND, MemoryRegistry())
    return xdg_autostart(COMMAND, os.environ) if request.param == "xdg" else launch_agent(COMMAND, home)


def test_it_is_off_until_switched_on_and_off_again(autostart: Autostart) -> None:
    assert not autostart.enabled()
    autostart.enable()
    autostart.enable()
    assert autostart.enabled()
    autostart.disable()
    autostart.disable()
    assert not autostart.enabled()


def test_the_session_starts_it_into_the_tray(home: Path) -> None:
    xdg_autostart(COMMAND, os.environ).enable()
    entry = home / ".config" / "autostart" / "acefone-desktop.desktop"
    assert 'Exec="/opt/acefone desktop/acefone-desktop" --profile sales --tray\n' in entry.read_text()
    if validator := shutil.which("desktop-file-validate"):
        assert subprocess.run([validator, entry], check=False).returncode == 0


def test_windows_and_macos_start_it_into_the_tray(home: Path) -> None:
    registry = MemoryRegistry()
    RegistryAutostart(COMMAND, registry).enable()
    assert registry.read(RUN_KEY, APP_NAME) == '"/opt/acefone desktop/acefone-desktop" --profile sales --tray'
    launch_agent(COMMAND, home).enable()
    (agent,) = (home / "Library" / "LaunchAgents").iterdir()
    assert plistlib.loads(agent.read_bytes())["ProgramArguments"] == [*COMMAND, "--tray"]


def test_another_copys_entry_does_not_count(home: Path) -> None:
    xdg_autostart(("/elsewhere/acefone-desktop",), os.environ).enable()
    assert not xdg_autostart(COMMAND, os.environ).enabled()


def test_what_cannot_be_written_is_an_error_of_ours(home: Path) -> None:
    (home / ".config").write_text("in the way")
    with pytest.raises(AutostartError):
        xdg_autostart(COMMAND, os.environ).enable()

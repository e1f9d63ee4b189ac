"""What the doctor says of the global key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from acefone_desktop.app.hotkey_check import HotkeyCheck
from acefone_desktop.domain.settings import HotkeySettings, Settings
from acefone_desktop.services.diagnostics import CheckResult, Status
from tests.support.shortcuts_portal import shortcuts_portal

WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}


class Kept:
    """The settings on disk."""

    def __init__(self, *, enabled: bool) -> None:
        self._settings = replace(Settings(), hotkey=HotkeySettings(enabled=enabled))

    def load(self) -> Settings:
        return self._settings

    def save(self, settings: Settings) -> None:
        self._settings = settings


async def checked(environment: Mapping[str, str], *, enabled: bool = True) -> CheckResult:
    return await HotkeyCheck(Kept(enabled=enabled), lambda: "app dial-clipboard", environment).run()


async def test_a_key_that_nobody_wants_is_fine() -> None:
    result = await checked({}, enabled=False)
    assert (result.status, result.remedy) == (Status.OK, "")


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":4242"}])
async def test_without_a_key_the_command_to_bind_by_hand_is_the_remedy(environment: dict[str, str]) -> None:
    result = await checked(environment)
    assert result.status is Status.WARNING
    assert result.remedy.endswith("app dial-clipboard")


async def test_a_wayland_session_is_asked_for_its_portal(bus_address: str) -> None:
    environment = {**WAYLAND, "DBUS_SESSION_BUS_ADDRESS": bus_address}
    assert (await checked(environment)).status is Status.WARNING
    async with shortcuts_portal(bus_address):
        result = await checked(environment)
    assert (result.status, result.found) == (
        Status.OK,
        "The desktop's portal gives programs a key (GlobalShortcuts 2).",
    )

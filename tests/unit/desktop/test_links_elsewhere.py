"""Link registration on Windows and macOS, as far as it can be shown elsewhere."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from acefone_desktop.desktop.links.macos import BUNDLE_ID, PREFERENCES, MacLinks
from acefone_desktop.desktop.links.windows import (
    CAPABILITIES_KEY,
    CHOICE_KEY,
    COMMAND_KEY,
    PROGRAM_ID,
    SETTINGS_PAGE,
    WindowsLinks,
)
from acefone_desktop.domain.errors import LinkHandlerError
from tests.unit.desktop.memory_registry import MemoryRegistry

COMMAND = (r"C:\Program Files\Acefone Desktop\acefone-desktop.exe", "--profile", "sales")


@pytest.fixture
def registry() -> MemoryRegistry:
    return MemoryRegistry()


@pytest.fixture
def pages() -> list[str]:
    return []


@pytest.fixture
def links(registry: MemoryRegistry, pages: list[str]) -> WindowsLinks:
    return WindowsLinks(COMMAND, registry, pages.append)


def test_installing_offers_us_for_both_schemes_and_opens_the_page(
    links: WindowsLinks, registry: MemoryRegistry, pages: list[str]
) -> None:
    links.install()
    assert registry.read(r"Software\RegisteredApplications", "Acefone Desktop") == CAPABILITIES_KEY
    for scheme in ("tel", "callto"):
        assert registry.read(rf"{CAPABILITIES_KEY}\UrlAssociations", scheme) == PROGRAM_ID
    assert registry.read(rf"Software\Classes\{PROGRAM_ID}", "URL Protocol") == ""
    assert pages == [SETTINGS_PAGE] == ["ms-settings:defaultapps?registeredAppUser=Acefone%20Desktop"]


def test_a_link_cannot_be_an_option(links: WindowsLinks, registry: MemoryRegistry) -> None:
    links.install()
    expected = r'"C:\Program Files\Acefone Desktop\acefone-desktop.exe" --profile sales -- "%1"'
    assert registry.read(COMMAND_KEY, "") == expected


@pytest.mark.parametrize("key", [rf"{CHOICE_KEY}\UserChoice", rf"{CHOICE_KEY}\UserChoiceLatest\ProgId"])
def test_once_the_person_has_chosen_us_nothing_is_left_to_do(
    links: WindowsLinks, registry: MemoryRegistry, pages: list[str], key: str
) -> None:
    links.install()
    assert not links.status().default
    registry.write(key, "ProgId", PROGRAM_ID)
    status = links.status()
    assert (status.installed, status.default, status.handler, status.remedy) == (True, True, "Acefone Desktop", "")
    links.install()
    assert len(pages) == 1


def test_the_status_names_the_program_that_was_chosen(links: WindowsLinks, registry: MemoryRegistry) -> None:
    registry.write(rf"{CHOICE_KEY}\UserChoice", "ProgId", "Other.tel")
    assert links.status().handler == "Other.tel"
    registry.write(r"Software\Classes\Other.tel\Application", "ApplicationName", "Other Phone")
    status = links.status()
    assert (status.installed, status.default, status.handler) == (False, False, "Other Phone")
    assert "handler install" in status.remedy


def test_removing_leaves_nothing_of_ours(links: WindowsLinks, registry: MemoryRegistry) -> None:
    registry.write(r"Software\RegisteredApplications", "Other", "kept")
    before = dict(registry.values)
    links.install()
    links.remove()
    assert registry.values == before


def test_a_moved_program_is_noticed(links: WindowsLinks, registry: MemoryRegistry, pages: list[str]) -> None:
    links.install()
    moved = WindowsLinks((r"D:\acefone-desktop.exe",), registry, pages.append)
    assert "handler install" in moved.status().remedy


def choose(home: Path, bundle: str) -> None:
    path = home / PREFERENCES
    path.parent.mkdir(parents=True)
    path.write_bytes(plistlib.dumps({"LSHandlers": [{"LSHandlerURLScheme": "tel", "LSHandlerRoleAll": bundle}]}))


def test_on_macos_the_person_is_told_how(home: Path) -> None:
    links = MacLinks(home, bundle=home / "Acefone Desktop.app")
    with pytest.raises(LinkHandlerError, match="FaceTime"):
        links.install()
    choose(home, BUNDLE_ID)
    assert links.status().default
    links.install()
    links.remove()


def test_on_macos_another_default_is_named(home: Path) -> None:
    choose(home, "com.apple.FaceTime")
    status = MacLinks(home, bundle=None).status()
    assert (status.installed, status.default, status.handler) == (False, False, "com.apple.facetime")


@pytest.mark.parametrize("content", [b"", b"noise", plistlib.dumps([1, 2])])
def test_on_macos_unreadable_preferences_are_no_choice(home: Path, content: bytes) -> None:
    path = home / PREFERENCES
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert MacLinks(home, bundle=None).status().handler == ""

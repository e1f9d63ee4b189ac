"""Link registration on Windows and macOS, as far as it can be shown elsewhere."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from acefone_desktop.desktop.links.mac_info import BUNDLE_ID, FILE, declared_schemes, info_plist
from acefone_desktop.desktop.links.macos import PREFERENCES, MacLinks
from acefone_desktop.desktop.links.registration import LinkProblem
from acefone_desktop.desktop.links.windows import ASSOCIATIONS_KEY, SETTINGS_PAGE, WindowsLinks
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


def choose_on_windows(registry: MemoryRegistry, program: str, place: str = "UserChoice") -> None:
    for scheme in ("tel", "callto"):
        registry.write(rf"{ASSOCIATIONS_KEY}\{scheme}\{place}", "ProgId", program.format(scheme=scheme))


def test_installing_writes_exactly_what_the_contract_asks_and_opens_the_page(
    links: WindowsLinks, registry: MemoryRegistry, pages: list[str]
) -> None:
    links.install()
    program = r"C:\Program Files\Acefone Desktop\acefone-desktop.exe"
    expected = {
        (r"Software\RegisteredApplications", "Acefone Desktop"): r"Software\AcefoneDesktop\Capabilities",
        (r"Software\AcefoneDesktop\Capabilities", "ApplicationName"): "Acefone Desktop",
        (
            r"Software\AcefoneDesktop\Capabilities",
            "ApplicationDescription",
        ): "Start calls through Acefone and see what each call is doing",
    }
    for scheme in ("tel", "callto", "sip", "sips"):
        key = rf"Software\Classes\AcefoneDesktop.{scheme}"
        expected |= {
            (r"Software\AcefoneDesktop\Capabilities\UrlAssociations", scheme): f"AcefoneDesktop.{scheme}",
            (key, ""): f"URL:Acefone Desktop ({scheme})",
            (key, "URL Protocol"): "",
            (rf"{key}\Application", "ApplicationName"): "Acefone Desktop",
            (rf"{key}\DefaultIcon", ""): f'"{program}",0',
            (rf"{key}\shell\open\command", ""): f'"{program}" --profile sales -- "%1"',
        }
    assert registry.values == {(key.lower(), name.lower()): value for (key, name), value in expected.items()}
    assert pages == [SETTINGS_PAGE] == ["ms-settings:defaultapps?registeredAppUser=Acefone%20Desktop"]
    assert links.settings_command()[-1] == SETTINGS_PAGE


def test_the_persons_choice_is_never_written(links: WindowsLinks, registry: MemoryRegistry) -> None:
    choose_on_windows(registry, "Other.{scheme}")
    links.install()
    links.remove()
    assert len(registry.values) == 2
    assert all("userchoice" in key for key, _ in registry.values)


@pytest.mark.parametrize("place", ["UserChoice", r"UserChoiceLatest\ProgId"])
def test_once_the_person_has_chosen_us_nothing_is_left_to_do(
    links: WindowsLinks, registry: MemoryRegistry, pages: list[str], place: str
) -> None:
    links.install()
    assert links.status().problem is LinkProblem.ANOTHER_DEFAULT
    choose_on_windows(registry, "AcefoneDesktop.{scheme}", place)
    status = links.status()
    assert (status.installed, status.default, status.handler, status.remedy) == (True, True, "Acefone Desktop", "")
    assert status.problem is LinkProblem.NONE
    links.install()
    assert len(pages) == 1


def test_links_of_sip_are_offered_and_not_asked_for(links: WindowsLinks, registry: MemoryRegistry) -> None:
    """A program that speaks SIP itself may keep them: nothing is amiss then."""
    links.install()
    choose_on_windows(registry, "AcefoneDesktop.{scheme}")
    registry.write(rf"{ASSOCIATIONS_KEY}\sip\UserChoice", "ProgId", "Softphone.sip")
    assert (links.status().default, links.status().problem) == (True, LinkProblem.NONE)


def test_the_status_names_the_program_that_was_chosen(links: WindowsLinks, registry: MemoryRegistry) -> None:
    choose_on_windows(registry, "Other.{scheme}")
    assert links.status().handler == "Other.tel"
    registry.write(r"Software\Classes\Other.tel\Application", "ApplicationName", "Other Phone")
    status = links.status()
    assert (status.installed, status.default, status.handler) == (False, False, "Other Phone")
    assert status.problem is LinkProblem.NOT_REGISTERED
    assert "handler install" in status.remedy
    links.install()
    assert links.status().reason.startswith("Other Phone opens phone links.")
    assert not links.status().cured_by_installing


def test_one_kind_of_links_that_opens_elsewhere_is_told(links: WindowsLinks, registry: MemoryRegistry) -> None:
    links.install()
    registry.write(rf"{ASSOCIATIONS_KEY}\tel\UserChoice", "ProgId", "AcefoneDesktop.tel")
    registry.write(rf"{ASSOCIATIONS_KEY}\callto\UserChoice", "ProgId", "Other.callto")
    status = links.status()
    assert (status.default, status.handler, status.problem) == (False, "Other.callto", LinkProblem.ANOTHER_DEFAULT)


def test_removing_leaves_nothing_of_ours(links: WindowsLinks, registry: MemoryRegistry) -> None:
    registry.write(r"Software\RegisteredApplications", "Other", "kept")
    registry.write(r"Software\Classes\tel\shell\open\command", "", "another program's")
    before = dict(registry.values)
    links.install()
    links.remove()
    assert registry.values == before


def test_a_moved_program_is_noticed(links: WindowsLinks, registry: MemoryRegistry, pages: list[str]) -> None:
    links.install()
    status = WindowsLinks((r"D:\acefone-desktop.exe",), registry, pages.append).status()
    assert (status.problem, status.cured_by_installing) == (LinkProblem.STALE, True)
    assert "handler install" in status.remedy


def bundle_in(home: Path, content: bytes | None = None) -> Path:
    bundle = home / "Acefone Desktop.app"
    (bundle / FILE).parent.mkdir(parents=True)
    (bundle / FILE).write_bytes(info_plist("0.1.0") if content is None else content)
    return bundle


def choose(home: Path, bundle: str) -> None:
    path = home / PREFERENCES
    path.parent.mkdir(parents=True)
    path.write_bytes(plistlib.dumps({"LSHandlers": [{"LSHandlerURLScheme": "tel", "LSHandlerRoleAll": bundle}]}))


def test_the_bundle_says_which_links_it_opens(home: Path) -> None:
    read = plistlib.loads(info_plist("1.2.3"))
    assert read["CFBundleURLTypes"] == [
        {
            "CFBundleURLName": "org.acefone-desktop.app.phone-link",
            "CFBundleURLSchemes": ["tel", "callto", "sip", "sips"],
            "CFBundleTypeRole": "Viewer",
        }
    ]
    assert (read["CFBundleIdentifier"], read["CFBundleShortVersionString"]) == (BUNDLE_ID, "1.2.3")
    assert declared_schemes(bundle_in(home)) == {"tel", "callto", "sip", "sips"}


def test_on_macos_the_person_is_told_how(home: Path) -> None:
    links = MacLinks(home, bundle_in(home))
    assert links.status().problem is LinkProblem.ANOTHER_DEFAULT
    with pytest.raises(LinkHandlerError, match="FaceTime"):
        links.install()
    choose(home, BUNDLE_ID)
    status = links.status()
    assert (status.installed, status.default, status.problem, status.remedy) == (True, True, LinkProblem.NONE, "")
    links.install()
    links.remove()
    assert links.settings_command()


def test_on_macos_another_default_is_named(home: Path) -> None:
    choose(home, "com.apple.FaceTime")
    status = MacLinks(home, bundle=None).status()
    assert (status.installed, status.default, status.handler) == (False, False, "com.apple.facetime")
    assert status.problem is LinkProblem.NOT_REGISTERED
    assert "com.apple.facetime opens phone links" in MacLinks(home, bundle_in(home)).status().reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"noise",
        plistlib.dumps({"CFBundleURLTypes": [{"CFBundleURLSchemes": ["tel", "callto"]}]}),
        plistlib.dumps([1]),
    ],
)
def test_a_bundle_that_does_not_declare_the_links_is_stale(home: Path, content: bytes) -> None:
    status = MacLinks(home, bundle_in(home, content)).status()
    assert (status.installed, status.problem) == (False, LinkProblem.STALE)


@pytest.mark.parametrize("content", [b"", b"noise", plistlib.dumps([1, 2]), plistlib.dumps({"LSHandlers": [1, "a"]})])
def test_on_macos_unreadable_preferences_are_no_choice(home: Path, content: bytes) -> None:
    path = home / PREFERENCES
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert MacLinks(home, bundle=None).status().handler == ""

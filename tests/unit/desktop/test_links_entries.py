"""What each entry on Linux claims: whichever a person picks for links, they arrive, and other programs keep theirs."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from acefone_desktop.desktop.links.linux import BUS_ENTRY, ENTRY, LinuxLinks
from acefone_desktop.desktop.links.mime_defaults import MimeDefaults
from acefone_desktop.desktop.links.registration import LinkProblem
from tests.support.waiting import wait_until

COMMAND = ("/opt/acefone-desktop/bin/acefone-desktop",)
SIP, SIPS = "x-scheme-handler/sip", "x-scheme-handler/sips"
SOFTPHONE = f"[Desktop Entry]\nType=Application\nName=Softphone\nExec=/usr/bin/true %u\nMimeType={SIP};\n"


@pytest.fixture
def links(home: Path, monkeypatch: pytest.MonkeyPatch) -> LinuxLinks:
    for name in ("XDG_DATA_DIRS", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(home / name))
    return LinuxLinks(COMMAND, os.environ)


@pytest.fixture
def softphone(home: Path) -> Path:
    """Another program's entry of the system, which no list names: it opens `sip:` because it says that it can."""
    entry = home / "XDG_DATA_DIRS" / "applications" / "softphone.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_text(SOFTPHONE)
    (entry.parent / "mimeinfo.cache").write_text(f"[MIME Cache]\n{SIP}=softphone.desktop;\n")
    return entry


def entry(home: Path, name: str) -> configparser.SectionProxy:
    read = configparser.RawConfigParser()
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(home / ".local" / "share" / "applications" / name)
    return read["Desktop Entry"]


def types(home: Path, name: str) -> set[str]:
    return set(entry(home, name).get("MimeType", "").split(";")) - {""}


def test_every_entry_that_is_offered_for_links_starts_our_own_process(links: LinuxLinks, home: Path) -> None:
    """Over the bus a link is lost where its opener ends at once; so what goes over the bus is offered for nothing."""
    links.install()
    applications = home / ".local" / "share" / "applications"
    assert {path.name for path in applications.glob("*.desktop")} == {ENTRY, BUS_ENTRY}
    for name in (ENTRY, BUS_ENTRY):
        offered = bool(types(home, name)) or entry(home, name).get("NoDisplay") != "true"
        assert offered is (entry(home, name).get("DBusActivatable") != "true")
        assert entry(home, name)["Exec"] == f"{COMMAND[0]} -- %u"
    assert types(home, ENTRY) == {"x-scheme-handler/tel", "x-scheme-handler/callto", SIP, SIPS}


def test_the_bus_entry_chosen_by_hand_is_told_and_mended(links: LinuxLinks, home: Path) -> None:
    links.install()
    lists = home / ".config" / "mimeapps.list"
    lists.write_text(f"[Default Applications]\nx-scheme-handler/tel={BUS_ENTRY};\nx-scheme-handler/callto={ENTRY};\n")
    assert links.status().problem is LinkProblem.BUS_ENTRY_CHOSEN
    assert links.status().cured_by_installing
    links.install()
    assert links.status().problem is LinkProblem.NONE


def test_a_softphone_keeps_its_own_links(links: LinuxLinks, home: Path, softphone: Path) -> None:
    links.install()
    assert MimeDefaults(os.environ).default(SIP) == "softphone.desktop"
    assert types(home, ENTRY) == {"x-scheme-handler/tel", "x-scheme-handler/callto", SIPS}
    assert links.status().problem is LinkProblem.NONE
    softphone.unlink()
    assert links.status().problem is LinkProblem.NONE, "what others had installed when we were is no fault of ours"
    links.install()
    assert MimeDefaults(os.environ).default(SIP) == ENTRY


@pytest.mark.skipif(shutil.which("gio") is None, reason="GLib's tools are not on this machine")
@pytest.mark.parametrize("link", ["tel:+447700900123;ext=5", "tel:%24(id)%22%60;x='\"$HOME%u", "tel:--help"])
def test_glib_starts_the_program_with_these_arguments_whatever_its_path(
    home: Path, links: LinuxLinks, link: str
) -> None:
    """As GNOME, Xfce, MATE, Cinnamon and Chromium open links."""
    folder = home / "a 'strange' \"folder\" 100% %u $HOME `id` #1 ; & é"
    folder.mkdir()
    program, seen = folder / "program", home / "seen"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {seen}.new && mv {seen}.new {seen}\n')
    program.chmod(0o755)
    LinuxLinks((str(program), "--profile", "sales", "--data-dir", "/a b%c\\d"), os.environ).install()
    subprocess.run(["gio", "open", link], check=True, timeout=20, capture_output=True)
    wait_until(seen.exists, what="the program to be started")
    assert seen.read_text().splitlines() == ["--profile", "sales", "--data-dir", "/a b%c\\d", "--", link]


def test_no_list_names_us_for_links_of_sip(links: LinuxLinks, home: Path) -> None:
    links.install()
    assert "sip" not in (home / ".config" / "mimeapps.list").read_text()

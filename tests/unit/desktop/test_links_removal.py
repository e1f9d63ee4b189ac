"""Removal on Linux: to the byte, to the folder, and no further than what we made."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.desktop.links.linux import ENTRY, LinuxLinks
from acefone_desktop.desktop.links.made_folders import KEY, read_made
from acefone_desktop.desktop.links.registration import LinkProblem
from acefone_desktop.domain.errors import LinkHandlerError

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = ("/opt/acefone-desktop/bin/acefone-desktop",)
TEL = "x-scheme-handler/tel"


@pytest.fixture
def links(home: Path, monkeypatch: pytest.MonkeyPatch) -> LinuxLinks:
    for name in ("XDG_DATA_DIRS", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(home / name))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    return LinuxLinks(COMMAND, os.environ)


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Files and folders, with their modes."""
    return {
        str(path.relative_to(folder)): (
            stat.S_IMODE(path.lstat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    "there",
    [
        [],
        [".local/share/applications", ".config"],
        [".local", ".local/share/icons/hicolor/scalable/apps"],
        [".local/share/dbus-1/services", ".local/share/applications/kde4"],
    ],
)
@pytest.mark.parametrize("times", [1, 3])
def test_folders_that_were_there_stay_and_those_that_we_made_go(
    links: LinuxLinks, home: Path, there: list[str], times: int
) -> None:
    for folder in there:
        (home / folder).mkdir(parents=True, exist_ok=True)
    before = everything(home)
    for _ in range(times):
        links.install()
        assert links.status().problem in {LinkProblem.NONE, LinkProblem.TOOLS_MISSING}
    links.remove()
    assert everything(home) == before
    links.remove()
    assert everything(home) == before, "removed twice, too"


OTHER = "[Desktop Entry]\nType=Application\nName=Other\nExec=true %u\nMimeType=x-scheme-handler/tel;\n"
CACHE = ".local/share/applications/mimeinfo.cache"
needs_the_tool = pytest.mark.skipif(shutil.which("update-desktop-database") is None, reason="no desktop-file-utils")


@needs_the_tool
@pytest.mark.parametrize("times", [1, 3])
def test_a_cache_that_was_not_there_for_the_entries_of_others_goes_again(
    links: LinuxLinks, home: Path, times: int
) -> None:
    applications = home / ".local" / "share" / "applications"
    applications.mkdir(parents=True)
    (applications / "other.desktop").write_text(OTHER)
    before = everything(home)
    links.remove()
    assert everything(home) == before, "nothing of ours was there"
    for _ in range(times):
        links.install()
        assert (home / CACHE).is_file()
        assert links.status().problem in {LinkProblem.NONE, LinkProblem.TOOLS_MISSING}
    links.remove()
    assert everything(home) == before


@needs_the_tool
def test_a_cache_that_a_later_program_may_need_stays(links: LinuxLinks, home: Path) -> None:
    links.install()
    (home / CACHE).with_name("later.desktop").write_text(OTHER)
    links.install()
    links.remove()
    assert (home / CACHE).read_text() == "[MIME Cache]\nx-scheme-handler/tel=later.desktop;\n"


@needs_the_tool
def test_a_cache_that_was_there_stays(links: LinuxLinks, home: Path) -> None:
    (home / CACHE).parent.mkdir(parents=True)
    (home / CACHE).with_name("other.desktop").write_text(OTHER)
    (home / CACHE).write_text("[MIME Cache]\nx-scheme-handler/tel=other.desktop;\n")
    before = everything(home)
    links.install()
    links.remove()
    assert everything(home) == before


def test_a_folder_in_which_somebody_put_something_meanwhile_stays(links: LinuxLinks, home: Path) -> None:
    links.install()
    other = home / ".local" / "share" / "applications" / "other.desktop"
    other.write_text("[Desktop Entry]\nType=Application\nName=Other\nExec=true\n")
    links.remove()
    assert {name for name in everything(home) if name.startswith(".")} == {
        ".local",
        ".local/share",
        ".local/share/applications",
        ".local/share/applications/other.desktop",
    }


LISTS = {
    "no line end": f"[Default Applications]\n{TEL}=other.desktop",
    "windows lines": f"[Default Applications]\r\n{TEL}=other.desktop;\r\ntext/html=b.desktop\r\n",
    "spaces": f"  \n[Default Applications]  \n{TEL} = other.desktop ; third.desktop\n\n\n",
    "twice": f"[Default Applications]\n{TEL}=a.desktop\n[Other]\n[Default Applications]\n{TEL}=b.desktop\n",
    "another order": f"[Removed Associations]\n{TEL}={ENTRY.lower()};\n[Added Associations]\n{TEL}=other.desktop;\n",
    "comments": f"# {ENTRY}\n[Default Applications]\n# {TEL}=x.desktop\n;odd\nno equals sign\n={ENTRY[:3]}\n",
    "no text at all": "",
    "not unicode": f"[Default Applications]\n{TEL}=\udcff\udcfe.desktop\n",
    "nonsense": "\0\1\2[[[\n]=;;=\n",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("name", ["mimeapps.list", "xfce-mimeapps.list"])
@pytest.mark.parametrize("mode", [0o644, 0o400])
def test_however_a_list_is_written_it_is_the_same_afterwards(
    links: LinuxLinks, home: Path, text: str, name: str, mode: int
) -> None:
    path = home / ".config" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    path.chmod(mode)
    before = everything(home)
    links.install()
    assert links.status().default
    links.install()
    links.remove()
    assert everything(home) == before


def test_lists_of_the_system_are_read_and_never_written(links: LinuxLinks, home: Path) -> None:
    """An administrator's choice is passed over by the user's own, as the specification has it."""
    (home / "XDG_DATA_DIRS" / "applications").mkdir(parents=True)
    (home / "XDG_DATA_DIRS" / "applications" / "other.desktop").write_text("[Desktop Entry]\nName=Other Phone\n")
    (home / "XDG_CONFIG_DIRS").mkdir()
    for name in ("xfce-mimeapps.list", "mimeapps.list"):
        (home / "XDG_CONFIG_DIRS" / name).write_text(f"[Default Applications]\n{TEL}=other.desktop\n")
    before = everything(home)
    assert links.status().handler == "Other Phone"
    links.install()
    assert links.status().default
    assert {name: value for name, value in everything(home).items() if name.startswith("XDG")} == {
        name: value for name, value in before.items() if name.startswith("XDG")
    }
    links.remove()
    assert everything(home) == before


def test_what_cannot_be_written_is_told_and_nothing_half_done_is_left(links: LinuxLinks, home: Path) -> None:
    (home / ".config" / "mimeapps.list").mkdir(parents=True)
    before = everything(home)
    with pytest.raises(LinkHandlerError, match=r"mimeapps\.list"):
        links.install()
    assert everything(home) == before


@pytest.mark.parametrize(
    "value", ["", "1", "1;2;3;4", "1;2;3;-4;", "1;2;3;x;", "1;2;3;999;", "1;2;3;4;5;", "..;/;1;2;"]
)
def test_a_record_that_makes_no_sense_takes_no_folder_away(value: str) -> None:
    assert read_made(f"[Desktop Entry]\n{KEY}={value}\n", 4) == (0, 0, 0, 0)
    assert read_made(f"[Desktop Entry]\n{KEY}=3;2;6;1;\n", 4) == (3, 2, 6, 1)

"""Link registration on Linux, in a home folder of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.desktop.launch import MAIN, exec_value, launch_command
from acefone_desktop.desktop.links.desktop_files import MIME_TYPES, desktop_entry
from acefone_desktop.desktop.links.linux import BUS_ENTRY, ENTRY, LinuxLinks
from acefone_desktop.domain.errors import LinkHandlerError

COMMAND = ("/opt/acefone desktop/bin/acefone-desktop", "--profile", "sales")
OTHER = "[Desktop Entry]\nType=Application\nName=Other Phone\nExec=/usr/bin/true %u\nMimeType=x-scheme-handler/tel;\n"


MIXED_LIST = """# mine
[Added Associations]
x-scheme-handler/tel=other.desktop;

[Default Applications]
x-scheme-handler/callto=a.desktop;b.desktop;
text/plain=editor.desktop
"""


@pytest.fixture
def links(home: Path, monkeypatch: pytest.MonkeyPatch) -> LinuxLinks:
    for name in ("XDG_DATA_DIRS", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(home / name))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    return LinuxLinks(COMMAND, os.environ)


@pytest.fixture
def other(home: Path) -> Path:
    entry = home / "XDG_DATA_DIRS" / "applications" / "other.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_text(OTHER)
    (entry.parent / "mimeinfo.cache").write_text("[MIME Cache]\nx-scheme-handler/tel=other.desktop;\n")
    return entry


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def own_list(home: Path) -> Path:
    return home / ".config" / "mimeapps.list"


def test_at_first_nothing_opens_links(links: LinuxLinks) -> None:
    status = links.status()
    assert (status.installed, status.default, status.handler) == (False, False, "")
    assert "handler install" in status.remedy


def test_after_installing_links_open_here(links: LinuxLinks) -> None:
    links.install()
    status = links.status()
    assert (status.installed, status.default, status.handler, status.reason) == (True, True, "Acefone Desktop", "")


def test_it_takes_over_from_another_program_and_gives_back(links: LinuxLinks, other: Path) -> None:
    assert links.status().handler == "Other Phone"
    links.install()
    assert links.status().default
    links.remove()
    assert links.status().handler == "Other Phone"


@pytest.mark.parametrize(
    "before",
    [
        None,
        "[Default Applications]\ntext/html=browser.desktop\n",
        "[Default Applications]\nx-scheme-handler/tel=other.desktop\n",
        MIXED_LIST,
    ],
)
def test_removing_leaves_nothing_behind(links: LinuxLinks, home: Path, other: Path, before: str | None) -> None:
    if before is not None:
        own_list(home).parent.mkdir(parents=True)
        own_list(home).write_text(before)
    untouched, opener = files(home), links.status().handler
    links.install()
    assert links.status().default
    links.install()
    links.remove()
    assert links.status().handler == opener
    assert files(home) == untouched
    assert not (home / ".local" / "share" / "dbus-1").exists()
    assert not (home / ".local" / "share" / "applications").exists()


def test_a_choice_made_later_is_respected_by_removal(links: LinuxLinks, home: Path, other: Path) -> None:
    links.install()
    own_list(home).write_text("[Default Applications]\nx-scheme-handler/tel=other.desktop\n")
    status = links.status()
    assert (status.installed, status.default, status.handler) == (True, False, "Other Phone")
    assert status.remedy
    links.remove()
    assert own_list(home).read_text() == "[Default Applications]\nx-scheme-handler/tel=other.desktop\n"


def test_a_desktops_own_list_comes_first_and_is_told(links: LinuxLinks, home: Path, other: Path) -> None:
    links.install()
    list_of_desktop = home / ".config" / "xfce-mimeapps.list"
    list_of_desktop.write_text("[Default Applications]\nx-scheme-handler/tel=other.desktop\n")
    assert links.status().handler == "Other Phone"


def test_a_default_that_is_not_installed_is_passed_over(links: LinuxLinks, home: Path, other: Path) -> None:
    own_list(home).parent.mkdir(parents=True)
    own_list(home).write_text("[Default Applications]\nx-scheme-handler/tel=gone.desktop;other.desktop;\n")
    assert links.status().handler == "Other Phone"


def test_a_moved_program_is_noticed(links: LinuxLinks) -> None:
    links.install()
    assert "another copy" in LinuxLinks((sys.executable,), os.environ).status().reason


def test_a_list_behind_a_link_stays_a_link(links: LinuxLinks, home: Path) -> None:
    kept = home / "dotfiles"
    kept.write_text("[Default Applications]\ntext/html=browser.desktop\n")
    own_list(home).parent.mkdir(parents=True)
    own_list(home).symlink_to(kept)
    links.install()
    assert own_list(home).is_symlink()
    assert ENTRY in kept.read_text()


def test_a_folder_that_cannot_be_written_is_an_error_of_ours(links: LinuxLinks, home: Path) -> None:
    (home / ".local").mkdir(parents=True)
    (home / ".local" / "share").write_text("in the way")
    with pytest.raises(LinkHandlerError):
        links.install()


def test_the_entry_puts_a_stop_to_options_before_the_link() -> None:
    assert f'\nExec="{COMMAND[0]}" --profile sales -- %u\n' in desktop_entry(COMMAND)


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="there is no validator on this machine")
def test_the_entry_is_valid(links: LinuxLinks, home: Path) -> None:
    links.install()
    entries = [home / ".local" / "share" / "applications" / name for name in (ENTRY, BUS_ENTRY)]
    checked = subprocess.run(["desktop-file-validate", *entries], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.skipif(shutil.which("xdg-mime") is None, reason="xdg-utils are not on this machine")
def test_the_systems_tool_names_us(links: LinuxLinks) -> None:
    links.install()
    for mime_type in MIME_TYPES:
        asked = subprocess.run(["xdg-mime", "query", "default", mime_type], capture_output=True, text=True, check=True)
        assert asked.stdout.strip() == ENTRY


ARGUMENTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\0"), max_size=20).filter(
        lambda text: "=" not in text
    ),
    min_size=1,
    max_size=4,
).filter(lambda arguments: bool(arguments[0]))


@given(ARGUMENTS)
def test_the_exec_line_runs_exactly_these_arguments(arguments: list[str]) -> None:
    before = ["/usr/bin/env"] if "%" in arguments[0] else []
    assert split_exec(exec_value(arguments, "%u")) == [*before, *arguments, "%u"]


def test_what_the_exec_line_cannot_hold_is_refused() -> None:
    for program in ("/opt/a\nb", "/opt/a=b"):
        with pytest.raises(LinkHandlerError):
            exec_value([program])


def split_exec(value: str) -> list[str]:
    """Reads an Exec value by the specification's words: unescape the string, then unquote the arguments."""
    escapes = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    text, at = "", 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
            text += escapes[value[at]]
        else:
            text += value[at]
        at += 1
    arguments: list[str] = []
    at = 0
    while at < len(text):
        argument, quoted = "", text[at] == '"'
        at += quoted
        while at < len(text) and text[at] != ('"' if quoted else " "):
            at += quoted and text[at] == "\\"
            argument += text[at]
            at += 1
        at += 1 + quoted
        arguments.append(argument if argument == "%u" else argument.replace("%%", "%"))
    return arguments


def test_the_app_is_started_by_its_interpreter_and_for_its_profile() -> None:
    interpreter, *arguments = launch_command("sales", "/data folder")
    assert Path(interpreter).parent == Path(sys.executable).parent
    assert Path(interpreter).samefile(sys.executable)
    assert arguments == ["-P", str(MAIN), "--profile", "sales", "--data-dir", "/data folder"]


@pytest.mark.parametrize(
    "names", [("python", "python3", "python3.11"), ("python", "python3"), ("python3", "python3.12")]
)
def test_by_whichever_name_the_interpreter_was_started_the_registration_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    commands = set()
    for name in names:
        (tmp_path / name).symlink_to(sys.executable)
    for name in names:
        monkeypatch.setattr(sys, "executable", str(tmp_path / name))
        commands.add(launch_command())
    assert len(commands) == 1


def test_another_interpreter_beside_ours_is_not_taken_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = tmp_path / "python3.11"
    ours.symlink_to(sys.executable)
    (tmp_path / "python3").write_bytes(b"another")
    monkeypatch.setattr(sys, "executable", str(ours))
    assert launch_command()[0] == str(ours)


def test_the_command_starts_this_program_from_anywhere(tmp_path: Path) -> None:
    done = subprocess.run([*launch_command(), "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("acefone-desktop ")


def test_a_frozen_app_is_started_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert launch_command() == (sys.executable,)

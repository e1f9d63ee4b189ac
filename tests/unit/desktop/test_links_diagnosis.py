"""“Why isn't it the default?” on Linux: each reason by its name, and what is done about it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.desktop.application_id import APPLICATION_ID, application_id, object_path
from acefone_desktop.desktop.links.desktop_files import MIME_TYPES, bus_service, desktop_entry
from acefone_desktop.desktop.links.linux import BUS_ENTRY, ENTRY, LinuxLinks
from acefone_desktop.desktop.links.linux_files import FORMER_ENTRY
from acefone_desktop.desktop.links.registration import LinkProblem
from acefone_desktop.domain.errors import LinkHandlerError

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = ("/opt/acefone-desktop/bin/acefone-desktop",)
OTHER = "[Desktop Entry]\nType=Application\nName=Other Phone\nExec=/usr/bin/true %u\n"


@pytest.fixture
def tools(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all programs that are looked for."""
    folder = home / "bin"
    folder.mkdir()
    for name in ("xdg-open", "xdg-mime"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    for name in ("XDG_DATA_DIRS", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(home / name))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    return folder


@pytest.fixture
def links(tools: Path) -> LinuxLinks:
    return LinuxLinks(COMMAND, os.environ)


@pytest.fixture
def applications(home: Path) -> Path:
    return home / ".local" / "share" / "applications"


@pytest.fixture
def service(home: Path) -> Path:
    return home / ".local" / "share" / "dbus-1" / "services" / f"{APPLICATION_ID}.service"


def problem_of(links: LinuxLinks) -> tuple[LinkProblem, str]:
    status = links.status()
    assert bool(status.problem) == bool(status.reason) == bool(status.remedy)
    return status.problem, status.reason


def test_not_registered(links: LinuxLinks) -> None:
    assert problem_of(links)[0] is LinkProblem.NOT_REGISTERED
    assert "handler install" in links.status().remedy


def test_another_program_is_the_default_and_named(links: LinuxLinks, home: Path, applications: Path) -> None:
    links.install()
    (applications / "other.desktop").write_text(OTHER)
    lists = home / ".config" / "mimeapps.list"
    lists.write_text(f"[Default Applications]\n{MIME_TYPES[1]}=other.desktop\n{MIME_TYPES[0]}={ENTRY}\n")
    status = links.status()
    assert (status.installed, status.default, status.handler) == (True, False, "Other Phone")
    assert status.problem is LinkProblem.ANOTHER_DEFAULT
    assert "Other Phone opens phone links" in status.reason
    assert status.cured_by_installing
    links.install()
    assert problem_of(links) == (LinkProblem.NONE, "")


def test_a_list_of_this_desktop_alone_is_won_and_given_back(links: LinuxLinks, home: Path, applications: Path) -> None:
    applications.mkdir(parents=True)
    (applications / "other.desktop").write_text(OTHER)
    own = home / ".config" / "xfce-mimeapps.list"
    own.parent.mkdir(parents=True)
    own.write_bytes(before := f"[Default Applications]\n{MIME_TYPES[0]}=other.desktop".encode())
    links.install()
    assert problem_of(links) == (LinkProblem.NONE, "")
    links.remove()
    assert own.read_bytes() == before
    assert sorted(path.name for path in own.parent.iterdir()) == ["xfce-mimeapps.list"]
    assert links.status().handler == "Other Phone"


def test_a_program_that_moved(links: LinuxLinks, applications: Path) -> None:
    LinuxLinks(("/gone/acefone-desktop",), os.environ).install()
    problem, reason = problem_of(links)
    assert problem is LinkProblem.STALE
    assert "/gone/acefone-desktop, which is gone" in reason
    links.install()
    assert problem_of(links) == (LinkProblem.NONE, "")


def test_another_profiles_registration_is_told_and_moved(links: LinuxLinks, applications: Path) -> None:
    name = application_id("sales", "", os.environ)
    LinuxLinks((*COMMAND, "--profile", "sales"), os.environ, name=name).install()
    assert problem_of(links)[0] is LinkProblem.STALE
    links.install()
    assert problem_of(links) == (LinkProblem.NONE, "")
    assert {path.name for path in applications.glob("*.desktop")} == {ENTRY, BUS_ENTRY}


@pytest.mark.parametrize("hide", ["hidden", "system"])
def test_an_entry_that_hides_ours(links: LinuxLinks, home: Path, applications: Path, hide: str) -> None:
    links.install()
    if hide == "hidden":
        (applications / ENTRY).write_text(desktop_entry(COMMAND).replace("Terminal=false", "Hidden=true"))
    else:
        system = home / "XDG_DATA_DIRS" / "applications"
        system.mkdir(parents=True)
        (system / ENTRY).write_text(desktop_entry(("/usr/bin/acefone-desktop",)))
        (applications / ENTRY).write_text(OTHER)
    problem, reason = problem_of(links)
    assert problem is LinkProblem.SHADOWED
    assert str(applications / ENTRY) in reason
    links.install()
    assert problem_of(links) == (LinkProblem.NONE, "")


def test_a_service_of_the_runtime_folder_hides_ours(links: LinuxLinks, home: Path) -> None:
    links.install()
    transient = home / "run" / "dbus-1" / "services" / f"{APPLICATION_ID}.service"
    transient.parent.mkdir(parents=True)
    transient.write_text("[D-BUS Service]\n")
    problem, reason = problem_of(links)
    assert problem is LinkProblem.SHADOWED
    assert str(transient) in reason


@pytest.mark.parametrize("content", [None, bus_service(APPLICATION_ID, ("/elsewhere/acefone-desktop",))])
def test_a_service_that_is_missing_or_starts_something_else(
    links: LinuxLinks, service: Path, content: str | None
) -> None:
    links.install()
    service.unlink() if content is None else service.write_text(content)
    status = links.status()
    assert (status.default, status.problem) == (True, LinkProblem.BUS_SERVICE_STALE)
    assert status.cured_by_installing
    links.install()
    assert problem_of(links) == (LinkProblem.NONE, "")


@pytest.mark.parametrize("missing", ["xdg-open", "xdg-mime"])
def test_a_missing_tool(links: LinuxLinks, tools: Path, missing: str) -> None:
    links.install()
    (tools / missing).unlink()
    status = links.status()
    assert (status.default, status.problem, status.cured_by_installing) == (True, LinkProblem.TOOLS_MISSING, False)
    assert missing in status.reason
    assert "xdg-utils" in status.remedy


def test_the_former_registration_is_told_moved_and_leaves_nothing(
    links: LinuxLinks, home: Path, applications: Path
) -> None:
    applications.mkdir(parents=True)
    (applications / FORMER_ENTRY).write_text(desktop_entry(COMMAND))
    lists = home / ".config" / "mimeapps.list"
    lists.parent.mkdir(parents=True)
    lists.write_text(f"[Default Applications]\n{MIME_TYPES[0]}={FORMER_ENTRY};other.desktop;\n")
    assert problem_of(links)[0] is LinkProblem.STALE
    links.install()
    assert problem_of(links) == (LinkProblem.NONE, "")
    assert {path.name for path in applications.glob("*.desktop")} == {ENTRY, BUS_ENTRY}
    links.remove()
    assert lists.read_text() == f"[Default Applications]\n{MIME_TYPES[0]}=other.desktop;\n"
    assert list(applications.iterdir()) == [], "and the folder, which was there before us, stays"


def test_the_bus_starts_the_app_only_where_its_service_could_be_written(
    links: LinuxLinks, home: Path, applications: Path
) -> None:
    blocked = home / ".local" / "share" / "dbus-1"
    blocked.parent.mkdir(parents=True)
    blocked.write_text("in the way")
    links.install()
    assert not (applications / BUS_ENTRY).exists()
    assert problem_of(links) == (LinkProblem.NONE, "")
    blocked.unlink()
    links.install()
    assert "\nDBusActivatable=true\n" in (applications / BUS_ENTRY).read_text()


def test_a_service_that_cannot_be_written_down_is_refused_before_anything_is(home: Path, links: LinuxLinks) -> None:
    with pytest.raises(LinkHandlerError):
        LinuxLinks(("/opt/a\nb",), os.environ).install()
    assert not (home / ".local").exists()


def test_the_page_of_the_desktop_that_runs(links: LinuxLinks, tools: Path) -> None:
    assert links.settings_command() == ()
    page = tools / "xfce4-mime-settings"
    page.write_text("#!/bin/sh\n")
    page.chmod(0o755)
    assert links.settings_command() == (str(page),)


def test_every_profile_and_folder_has_a_name_of_its_own(home: Path) -> None:
    folder = str(home / "a")
    names = [application_id(*place, os.environ) for place in (("", ""), ("sales", ""), ("", folder), ("sales", folder))]
    assert len(set(names)) == 4
    assert names[0] == APPLICATION_ID == application_id("default", "", os.environ)
    assert application_id("", "", {**os.environ, "ACEFONE_DESKTOP_DATA_DIR": folder}) == names[2]
    for name in names:
        assert object_path(name).replace("/", "").replace("_", "").isalnum()


def test_a_bus_finds_the_command_as_it_was_written(bus_address: str, tmp_path: Path) -> None:
    """A path as strange as paths may be, started by a real bus."""
    folder = tmp_path / "a 'strange' \"folder\" with \\ $HOME #1 ; & é"
    folder.mkdir()
    program, seen = folder / "program", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$0" "$@" > {seen}.new && mv {seen}.new {seen}\n')
    program.chmod(0o755)
    services = tmp_path / "services"
    services.mkdir()
    (services / "org.example.App.service").write_text(
        bus_service("org.example.App", (str(program), "--profile", "a b"))
    )
    configuration = tmp_path / "second.conf"
    configuration.write_text(
        (tmp_path / "bus.conf")
        .read_text()
        .replace(f"unix:path={tmp_path / 'bus'}", f"unix:path={tmp_path / 'second'}")
        .replace("<policy", f"<servicedir>{services}</servicedir><policy")
    )
    command = ["dbus-run-session", f"--config-file={configuration}", "--", "dbus-send", "--session", "--print-reply"]
    call = [
        "--reply-timeout=5000",
        "--dest=org.example.App",
        "/org/example/App",
        "org.freedesktop.Application.Activate",
    ]
    subprocess.run([*command, *call], capture_output=True, check=False, timeout=30)
    assert seen.read_text().splitlines() == [str(program), "--profile", "a b", "--activated"]

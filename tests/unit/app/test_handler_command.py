"""`acefone-desktop handler`, as a person and as a script use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="writes to the real registration elsewhere"
)


@pytest.fixture(autouse=True)
def only_this_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_DIRS", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(home / name))


def handler(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "acefone_desktop", "handler", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def status(*arguments: str) -> dict[str, Any]:
    done = handler(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_from_nothing_to_registered_and_back() -> None:
    before = status("status")
    assert set(before) == {"platform", "installed", "default", "handler", "problem", "reason", "remedy"}
    assert (before["installed"], before["default"], before["handler"]) == (False, False, "")
    assert before["problem"] == "not-registered"
    assert status("install") == status("status")
    assert status("status") == {
        "platform": "linux",
        "installed": True,
        "default": True,
        "handler": "Acefone Desktop",
        "problem": "",
        "reason": "",
        "remedy": "",
    }
    assert status("remove") == before


def test_the_profile_and_folder_named_are_the_ones_links_open_in(home: Path) -> None:
    assert handler("install", "--profile", "sales", "--data-dir", str(home / "my data")).returncode == 0
    entry, _ = sorted((home / ".local/share/applications").glob("*.desktop"), key=lambda path: len(path.name))
    lines = [line for line in entry.read_text().splitlines() if line.startswith("Exec=")]
    assert lines[0].endswith(f'/acefone_desktop/__main__.py --profile sales --data-dir "{home}/my data" -- %u')
    (service,) = (home / ".local/share/dbus-1/services").iterdir()
    assert service.stem == entry.stem != "org.acefone_desktop.App"  # a name of its own on the bus
    assert f"Name={service.stem}\n" in service.read_text()
    assert f"--profile sales --data-dir '{home}/my data' --activated\n" in service.read_text()
    assert handler("remove").returncode == 0
    assert not entry.exists()
    assert not service.exists()


def test_a_folder_named_by_the_environment_is_the_one_links_open_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACEFONE_DESKTOP_DATA_DIR", str(home / "elsewhere"))
    assert handler("install").returncode == 0
    entry, _ = sorted((home / ".local/share/applications").glob("*.desktop"), key=lambda path: len(path.name))
    assert f"--data-dir {home}/elsewhere -- %u" in entry.read_text()


def test_people_read_sentences() -> None:
    assert "No program opens tel: links." in handler("status").stdout
    handler("install")
    assert handler("status").stdout == "tel: and callto: links open in Acefone Desktop.\n"


def test_a_removal_is_told_as_done_and_only_where_there_was_something_to_remove() -> None:
    handler("install")
    removed = handler("remove")
    assert (removed.returncode, removed.stderr) == (0, "")
    said = "The registration for tel: and callto: links was removed. No program opens tel: links.\n"
    assert removed.stdout == said
    assert "Acefone Desktop is not registered." in handler("remove").stdout


def test_what_cannot_be_written_fails_in_words(home: Path) -> None:
    (home / ".local").mkdir(parents=True)
    (home / ".local" / "share").write_text("in the way")
    failed = handler("install", "--json")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "could not be changed" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_wrong_usage_is_told_apart() -> None:
    assert handler("dance").returncode == 2
    assert handler().returncode == 2

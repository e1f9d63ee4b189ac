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
    assert set(before) == {"platform", "installed", "default", "handler", "remedy"}
    assert (before["installed"], before["default"], before["handler"]) == (False, False, "")
    assert status("install") == status("status")
    assert status("status") == {
        "platform": "linux",
        "installed": True,
        "default": True,
        "handler": "Acefone Desktop",
        "remedy": "",
    }
    assert status("remove") == before


def test_the_profile_and_folder_named_are_the_ones_links_open_in(home: Path) -> None:
    assert handler("install", "--profile", "sales", "--data-dir", str(home / "my data")).returncode == 0
    (line,) = [
        line
        for line in (home / ".local/share/applications/acefone-desktop.desktop").read_text().splitlines()
        if line.startswith("Exec=")
    ]
    assert line.endswith(f'/acefone_desktop/__main__.py --profile sales --data-dir "{home}/my data" -- %u')


def test_people_read_sentences() -> None:
    assert "No program opens tel: links." in handler("status").stdout
    handler("install")
    assert handler("status").stdout == "tel: and callto: links open in Acefone Desktop.\n"


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

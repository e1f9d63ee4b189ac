"""What commands print where the output takes fewer letters than the text has (a Windows pipe, the POSIX locale)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TOLD = {
    "call_id": "1768480930.1190021",
    "call_status": "Answered by agent",
    "call_to_number": "447700900123",
    "answered_agent_name": "Zoë Müller",
}


def run(*arguments: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process whose output is a pipe of this encoding."""
    return subprocess.run(
        [sys.executable, "-m", "acefone_desktop", *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one contact, and a recording beside it."""
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("Name,Phone\nZoë Müller,+44 7700 900123\n", encoding="utf-8")
    (tmp_path / "recording.jsonl").write_text(json.dumps(TOLD), encoding="utf-8")
    assert run("contacts", "import", str(contacts), "--data-dir", str(tmp_path), encoding="ascii").returncode == 0
    return tmp_path


def test_a_narrow_output_shows_what_it_can(folder: Path) -> None:
    found = run("contacts", "search", "zoe", "--data-dir", str(folder), encoding="ascii")
    replayed = run("replay", str(folder / "recording.jsonl"), encoding="cp1252")

    assert (found.returncode, replayed.returncode) == (0, 0), (found.stderr, replayed.stderr)
    assert b"Zo\\xeb M\\xfcller" in found.stdout
    assert "Zoë Müller" in replayed.stdout.decode("cp1252")
    assert run("simulate", "--help", encoding="ascii").returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8", "utf-16"])
def test_json_is_the_same_in_any_of_them(folder: Path, encoding: str) -> None:
    found = run("contacts", "search", "zoe", "--json", "--data-dir", str(folder), encoding=encoding)

    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout.decode(encoding))["results"][0]["name"] == "Zoë Müller"

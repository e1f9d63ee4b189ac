"""`acefone-desktop history`, as scripts use it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.cli.call_json import call_as_json
from acefone_desktop.app.command_line import run_command
from tests.support.storage import NOW, a_call, opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with three calls."""
    with opened(tmp_path / "profiles" / "default") as profile:
        calls = [a_call(f"dl-{number}", NOW + timedelta(hours=number)) for number in range(3)]
        asyncio.run(profile.journal.record_calls(calls))
    return tmp_path


def test_calls_newest_first_in_the_shape_of_replay(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["history", "--data-dir", str(folder), "--json", "--limit", "2"]) == 0
    printed = json.loads(capsys.readouterr().out)
    expected = [call_as_json(a_call(f"dl-{number}", NOW + timedelta(hours=number))) for number in (2, 1)]
    assert printed == {"calls": json.loads(json.dumps(expected))}


def test_calls_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["history", "--data-dir", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all("+447700900123" in line for line in lines)


def test_no_calls_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["history", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "No calls yet.\n"
    assert run_command(["history", "--data-dir", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"calls": []}


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_wrong_usage_is_status_2(limit: str, tmp_path: Path) -> None:
    assert run_command(["history", "--data-dir", str(tmp_path), "--limit", limit]) == 2

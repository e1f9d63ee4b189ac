"""`acefone-desktop simulate`: what it says, and how it ends, where it cannot serve as asked."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.app.command_line import run_command

if TYPE_CHECKING:
    from pathlib import Path


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("acefone-desktop simulate: ")
    assert told.err.count("\n") == 1
    return told.err


def test_a_script_that_is_not_there_has_failed_as_any_missing_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["simulate", "--script", str(tmp_path / "nope.json")]) == 1
    assert "The script nope.json cannot be read" in complaint(capsys)


def test_a_script_that_is_none_has_failed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "calls.json").write_text("answered")
    assert run_command(["simulate", "--script", str(tmp_path / "calls.json")]) == 1
    assert "is not JSON" in complaint(capsys)


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run_command(["simulate", "--port", str(port)]) == 1
    assert f"cannot listen on port {port}" in complaint(capsys)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--switch", "rate_limit"], "“rate_limit” lacks its value: write rate_limit=VALUE (whole number)"),
        (["--switch", "rate-limit"], "“rate-limit” lacks its value: write rate-limit=VALUE"),
        (["--switch", "rate_limit=x"], "'x' is not a value of rate_limit"),
        (["--switch", "rate_limits"], "'rate_limits' is not a switch"),
        (["--seed", "x"], "a seed is a whole number, not “x”"),
    ],
)
def test_wrong_options_are_wrong_usage_and_say_what_is_wanted(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["simulate", *arguments]) == 2
    assert said in complaint(capsys)

"""The command line as a process: help, places, exit statuses, and sentences instead of tracebacks."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop import __version__
from acefone_desktop.app.command_line import command_parser, run_command
from acefone_desktop.app.entry import enter
from acefone_desktop.app.window_wish import COMMANDS
from acefone_desktop.domain.call_watch import USUAL_PACE
from tests.support.storage import opened

if TYPE_CHECKING:
    from pathlib import Path


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "acefone_desktop", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def into_a_closed_pipe(*arguments: str) -> tuple[int, str]:
    """Runs the program as `… | true` does; returns its status and what it complained of."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "acefone_desktop", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: acefone-desktop {command}")
    assert "--profile" in said or command == "contacts", "there the commands within have it"


def test_how_long_a_call_is_looked_for_is_told_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["call", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"unknown after {USUAL_PACE.appears_within_s:.0f} seconds" in said
    assert f"until {USUAL_PACE.record_within_s:.0f} seconds after it was sent" in said
    assert f"until {USUAL_PACE.record_within_s:.0f} seconds after its end" in said


def test_the_program_explains_itself_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(command in said for command in COMMANDS)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--version"]) == 0
    assert capsys.readouterr().out == f"acefone-desktop {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--profile", "work", "history"],
        ["history", "--profile", "work"],
        ["--profile=work", "history"],
        ["--profile", "home", "history", "--profile", "work"],
    ],
)
def test_the_profile_may_stand_before_and_behind_the_command(arguments: list[str]) -> None:
    chosen = command_parser("history").parse_args(arguments)
    assert (chosen.profile, chosen.data_dir) == ("work", None)


@pytest.mark.parametrize("arguments", [["dial"], ["history", "--no-such-option"], ["call"], ["--profile"]])
def test_wrong_usage_is_status_2_and_no_traceback(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("acefone-desktop")
    assert told.err.count("\n") == 1, "one sentence"


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["cal"], "call"),
        (["DOCTER"], "doctor"),
        (["simulator"], "simulate"),
        (["dial"], "call"),
        (["--profile", "work", "histroy", "--json"], "history"),
        (["contacts", "serach", "tom"], "search"),
        (["handler", "instal"], "install"),
    ],
)
def test_a_word_that_is_nearly_a_command_is_answered_with_the_command(
    arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(arguments) == 2
    assert f"did you mean “{meant}”?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["simulate", "extra"], "simulate"),
        (["dial-clipboard", "--loudly"], "dial-clipboard"),
        (["--profile", "work", "history", "--no-such-option"], "history"),
        (["contacts", "search", "tom", "--no-such-option"], "contacts search"),
    ],
)
def test_an_argument_too_many_is_answered_with_that_commands_own_help(
    arguments: list[str], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"acefone-desktop {command}: unrecognized arguments: ")
    assert f"see “acefone-desktop {command} --help”" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["tel:+447700900123", "--json"], "a phone link stands alone"),
        (["tel:+447700900123", "history"], "a phone link stands alone"),
        (["--json", "CALLTO:+447700900123"], "a phone link stands alone"),
        (["--demo", "history"], "--demo, --tray and --drive are for the window"),
        (["--tray", "inspect", "07700900123"], "--demo, --tray and --drive are for the window"),
        (["--drive", "folder", "doctor"], "--demo, --tray and --drive are for the window"),
        (["--drive", "folder"], "--drive goes with --demo"),
        (["--drive=folder", "--tray"], "--drive goes with --demo"),
        (["--no-such-option"], "“--no-such-option” is no option without a command"),
        (["--profile", "work", "--json"], "“--json” is no option without a command"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enter(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"acefone-desktop: {reason}")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--json", "inspect", "07700900123"], ["inspect", "07700900123", "--json"]])
def test_json_may_stand_before_the_command_and_after_it(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert enter(arguments) == 0
    assert json.loads(capsys.readouterr().out)["results"][0]["numbers"][0]["e164"] == "+447700900123"


def test_dial_clipboard_takes_the_option_every_command_takes() -> None:
    assert command_parser("dial-clipboard").parse_args(["dial-clipboard", "--json"]).json


@pytest.mark.parametrize("word", ["xyzzy", "http://example.invalid", "\x1b]0;owned\x07", "ab" * 5000, "", "\u202egnp"])
def test_what_is_no_command_hears_of_links_and_never_orders_the_terminal_about(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command([word]) == 2
    said = capsys.readouterr().err
    assert "neither a command nor a phone link such as tel:" in said
    assert said.count("\n") == 1
    assert said.removesuffix("\n").isprintable()
    assert len(said) < 300


@pytest.mark.parametrize("number", ["+447700900123", "07700 900123"])
def test_a_bare_number_is_told_how_it_is_dialled(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command([number]) == 2
    assert "acefone-desktop call NUMBER" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["history", "--x\x1b[31m"], ["history", "--limit", "\x1b[31m\n" * 900]])
def test_odd_options_never_order_the_terminal_about(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(arguments) == 2
    said = capsys.readouterr().err
    assert said.removesuffix("\n").isprintable()
    assert len(said) < 1000


def test_a_profile_that_cannot_be_one_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["history", "--data-dir", str(tmp_path), "--profile", "../etc"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("acefone-desktop: This profile name cannot be used.")
    assert told.err.count("\n") == 1


def test_a_newer_versions_database_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "profiles" / "default"
    with opened(folder) as profile:
        path = profile.database.path
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = path.read_bytes()
    assert run_command(["history", "--data-dir", str(tmp_path)]) == 1
    assert "written by a newer version" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("arguments", [["--help"], ["history", "--help"], ["inspect", "+44 7700 900123"]])
def test_a_reader_that_goes_away_is_no_accident(arguments: list[str]) -> None:
    status, complaint = into_a_closed_pipe(*arguments)
    assert "Traceback" not in complaint
    assert "Exception ignored" not in complaint
    assert status in {0, 1}


def test_what_a_terminal_cannot_write_does_not_end_the_program(tmp_path: Path) -> None:
    done = program("doctor", "--data-dir", str(tmp_path), PYTHONIOENCODING="ascii")
    assert "Traceback" not in done.stderr
    assert "keyring" in done.stdout


def test_no_command_loads_qt() -> None:
    code = (
        "import sys; from acefone_desktop.app.entry import enter; enter(['inspect', '+44 7700 900123']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("arguments", [[], ["tel:+447700900123"], ["dial-clipboard"], ["--tray"]])
def test_a_profile_that_cannot_be_one_is_wrong_usage_for_the_window_too(arguments: list[str], tmp_path: Path) -> None:
    screens = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    done = program("--data-dir", str(tmp_path), "--profile", "../etc", *arguments, **screens)
    assert done.returncode == 2
    assert done.stderr.startswith("acefone-desktop: This profile name cannot be used.")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
